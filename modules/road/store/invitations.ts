import { type Queryable, sql } from "@troad/kernel";

export type InvitationRow = {
  id: string;
  member: string;
  agency: string;
  server: string;
  /** SHA-256 of the secret: the key of the proof that the enrolling process knows it. */
  secret_hash: Buffer;
  expires: string;
};

export async function insertInvitation(q: Queryable, at: string, actor: string, row: InvitationRow): Promise<void> {
  await q.run(sql`
    insert into invitation (id, at, member, agency, server, secret_hash, expires, actor)
    values (${row.id}, ${at}, ${row.member}, ${row.agency}, ${row.server}, ${row.secret_hash}, ${row.expires}, ${actor})`);
}

export const findInvitation = (q: Queryable, id: string): Promise<InvitationRow | undefined> =>
  q.one<InvitationRow>(sql`select id, member, agency, server, secret_hash, expires from invitation where id = ${id}`);

/** Notes the key for which an invitation is used; false where it was used for another one. */
export async function useInvitation(q: Queryable, at: string, id: string, publicKey: Buffer): Promise<boolean> {
  await q.run(sql`
    insert into invitation_use (invitation, at, public_key) values (${id}, ${at}, ${publicKey}) on conflict do nothing`);
  const used = await q.one<{ public_key: Buffer }>(sql`select public_key from invitation_use where invitation = ${id}`);
  return used?.public_key.equals(publicKey) ?? false;
}
