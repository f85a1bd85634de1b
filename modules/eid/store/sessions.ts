import { type Queryable, sql } from "@troad/kernel";
import type { Method } from "../domain/methods.ts";

export type SessionRow = { id_hash: string; subject: string; method: Method; created_at: string; expires_at: string };

export async function insertSession(q: Queryable, row: SessionRow): Promise<void> {
  await q.run(sql`
    insert into session (id_hash, subject, method, created_at, expires_at)
    values (${row.id_hash}, ${row.subject}, ${row.method}, ${row.created_at}, ${row.expires_at})`);
}

export const findSession = (q: Queryable, idHash: string, now: string): Promise<SessionRow | undefined> =>
  q.one<SessionRow>(sql`select * from session where id_hash = ${idHash} and expires_at > ${now}`);

export async function deleteSession(q: Queryable, idHash: string): Promise<void> {
  await q.run(sql`delete from session where id_hash = ${idHash}`);
}
