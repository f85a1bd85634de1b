import { json, type Queryable, sql } from "@troad/kernel";

/** What came of a data set: found, nothing there, or that it could not be had. */
export type SetOutcome = { id: string; code: 200 | 204 | 403 | 504; asOf: string | null; reason: string | null };
export type DownloadRow = {
  id: string;
  at: string;
  expires_at: string;
  sets: SetOutcome[];
  sealed: Buffer | null;
  erased_at: string | null;
};
type NewRow = Omit<DownloadRow, "erased_at" | "sealed"> & { subject: string; key: string; sealed: Buffer };

export async function insertDownload(q: Queryable, row: NewRow): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into download (id, subject, key, at, expires_at, sets, sealed)
    values (${row.id}, ${row.subject}, ${row.key}, ${row.at}, ${row.expires_at}, ${json(row.sets)}, ${row.sealed})
    on conflict do nothing`);
  return inserted > 0;
}

export const downloadById = (q: Queryable, subject: string, id: string): Promise<DownloadRow | undefined> =>
  q.one<DownloadRow>(sql`
    select id, at, expires_at, sets, sealed, erased_at from download where id = ${id} and subject = ${subject}`);

export const downloadByKey = (q: Queryable, subject: string, key: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from download where subject = ${subject} and key = ${key}`);

/** Those that can still be taken, newest first. */
export const openDownloads = (q: Queryable, subject: string, now: string, limit: number): Promise<DownloadRow[]> =>
  q.rows<DownloadRow>(sql`
    select id, at, expires_at, sets, null as sealed, erased_at from download
    where subject = ${subject} and sealed is not null and expires_at > ${now} order by at desc limit ${limit}`);

export const countDownloads = async (q: Queryable, subject: string, since: string): Promise<number> => {
  const row = await q.one<{ n: number }>(sql`select count(*) as n from download where subject = ${subject} and at > ${since}`);
  return row?.n ?? 0;
};

export const eraseDownload = (q: Queryable, subject: string, id: string, at: string): Promise<number> =>
  q.run(
    sql`update download set sealed = null, erased_at = ${at} where id = ${id} and subject = ${subject} and sealed is not null`,
  );

export const eraseExpired = (q: Queryable, now: string): Promise<number> =>
  q.run(sql`update download set sealed = null, erased_at = ${now} where sealed is not null and expires_at <= ${now}`);
