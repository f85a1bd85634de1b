import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { SetOutcome } from "./downloads.ts";

export type CounterCodeRow = {
  id: string;
  subject: string;
  counter: string;
  at: string;
  expires_at: string;
  sets: SetOutcome[];
  sealed: Buffer | null;
  taken_by: string | null;
  taken_at: string | null;
};
type NewRow = Pick<CounterCodeRow, "id" | "subject" | "counter" | "at" | "expires_at" | "sets"> & {
  key: string;
  code: Buffer;
  sealed: Buffer;
};

export async function insertCode(q: Queryable, row: NewRow): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into counter_code (id, subject, key, counter, code, at, expires_at, sets, sealed)
    values (${row.id}, ${row.subject}, ${row.key}, ${row.counter}, ${row.code}, ${row.at}, ${row.expires_at}, ${json(row.sets)}, ${row.sealed})
    on conflict do nothing`);
  return inserted > 0;
}

export const codeByKey = (q: Queryable, subject: string, key: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from counter_code where subject = ${subject} and key = ${key}`);

export const codeById = (q: Queryable, id: string): Promise<CounterCodeRow | undefined> =>
  q.one<CounterCodeRow>(sql`
    select id, subject, counter, at, expires_at, sets, sealed, taken_by, taken_at from counter_code where id = ${id}`);

/** Takes a code that is still open at one of the counters; the second one who tries gets nothing. */
export const takeCode = (
  q: Queryable,
  { code, counters, officer, now }: { code: Buffer; counters: readonly string[]; officer: string; now: string },
): Promise<{ id: string; subject: string; counter: string } | undefined> =>
  q.one<{ id: string; subject: string; counter: string }>(sql`
    update counter_code set taken_by = ${officer}, taken_at = ${now}
    where code = ${code} and counter = any(${textArray([...counters])}::text[]) and taken_by is null and sealed is not null and expires_at > ${now}
    returning id, subject, counter`);

export const cancelCode = (q: Queryable, subject: string, id: string, at: string): Promise<number> =>
  q.run(
    sql`update counter_code set sealed = null, erased_at = ${at} where id = ${id} and subject = ${subject} and sealed is not null`,
  );

export const eraseCodes = (q: Queryable, now: string): Promise<number> =>
  q.run(sql`update counter_code set sealed = null, erased_at = ${now} where sealed is not null and expires_at <= ${now}`);

export const insertMiss = async (q: Queryable, officer: string, at: string): Promise<void> => {
  await q.run(sql`insert into counter_miss (officer, at) values (${officer}, ${at})`);
};

export const countMisses = async (q: Queryable, officer: string, since: string): Promise<number> => {
  const row = await q.one<{ n: number }>(
    sql`select count(*) as n from counter_miss where officer = ${officer} and at > ${since}`,
  );
  return row?.n ?? 0;
};

export const countCodes = async (q: Queryable, subject: string, since: string): Promise<number> => {
  const row = await q.one<{ n: number }>(
    sql`select count(*) as n from counter_code where subject = ${subject} and at > ${since}`,
  );
  return row?.n ?? 0;
};

/** The recipients of consents that name one. */
export const recipientsOf = async (
  q: Queryable,
  subject: string,
  consents: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await q.rows<{ id: string; recipient: string }>(sql`
    select id, recipient from consent where subject = ${subject} and recipient is not null and id = any((${textArray([...consents])}::text[])::uuid[])`);
  return new Map(rows.map(({ id, recipient }) => [id, recipient]));
};
