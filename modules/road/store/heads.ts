import { type AnchoredRecord, type CheckReport, type HeadRecord, json, type Queryable, sql } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

type Row = { record: HeadRecord; leaf_index: number };
const anchored = ({ record, leaf_index: leafIndex }: Row): AnchoredRecord => ({ record, leafIndex });

export async function findHead(q: Queryable, schema: string, no: number): Promise<AnchoredRecord | undefined> {
  const row = await q.one<Row>(sql`select record, leaf_index from head_record where schema = ${schema} and no = ${no}`);
  return row && anchored(row);
}

export async function lastHead(q: Queryable, schema: string): Promise<AnchoredRecord | undefined> {
  const row = await q.one<Row>(sql`select record, leaf_index from head_record where schema = ${schema} order by no desc limit 1`);
  return row && anchored(row);
}

export const headsAfter = async (q: Queryable, schema: string, after: number, limit: number): Promise<AnchoredRecord[]> =>
  (
    await q.rows<Row>(
      sql`select record, leaf_index from head_record where schema = ${schema} and no > ${after} order by no limit ${limit}`,
    )
  ).map(anchored);

/** False when a record of that number is there. */
export async function insertHead(q: Queryable, record: HeadRecord, leafIndex: number, at: string): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into head_record (schema, no, record, leaf_index, at)
    values (${record.schema}, ${record.no}, ${json(record)}, ${leafIndex}, ${at}) on conflict do nothing`);
  return inserted > 0;
}

export async function storeCheck(q: Queryable, report: CheckReport): Promise<void> {
  await q.run(sql`
    insert into ledger_check (schema, report) values (${report.schema}, ${json(report)})
    on conflict (schema) do update set report = excluded.report`);
}

export type LedgerRow = { schema: string; record: HeadRecord | null; leaf_index: number | null; report: CheckReport | null };

/** Each schema that published or was checked: its newest record and its last check. */
export const listLedgers = (q: Queryable): Promise<LedgerRow[]> =>
  q.rows<LedgerRow>(sql`
    select coalesce(h.schema, c.schema) as schema, h.record, h.leaf_index, c.report
    from (select distinct on (schema) schema, record, leaf_index from head_record order by schema, no desc) h
    full join ledger_check c on c.schema = h.schema order by 1 limit 1000`);

export type LeafRow = { place: number; leaf_index: number; record: TransferRecord; salt: Buffer };

/** Transfers in the order in which they were stored. */
export const transfersAfter = (q: Queryable, place: number, limit: number): Promise<LeafRow[]> =>
  q.rows<LeafRow>(
    sql`select seq as place, leaf_index, record, salt from transfer where seq > ${place} order by seq limit ${limit}`,
  );

/** Records of all schemas in the order of their leaves. */
export const headsByLeaf = (q: Queryable, leafIndex: number, limit: number): Promise<Row[]> =>
  q.rows<Row>(sql`select record, leaf_index from head_record where leaf_index > ${leafIndex} order by leaf_index limit ${limit}`);

/** How far transfers and head records have come. */
export async function newestRows(q: Queryable): Promise<{ transfer: number; leaf: number }> {
  const row = await q.one<{ transfer: number | null; leaf: number | null }>(
    sql`select (select max(seq) from transfer) as transfer, (select max(leaf_index) from head_record) as leaf`,
  );
  return { transfer: row?.transfer ?? 0, leaf: row?.leaf ?? -1 };
}
