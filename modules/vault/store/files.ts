import { type Queryable, sql } from "@troad/kernel";

export type FileRow = {
  id: string;
  size: number;
  pieces: number;
  arrived: number;
  key: string;
  name: string;
  stored_at: string | null;
};
export type NewFile = Pick<FileRow, "id" | "size" | "pieces" | "key" | "name"> & {
  vault: string;
  sealed_size: number;
  begun_at: string;
};

/** What a vault holds and what is on the way into it. */
export const sizeOfVault = async (q: Queryable, vault: string): Promise<{ files: number; bytes: number }> =>
  (await q.one<{ files: number; bytes: number }>(sql`
    select count(*)::int as files, coalesce(sum(sealed_size), 0)::float8 as bytes from vault_file where vault = ${vault}`))!;

export const insertFile = (q: Queryable, row: NewFile): Promise<number> =>
  q.run(sql`
    insert into vault_file (id, vault, size, sealed_size, pieces, key, name, begun_at)
    values (${row.id}, ${row.vault}, ${row.size}, ${row.sealed_size}, ${row.pieces}, ${row.key}, ${row.name}, ${row.begun_at})
    on conflict do nothing`);

export const fileOf = (q: Queryable, vault: string, id: string): Promise<FileRow | undefined> =>
  q.one<FileRow>(sql`
    select id, size::float8 as size, pieces, arrived, key, name, stored_at from vault_file where id = ${id} and vault = ${vault}`);

export const storedFiles = (q: Queryable, vault: string, limit: number): Promise<FileRow[]> =>
  q.rows<FileRow>(sql`
    select id, size::float8 as size, pieces, arrived, key, name, stored_at from vault_file
    where vault = ${vault} and stored_at is not null order by stored_at desc, id limit ${limit}`);

export async function insertPiece(q: Queryable, file: string, seq: number, bytes: Buffer): Promise<void> {
  await q.run(sql`insert into vault_piece (file, seq, bytes) values (${file}, ${seq}, ${bytes})`);
  await q.run(sql`update vault_file set arrived = arrived + 1 where id = ${file}`);
}

export const pieceOf = async (q: Queryable, file: string, seq: number): Promise<Buffer | undefined> =>
  (await q.one<{ bytes: Buffer }>(sql`select bytes from vault_piece where file = ${file} and seq = ${seq}`))?.bytes;

export const storeFile = (q: Queryable, id: string, at: string): Promise<number> =>
  q.run(sql`update vault_file set stored_at = ${at} where id = ${id} and arrived = pieces and stored_at is null`);

export const deleteFile = (q: Queryable, vault: string, id: string): Promise<number> =>
  q.run(sql`delete from vault_file where id = ${id} and vault = ${vault}`);

export const deleteAbandoned = (q: Queryable, before: string): Promise<number> =>
  q.run(sql`delete from vault_file where stored_at is null and begun_at < ${before}`);
