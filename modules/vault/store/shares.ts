import { type Queryable, sql } from "@troad/kernel";

export type ShareRow = {
  id: string;
  vault: string;
  file: string | null;
  key: string | null;
  made_at: string;
  expires_at: string;
  most: number | null;
  opened: number;
  ended_at: string | null;
};
export type NewShare = Pick<ShareRow, "id" | "vault" | "made_at" | "expires_at" | "most"> & {
  file: string;
  key: string;
  access_hash: string;
};

export const insertShare = (q: Queryable, row: NewShare): Promise<number> =>
  q.run(sql`
    insert into vault_share (id, vault, file, key, access_hash, made_at, expires_at, most)
    values (${row.id}, ${row.vault}, ${row.file}, ${row.key}, ${row.access_hash}, ${row.made_at}, ${row.expires_at}, ${row.most})
    on conflict do nothing`);

export const sharesOf = (q: Queryable, vault: string, limit: number): Promise<ShareRow[]> =>
  q.rows<ShareRow>(sql`
    select id, vault, file, null as key, made_at, expires_at, most, opened, ended_at from vault_share
    where vault = ${vault} order by made_at desc, id limit ${limit}`);

export const countShares = async (q: Queryable, vault: string): Promise<number> =>
  (await q.one<{ n: number }>(sql`select count(*)::int as n from vault_share where vault = ${vault}`))!.n;

export const shareById = (q: Queryable, id: string): Promise<(ShareRow & { access_hash: string }) | undefined> =>
  q.one<ShareRow & { access_hash: string }>(sql`
    select id, vault, file, key, access_hash, made_at, expires_at, most, opened, ended_at from vault_share where id = ${id}`);

/** Counts one opening, if the link still stands and has one left: of many at once only as many get one. */
export const countOpening = (q: Queryable, id: string, now: string): Promise<number> =>
  q.run(sql`
    update vault_share set opened = opened + 1
    where id = ${id} and ended_at is null and expires_at > ${now} and (most is null or opened < most)`);

export const endShare = (q: Queryable, vault: string, id: string, at: string): Promise<number> =>
  q.run(sql`
    update vault_share set ended_at = ${at}, key = null where id = ${id} and vault = ${vault} and ended_at is null`);

export const endSharesOfFile = (q: Queryable, file: string, at: string): Promise<number> =>
  q.run(sql`update vault_share set ended_at = ${at}, key = null where file = ${file} and ended_at is null`);

export const deleteTickets = (q: Queryable, share: string): Promise<number> =>
  q.run(sql`delete from vault_ticket where share = ${share}`);

export const insertTicket = (q: Queryable, row: { hash: string; share: string; expires_at: string }): Promise<number> =>
  q.run(sql`insert into vault_ticket (hash, share, expires_at) values (${row.hash}, ${row.share}, ${row.expires_at})`);

/** The file that a ticket gives, while its link stands. */
export const fileByTicket = (q: Queryable, share: string, hash: string, now: string): Promise<{ file: string } | undefined> =>
  q.one<{ file: string }>(sql`
    select s.file from vault_ticket t join vault_share s on s.id = t.share
    where t.hash = ${hash} and t.share = ${share} and t.expires_at > ${now}
      and s.ended_at is null and s.expires_at > ${now} and s.file is not null`);

/** Links that are over leave their key at once, and themselves after a while. */
export async function deleteOver(q: Queryable, now: string, before: string): Promise<void> {
  await q.run(sql`delete from vault_ticket where expires_at <= ${now}`);
  await q.run(sql`update vault_share set ended_at = expires_at, key = null where ended_at is null and expires_at <= ${now}`);
  await q.run(sql`delete from vault_share where ended_at < ${before}`);
}
