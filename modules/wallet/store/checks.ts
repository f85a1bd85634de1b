import { type Queryable, sql } from "@troad/kernel";

export type Outcome = "yes" | "no" | "revoked" | "suspended" | "not-checked" | "refused";
export type CheckRow = {
  id: string;
  session_hash: string;
  nonce: string;
  fetched_at: string | null;
  number_hash: string | null;
  code_hash: string | null;
  tries: number;
  outcome: Outcome | null;
  reason: string | null;
  list_at: string | null;
  answered_at: string | null;
  seen_at: string | null;
};

export async function insertCheck(
  q: Queryable,
  row: { id: string; session_hash: string; nonce: string; expires_at: string },
): Promise<void> {
  await q.run(sql`
    insert into check_request (id, session_hash, nonce, expires_at) values (${row.id}, ${row.session_hash}, ${row.nonce}, ${row.expires_at})`);
}
export const findCheck = (q: Queryable, id: string, now: string): Promise<CheckRow | undefined> =>
  q.one<CheckRow>(sql`select * from check_request where id = ${id} and expires_at > ${now}`);
export const checkOfCode = (q: Queryable, codeHash: string, now: string): Promise<CheckRow | undefined> =>
  q.one<CheckRow>(sql`select * from check_request where code_hash = ${codeHash} and expires_at > ${now}`);
/** One wallet fetches a request: the first. */
export const takeCheck = async (q: Queryable, id: string, now: string): Promise<boolean> =>
  (await q.run(sql`
    update check_request set fetched_at = ${now} where id = ${id} and expires_at > ${now} and fetched_at is null and answered_at is null`)) ===
  1;
/** The first answer counts, and there is no second. */
export const answerCheck = async (
  q: Queryable,
  id: string,
  answer: { outcome: Outcome; reason: string | null; listAt: string | null; numberHash: string; codeHash: string; at: string },
): Promise<boolean> =>
  (await q.run(sql`
    update check_request set outcome = ${answer.outcome}, reason = ${answer.reason}, list_at = ${answer.listAt}, number_hash = ${answer.numberHash},
      code_hash = ${answer.codeHash}, answered_at = ${answer.at}
    where id = ${id} and fetched_at is not null and answered_at is null and expires_at > ${answer.at}`)) === 1;
/** Counts a number that an officer enters before it is looked at; false where none may be entered any more. */
export const countNumber = async (q: Queryable, id: string, most: number): Promise<boolean> =>
  (await q.run(sql`
    update check_request set tries = tries + 1 where id = ${id} and answered_at is not null and seen_at is null and tries < ${most}`)) ===
  1;
export async function markSeen(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`update check_request set seen_at = ${at} where id = ${id} and seen_at is null`);
}
