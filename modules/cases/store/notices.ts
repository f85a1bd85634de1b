import { type Queryable, sql, type Tx } from "@troad/kernel";

export type NoticeRow = { consumer: string; notice_key: string; request_hash: string; case_id: string; at: string };

/** The same notice twice at once: the second waits here and finds what the first made. */
export async function waitForNotice(tx: Tx, consumer: string, key: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`case notice ${consumer} ${key}`}, 0))`);
}

export const findNotice = (q: Queryable, consumer: string, key: string): Promise<NoticeRow | undefined> =>
  q.one<NoticeRow>(sql`select * from case_notice where consumer = ${consumer} and notice_key = ${key}`);

export async function insertNotice(q: Queryable, row: NoticeRow): Promise<void> {
  await q.run(sql`
    insert into case_notice (consumer, notice_key, request_hash, case_id, at)
    values (${row.consumer}, ${row.notice_key}, ${row.request_hash}, ${row.case_id}, ${row.at})`);
}
