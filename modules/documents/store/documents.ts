import type { StoredFile } from "@troad/forms";
import { type Queryable, sql, type Tx, textArray } from "@troad/kernel";

export type UploadRow = { id: string; name: string; size: number; pieces: number };

/** Changes of a folder wait for each other: limits are counted over all of it. */
export async function lockFolder(tx: Tx, folder: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${folder}, 1))`);
}

export const sizeOfFolder = async (q: Queryable, folder: string): Promise<{ files: number; bytes: number }> =>
  (await q.one<{ files: number; bytes: number }>(sql`
    select count(*)::int as files, coalesce(sum(size), 0)::int as bytes from document where folder = ${folder}`))!;

export async function insertUpload(
  q: Queryable,
  { id, folder, uploader, name, at }: { id: string; folder: string; uploader: string; name: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into document (id, folder, uploader, name, begun_at) values (${id}, ${folder}, ${uploader}, ${name}, ${at})`);
}

export const findUpload = (q: Queryable, folder: string, id: string): Promise<UploadRow | undefined> =>
  q.one<UploadRow>(sql`
    select id, name, size, pieces from document where id = ${id} and folder = ${folder} and kind is null`);

export async function insertPiece(q: Queryable, id: string, seq: number, bytes: Buffer): Promise<void> {
  await q.run(sql`insert into document_piece (document, seq, bytes) values (${id}, ${seq}, ${bytes})`);
  await q.run(sql`update document set size = size + ${bytes.length}, pieces = pieces + 1 where id = ${id}`);
}

export const readPiece = async (q: Queryable, folder: string, id: string, seq: number): Promise<Buffer | undefined> =>
  (
    await q.one<{ bytes: Buffer }>(sql`
      select p.bytes from document_piece p join document d on d.id = p.document
      where d.id = ${id} and d.folder = ${folder} and p.seq = ${seq}`)
  )?.bytes;

export const storeDocument = (
  q: Queryable,
  { id, name, type, sha256 }: Pick<StoredFile, "id" | "name" | "type" | "sha256">,
): Promise<number> =>
  q.run(sql`update document set name = ${name}, kind = ${type}, sha256 = ${sha256} where id = ${id} and kind is null`);

type StoredRow = StoredFile & { pieces: number };

export const listDocuments = (q: Queryable, folder: string, limit: number): Promise<StoredFile[]> =>
  q.rows<StoredFile>(sql`
    select id, name, kind as type, size, sha256 from document
    where folder = ${folder} and kind is not null order by id limit ${limit}`);

export const findDocument = (q: Queryable, folder: string, id: string): Promise<StoredRow | undefined> =>
  q.one<StoredRow>(sql`
    select id, name, kind as type, size, sha256, pieces from document
    where id = ${id} and folder = ${folder} and kind is not null`);

export const deleteUnnamed = (q: Queryable, folder: string, id: string): Promise<number> =>
  q.run(sql`delete from document where id = ${id} and folder = ${folder} and rule is null`);

export const deleteFolder = (q: Queryable, folder: string): Promise<number> =>
  q.run(sql`delete from document where folder = ${folder} and rule is null`);

type Keeping = { folder: string; named: readonly string[]; rule: string; until: string | null; waits?: boolean };

/** What the case does not name goes, unless it waits for more; what it names is kept under the rule until the day. */
export async function keepNamed(q: Queryable, { folder, named, rule, until, waits }: Keeping): Promise<void> {
  const ids = textArray([...named]);
  if (!waits)
    await q.run(sql`
      delete from document where folder = ${folder} and rule is null and kind is not null and id <> all (${ids}::text[]::uuid[])`);
  await q.run(sql`
    update document set rule = ${rule}, erase_after = ${until}
    where folder = ${folder} and kind is not null and id = any (${ids}::text[]::uuid[])`);
}

export const deleteAbandoned = (q: Queryable, before: string): Promise<number> =>
  q.run(sql`delete from document where kind is null and begun_at < ${before}`);

/** Erases documents whose last day is over, and leaves what proves it; gives their ids. */
export const eraseOverdue = (q: Queryable, today: string, limit: number): Promise<{ document: string; rule: string }[]> =>
  q.rows<{ document: string; rule: string }>(sql`
    with gone as (
      delete from document where id in (
        select id from document where erase_after < ${today} order by erase_after limit ${limit} for update skip locked)
      returning id, folder, sha256, rule, erase_after)
    insert into document_erasure (document, folder, sha256, rule, erase_after, erased_on)
    select id, folder, sha256, rule, erase_after, ${today} from gone returning document, rule`);
