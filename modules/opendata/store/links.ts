import { type Queryable, sql } from "@troad/kernel";

export type LinkFinding = "ok" | "redirect" | "client-error" | "server-error" | "unreachable" | "not-allowed";
export type LinkRow = { url: string; finding: LinkFinding; status: number | null; at: string };

export const insertLinkCheck = (
  q: Queryable,
  one: { set: string; url: string; finding: LinkFinding; status: number | null; at: string },
): Promise<number> =>
  q.run(
    sql`insert into link_check (data_set, url, finding, status, at) values (${one.set}, ${one.url}, ${one.finding}, ${one.status}, ${one.at})`,
  );
/** The last finding of each address of a set. */
export const lastLinkChecks = (q: Queryable, set: string): Promise<LinkRow[]> =>
  q.rows<LinkRow>(
    sql`select distinct on (url) url, finding, status, at from link_check where data_set = ${set} order by url, no desc limit 100`,
  );
/** Sets whose record names addresses of which one was not asked since a moment. */
export const setsToCheck = (q: Queryable, since: string, limit: number): Promise<{ set: string; url: string }[]> =>
  q.rows<{ set: string; url: string }>(sql`select l.data_set as set, x.link ->> 'url' as url
    from listing l
    cross join lateral jsonb_array_elements(case when jsonb_typeof(l.record -> 'links') = 'array' then l.record -> 'links' else '[]' end) x (link)
    where l.withdrawn is null and x.link ->> 'url' is not null
      and not exists (select 1 from link_check c where c.data_set = l.data_set and c.url = x.link ->> 'url' and c.at > ${since})
    order by l.no limit ${limit}`);
