import { json, type Queryable, sql } from "@troad/kernel";
import type { Method, Proof } from "../domain/methods.ts";

export type Purpose = "card" | "passkey-sign-in" | "passkey-add" | "mandate" | "documents" | "phone" | "code";
export type ChallengeRow = {
  id: string;
  purpose: Purpose;
  nonce: string;
  interaction: string | null;
  subject: string | null;
  method: Method | null;
  credential: string | null;
  about: unknown;
  expires_at: string;
  used_at: string | null;
};

export async function insertChallenge(
  q: Queryable,
  row: Omit<ChallengeRow, "interaction" | "method" | "credential" | "used_at">,
): Promise<void> {
  await q.run(sql`
    insert into challenge (id, purpose, nonce, subject, about, expires_at)
    values (${row.id}, ${row.purpose}, ${row.nonce}, ${row.subject}, ${json(row.about)}, ${row.expires_at})`);
}

export const findChallenge = (q: Queryable, id: string, purpose: Purpose): Promise<ChallengeRow | undefined> =>
  q.one<ChallengeRow>(sql`select * from challenge where id = ${id} and purpose = ${purpose}`);

/** Uses up a challenge; false if it was used before. */
export const useChallenge = async (q: Queryable, id: string, at: string): Promise<boolean> =>
  (await q.run(sql`update challenge set used_at = ${at} where id = ${id} and used_at is null`)) === 1;

/** Records who answered the challenge, for the authorization request that the answer named. */
export async function answerChallenge(q: Queryable, id: string, proof: Proof, interaction: string): Promise<void> {
  await q.run(
    sql`
      update challenge set subject = ${proof.subject}, method = ${proof.method}, credential = ${proof.credential}, interaction = ${interaction}
      where id = ${id}`,
  );
}

/** The person who proved their identity for an authorization request; given out once. */
export async function takeAnswer(q: Queryable, id: string, interaction: string, now: string): Promise<Proof | undefined> {
  return q.one<Proof>(sql`
    update challenge set interaction = null
    where id = ${id} and interaction = ${interaction} and purpose in ('card', 'documents') and subject is not null and method is not null
      and credential is not null and expires_at > ${now}
    returning subject, method, credential`);
}

/** Proofs of a person that wait to be taken are worth nothing any more. */
export async function endAnswers(q: Queryable, subject: string): Promise<void> {
  await q.run(sql`delete from challenge where subject = ${subject}`);
}

/** Keeps the answer to a question of a sign-in until that sign-in takes it. */
export async function storeAnswer(q: Queryable, id: string, interaction: string, about: object): Promise<void> {
  await q.run(sql`update challenge set about = ${json(about)}, interaction = ${interaction} where id = ${id}`);
}

export const takeTicket = (
  q: Queryable,
  id: string,
  purpose: Purpose,
  interaction: string,
  now: string,
): Promise<ChallengeRow | undefined> =>
  q.one<ChallengeRow>(sql`
    update challenge set interaction = null
    where id = ${id} and purpose = ${purpose} and interaction = ${interaction} and used_at is not null and expires_at > ${now} returning *`);
