import type { Queryable } from "@troad/kernel";
import { sql } from "@troad/kernel";

/** The record of a subject as known at `at`, or undefined. */
export async function findRecord(
  q: Queryable,
  register: string,
  subject: string,
  at: string,
): Promise<Record<string, unknown> | undefined> {
  const found = await q.one<{ data: Record<string, unknown> }>(sql`
    select data from record where register = ${register} and subject = ${subject} and recorded_at <= ${at}
      and valid_from <= (${at}::timestamptz at time zone 'Asia/Taipei')::date
    order by recorded_at desc limit 1`);
  return found?.data;
}

export async function countRecords(q: Queryable, register: string): Promise<number> {
  const counted = await q.one<{ records: number }>(
    sql`select count(distinct subject) as records from record where register = ${register}`,
  );
  return counted?.records ?? 0;
}
