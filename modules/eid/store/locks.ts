import { type Queryable, sql } from "@troad/kernel";

/** Whether a person's identity is locked, and since when it is as it is (long ago: never changed). */
export async function lockStateOf(q: Queryable, subject: string): Promise<{ locked: boolean; since: string }> {
  const row = await q.one<{ action: string; at: string }>(
    sql`select action, at from identity_lock where subject = ${subject} order by seq desc limit 1`,
  );
  return { locked: row?.action === "lock", since: row?.at ?? "1970-01-01T00:00:00.000Z" };
}

/** Changes of one identity happen one after another. */
export async function lockChanges(q: Queryable, subject: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(${`identity:${subject}`}))`);
}

export async function insertLock(
  q: Queryable,
  subject: string,
  action: "lock" | "unlock",
  actor: string,
  at: string,
): Promise<void> {
  await q.run(sql`insert into identity_lock (subject, action, actor, at) values (${subject}, ${action}, ${actor}, ${at})`);
}

export type RecoveryRow = {
  id: string;
  subject: string;
  credential: string;
  at: string;
  ready_at: string;
  state: "waiting" | "cancelled" | "used";
};

/** False where one waits already. */
export const insertRecovery = async (q: Queryable, row: Omit<RecoveryRow, "state">): Promise<boolean> =>
  (await q.run(sql`
    insert into recovery (id, subject, credential, at, ready_at, state)
    values (${row.id}, ${row.subject}, ${row.credential}, ${row.at}, ${row.ready_at}, 'waiting') on conflict do nothing`)) === 1;

export const waitingRecovery = (q: Queryable, subject: string): Promise<RecoveryRow | undefined> =>
  q.one<RecoveryRow>(sql`select * from recovery where subject = ${subject} and state = 'waiting'`);

export const cancelRecovery = async (q: Queryable, subject: string): Promise<boolean> =>
  (await q.run(sql`update recovery set state = 'cancelled' where subject = ${subject} and state = 'waiting'`)) === 1;

/** Uses a recovery that has waited long enough, by the device that asked for it; true once. */
export const useRecovery = async (q: Queryable, subject: string, credential: string, now: string): Promise<boolean> =>
  (await q.run(sql`
    update recovery set state = 'used'
    where subject = ${subject} and credential = ${credential} and state = 'waiting' and ready_at <= ${now}`)) === 1;
