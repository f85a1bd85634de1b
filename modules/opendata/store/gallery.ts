import { type Queryable, sql } from "@troad/kernel";

export type ApplicationRow = {
  id: string;
  subject: string;
  title: string;
  body: string;
  url: string;
  name: string | null;
  at: string;
};
export const insertApplication = (
  q: Queryable,
  one: Omit<ApplicationRow, "name"> & { key: string; set: string | null },
): Promise<number> =>
  q.run(sql`insert into application (id, key, subject, title, body, url, data_set, at)
    values (${one.id}, ${one.key}, ${one.subject}, ${one.title}, ${one.body}, ${one.url}, ${one.set}, ${one.at})`);
export const endApplication = (q: Queryable, one: { id: string; subject: string; at: string }): Promise<number> =>
  q.run(sql`insert into application_end (application, at) select id, ${one.at} from application where id = ${one.id} and subject = ${one.subject}
    on conflict do nothing`);
/** Applications whose key still stands, newest first. */
export const applications = (q: Queryable, by: { subject?: string; before?: string; limit: number }): Promise<ApplicationRow[]> =>
  q.rows<ApplicationRow>(sql`select a.id, a.subject, a.title, a.body, a.url, l.name, a.at from application a left join listing l on l.data_set = a.data_set
    where not exists (select 1 from application_end e where e.application = a.id) and not exists (select 1 from api_key_end k where k.key = a.key)
      and (${by.subject ?? null}::text is null or a.subject = ${by.subject ?? null})
      and (${by.before ?? null}::uuid is null or a.no < (select x.no from application x where x.id = ${by.before ?? null}::uuid))
    order by a.no desc limit ${by.limit}`);

export type StorageRow = { no: number; name: string; record: unknown; agency: string; files: number; bytes: number };
/** What each set's files take up, every version of them once. */
export const storage = (q: Queryable, by: { before?: string; limit: number }): Promise<StorageRow[]> =>
  q.rows<StorageRow>(sql`select l.no, l.name, l.record, l.agency, u.files, u.bytes from listing l
    cross join lateral (select count(*)::int as files, coalesce(sum(x.bytes), 0)::bigint as bytes
      from (select distinct on (sha256) bytes from upload where data_set = l.data_set) x) u
    where (${by.before ?? null}::bigint is null or l.no < ${by.before ?? null}::bigint) order by l.no desc limit ${by.limit}`);
