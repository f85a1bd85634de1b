import { textArray } from "../db/arrays.ts";
import type { Queryable } from "../db/queryable.ts";
import { json, sql } from "../db/sql.ts";
import type { HeadRecord, PublishedHead } from "./record.ts";

export type Publication = { no: number; record: HeadRecord; edge: string[] };

export const lastPublication = (q: Queryable): Promise<(Publication & { leaf_index: number | null }) | undefined> =>
  q.one(sql`
    select p.no, p.record, p.edge, l.leaf_index from kernel_publication p left join kernel_publication_leaf l on l.no = p.no
    order by p.no desc limit 1`);

/** Publications after `no`, oldest first. */
export const publicationsAfter = (q: Queryable, no: number, limit: number): Promise<Publication[]> =>
  q.rows<Publication>(sql`select no, record, edge from kernel_publication where no > ${no} order by no limit ${limit}`);

/** Leaf numbers of publications after `no` that are in the public log, oldest first. */
export const leavesAfter = (q: Queryable, no: number, limit: number): Promise<{ no: number; leaf_index: number }[]> =>
  q.rows(sql`select no, leaf_index from kernel_publication_leaf where no > ${no} order by no limit ${limit}`);

export const headsOfPublications = (
  q: Queryable,
  from: number,
  to: number,
): Promise<(PublishedHead & { place: number; publication: number })[]> =>
  q.rows(sql`
    select place, publication, ledger, stream, seq, hash from kernel_published_head
    where publication between ${from} and ${to} order by publication, place`);

/** Heads that moved since they were last published. The audit's head has its own table, which is written to most often. */
export async function pendingHeads(q: Queryable, limit: number): Promise<PublishedHead[]> {
  const audit = await q.one<PublishedHead>(sql`
    select 'audit' as ledger, '' as stream, h.seq, h.hash from kernel_audit_head h
    where h.only_one and h.seq > coalesce((select max(seq) from kernel_published_head where ledger = 'audit' and stream = ''), 0)`);
  const moved = await q.rows<PublishedHead>(sql`
    select ledger, stream, seq, hash from kernel_ledger_head h where seq > published_seq and not exists (
      select 1 from kernel_published_head p where p.ledger = h.ledger and p.stream = h.stream and p.seq = h.seq)
    order by ledger, stream limit ${limit}`);
  return audit ? [audit, ...moved] : moved;
}

/** Stores a publication with its heads; `place` is the position of the first of them in the tree. */
export async function insertPublication(
  q: Queryable,
  publication: Publication,
  heads: readonly PublishedHead[],
  place: number,
): Promise<void> {
  const { no, record, edge } = publication;
  await q.run(sql`insert into kernel_publication (no, record, edge) values (${no}, ${json(record)}, ${edge})`);
  const column = (of: (head: PublishedHead) => string): Buffer => textArray(heads.map(of));
  const ledgers = column(({ ledger }) => ledger);
  const streams = column(({ stream }) => stream);
  const hashes = column(({ hash }) => hash);
  const seqs = heads.map(({ seq }) => seq);
  await q.run(sql`
    insert into kernel_published_head (place, publication, ledger, stream, seq, hash)
    select ${place}::bigint + n - 1, ${no}::bigint, ledger, stream, seq, hash
    from unnest(${ledgers}::text[], ${streams}::text[], ${seqs}::bigint[], ${hashes}::text[]) with ordinality
      as h (ledger, stream, seq, hash, n)`);
  await q.run(sql`
    update kernel_ledger_head h set published_seq = p.seq
    from unnest(${ledgers}::text[], ${streams}::text[], ${seqs}::bigint[]) as p (ledger, stream, seq)
    where h.ledger = p.ledger and h.stream = p.stream and h.published_seq < p.seq`);
}

export async function insertLeaf(q: Queryable, no: number, leafIndex: number, at: string): Promise<void> {
  await q.run(
    sql`insert into kernel_publication_leaf (no, leaf_index, at) values (${no}, ${leafIndex}, ${at}) on conflict (no) do nothing`,
  );
}
