import { type Queryable, sql, type Tx } from "@troad/kernel";

export type VaultRow = { id: string; turn: number; salt: string; public_key: string; signer: string };
export type WrapRow = { id: string; kind: "passkey" | "recovery"; credential: string | null; box: string; made_at: string };
type NewWrap = WrapRow & { vault: string };

export const vaultOf = (q: Queryable, subject: string): Promise<VaultRow | undefined> =>
  q.one<VaultRow>(sql`select id, turn, salt, public_key, signer from vault where subject = ${subject}`);

/** The same, held until the end of the transaction: limits and turns are counted for one after another. */
export const lockVault = (tx: Tx, subject: string): Promise<VaultRow | undefined> =>
  tx.one<VaultRow>(sql`select id, turn, salt, public_key, signer from vault where subject = ${subject} for update`);

export const insertVault = (q: Queryable, row: Omit<VaultRow, "turn"> & { subject: string; made_at: string }): Promise<number> =>
  q.run(sql`
    insert into vault (id, subject, salt, public_key, signer, made_at)
    values (${row.id}, ${row.subject}, ${row.salt}, ${row.public_key}, ${row.signer}, ${row.made_at}) on conflict do nothing`);

export const takeTurn = (q: Queryable, id: string, turn: number): Promise<number> =>
  q.run(sql`update vault set turn = turn + 1 where id = ${id} and turn = ${turn}`);

export const deleteVault = (q: Queryable, subject: string): Promise<number> =>
  q.run(sql`delete from vault where subject = ${subject}`);

export const wrapsOf = (q: Queryable, vault: string): Promise<WrapRow[]> =>
  q.rows<WrapRow>(sql`
    select id, kind, credential, box, made_at from vault_wrap where vault = ${vault} order by made_at, id limit 20`);

export const insertWrap = (q: Queryable, row: NewWrap): Promise<number> =>
  q.run(sql`
    insert into vault_wrap (id, vault, kind, credential, box, made_at)
    values (${row.id}, ${row.vault}, ${row.kind}, ${row.credential}, ${row.box}, ${row.made_at}) on conflict do nothing`);

export const deleteRecovery = (q: Queryable, vault: string): Promise<number> =>
  q.run(sql`delete from vault_wrap where vault = ${vault} and kind = 'recovery'`);

export const deletePasskey = (q: Queryable, vault: string, id: string): Promise<number> =>
  q.run(sql`delete from vault_wrap where vault = ${vault} and id = ${id} and kind = 'passkey'`);
