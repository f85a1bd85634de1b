import type { Role } from "@troad/eid/api";
import { json, type Queryable, sql } from "@troad/kernel";

export type SessionRow = {
  id_hash: string;
  subject: string;
  name: string;
  national_id: string | null;
  roles: Role[];
  id_token: string;
  /** The sign-in at the eID. */
  sign_in: string;
  created_at: string;
  expires_at: string;
};
export async function insertSession(q: Queryable, row: SessionRow): Promise<void> {
  await q.run(sql`
    insert into session (id_hash, subject, name, national_id, roles, id_token, sign_in, created_at, expires_at)
    values (${row.id_hash}, ${row.subject}, ${row.name}, ${row.national_id}, ${json(row.roles)}, ${row.id_token}, ${row.sign_in},
      ${row.created_at}, ${row.expires_at})`);
}

export const findSession = (q: Queryable, idHash: string, now: string): Promise<SessionRow | undefined> =>
  q.one<SessionRow>(sql`select * from session where id_hash = ${idHash} and expires_at > ${now}`);

export async function extendSession(q: Queryable, idHash: string, until: string): Promise<void> {
  await q.run(sql`update session set expires_at = ${until} where id_hash = ${idHash}`);
}

export const deleteSession = (q: Queryable, idHash: string): Promise<SessionRow | undefined> =>
  q.one<SessionRow>(sql`delete from session where id_hash = ${idHash} returning *`);

export const purgeSessions = (q: Queryable, now: string): Promise<number> =>
  q.run(sql`delete from session where expires_at < ${now}`);
