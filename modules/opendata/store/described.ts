import { json, type Queryable, sql } from "@troad/kernel";

export type Kind = "group" | "organization" | "user";
export type DescribedRow = { kind: Kind; name: string; id: string; record: unknown; agency: string; at: string };

/** The last version of each, by name; of one where its name or id is given. */
export const described = (
  q: Queryable,
  by: { kind: Kind; one?: string; limit: number; offset?: number },
): Promise<DescribedRow[]> =>
  q.rows<DescribedRow>(sql`select distinct on (name) kind, name, id, record, agency, at from described
    where kind = ${by.kind} and (${by.one ?? null}::text is null or name = ${by.one ?? null} or id = ${by.one ?? null})
    order by name, seq desc limit ${by.limit} offset ${by.offset ?? 0}`);

/** One at a time is written: its seat in the line. */
export const lockDescribed = (q: Queryable, kind: Kind, name: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`described ${kind} ${name}`}, 0))`);
export const insertDescribed = (q: Queryable, one: DescribedRow & { by: string }): Promise<number> =>
  q.run(sql`insert into described (kind, name, seq, id, record, agency, by, at)
    select ${one.kind}, ${one.name}, coalesce(max(seq), 0) + 1, ${one.id}, ${json(one.record)}::jsonb, ${one.agency}, ${one.by}, ${one.at}
    from described where kind = ${one.kind} and name = ${one.name}`);

/** Who published for which agency, and how many sets: subjects, which leave this module under other names alone. */
export const publishers = (q: Queryable): Promise<{ subject: string; agency: string; sets: number; since: string }[]> =>
  q.rows(sql`select by as subject, agency, count(*)::int as sets, min(at) as since from data_set where by <> 'schedule'
    group by by, agency order by min(at), by limit 1000`);
