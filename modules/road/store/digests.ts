import { type Queryable, sql } from "@troad/kernel";

export type DigestRow = { digest: string; leaf_index: number };

export const findDigest = (q: Queryable, digest: string): Promise<DigestRow | undefined> =>
  q.one<DigestRow>(sql`select digest, leaf_index from digest_record where digest = ${digest}`);

/** False when the digest is there. */
export const insertDigest = async (q: Queryable, { digest, leaf_index }: DigestRow, at: string): Promise<boolean> =>
  (await q.run(
    sql`insert into digest_record (digest, leaf_index, at) values (${digest}, ${leaf_index}, ${at}) on conflict do nothing`,
  )) > 0;

/** All digests in the order of their leaves. */
export const digestsByLeaf = (q: Queryable, leafIndex: number, limit: number): Promise<DigestRow[]> =>
  q.rows<DigestRow>(
    sql`select digest, leaf_index from digest_record where leaf_index > ${leafIndex} order by leaf_index limit ${limit}`,
  );

export const newestDigest = async (q: Queryable): Promise<number> =>
  (await q.one<{ leaf: number | null }>(sql`select max(leaf_index) as leaf from digest_record`))?.leaf ?? -1;
