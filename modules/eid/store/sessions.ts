import { type Queryable, sql } from "@troad/kernel";
import type { Method } from "../domain/methods.ts";

export type SessionRow = {
  id_hash: string;
  subject: string;
  method: Method;
  sign_in: string;
  created_at: string;
  expires_at: string;
};

export async function insertSession(q: Queryable, row: SessionRow): Promise<void> {
  await q.run(sql`
    insert into session (id_hash, subject, method, sign_in, created_at, expires_at)
    values (${row.id_hash}, ${row.subject}, ${row.method}, ${row.sign_in}, ${row.created_at}, ${row.expires_at})`);
}

export const findSession = (
  q: Queryable,
  idHash: string,
  now: string,
): Promise<(SessionRow & { credential: string }) | undefined> =>
  q.one(sql`
    select s.*, i.credential from session s join sign_in i on i.id = s.sign_in
    where s.id_hash = ${idHash} and s.expires_at > ${now} and i.ended_at is null`);

export const deleteSession = (q: Queryable, idHash: string): Promise<SessionRow | undefined> =>
  q.one<SessionRow>(sql`delete from session where id_hash = ${idHash} returning *`);
