import { type Queryable, sql } from "@troad/kernel";

export type Place = { seq: number; failures: number; nextAt: string | null };

export const placeOf = (q: Queryable, name: string): Promise<Place | undefined> =>
  q.one<Place>(sql`select seq, failures, next_at as "nextAt" from place where name = ${name}`);

export async function putPlace(q: Queryable, name: string, { seq, failures, nextAt }: Place): Promise<void> {
  await q.run(sql`
    insert into place (name, seq, failures, next_at) values (${name}, ${seq}, ${failures}, ${nextAt})
    on conflict (name) do update set seq = excluded.seq, failures = excluded.failures, next_at = excluded.next_at`);
}

type Reaction = { received: number; step: number; outcome: string; exchangeId: string | null; at: string };

export async function insertReaction(q: Queryable, { received, step, outcome, exchangeId, at }: Reaction): Promise<void> {
  await q.run(sql`
    insert into reaction (received, step, outcome, exchange_id, at) values (${received}, ${step}, ${outcome}, ${exchangeId}, ${at})
    on conflict on constraint reaction_once do nothing`);
}

export const stepsDone = async (q: Queryable, received: number): Promise<number[]> =>
  (await q.rows<{ step: number }>(sql`select step from reaction where received = ${received}`)).map(({ step }) => step);
