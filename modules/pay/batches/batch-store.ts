import { json, type Queryable, sql } from "@troad/kernel";
import type { Purpose } from "../api.ts";

export type Batch = {
  id: string;
  key: string;
  msgId: string;
  agency: string;
  purpose: Purpose;
  day: string;
  count: number;
  sum: number;
  openedAt: string;
  sealedAt: string | null;
  sentAt: string | null;
  digest: string | null;
};
export type BatchLine = { key: string; amount: number; name: string; account: string; text: string };
export type StoredLine = BatchLine & { line: number; endToEndId: string };

export async function insertBatch(q: Queryable, row: Omit<Batch, "sealedAt" | "sentAt" | "digest">): Promise<void> {
  await q.run(sql`
    insert into batch (id, key, msg_id, agency, purpose, execution_day, count, sum, opened_at)
    values (${row.id}, ${row.key}, ${row.msgId}, ${row.agency}, ${json(row.purpose)}, ${row.day}, ${row.count}, ${row.sum}, ${row.openedAt})
    on conflict (key) do nothing`);
}

export const findBatch = (q: Queryable, by: { key?: string; id?: string; msgId?: string }): Promise<Batch | undefined> =>
  q.one<Batch>(sql`
    select b.id, b.key, b.msg_id as "msgId", b.agency, b.purpose, b.execution_day as day, b.count, b.sum::float8 as sum,
      b.opened_at as "openedAt", s.at as "sealedAt", f.at as "sentAt", encode(f.digest, 'hex') as digest
    from batch b left join batch_seal s on s.batch = b.id left join batch_file f on f.batch = b.id
    where b.key = ${by.key ?? null} or b.id = ${by.id ?? null}::uuid or b.msg_id = ${by.msgId ?? null}`);

/** One at a time works on a batch. */
export async function lockBatch(q: Queryable, id: string): Promise<Batch | undefined> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`batch ${id}`}, 0))`);
  return findBatch(q, { id });
}

/** Adds lines; those that are there already, by their key, stay as they are. Gives how many were added. */
export const insertLines = (q: Queryable, batch: string, lines: readonly StoredLine[]): Promise<number> =>
  q.run(sql`
    insert into batch_line (batch, line, key, end_to_end_id, amount, name, account, text)
    select ${batch}, l.line, l.key, l."endToEndId", l.amount, l.name, l.account, l.text
    from jsonb_to_recordset(${json(lines)}::jsonb)
      as l (line integer, key text, "endToEndId" text, amount bigint, name text, account text, text text)
    on conflict do nothing`);

/** Lines of other batches, or of other content, that were asked for under the same numbers or keys. */
export const differingLines = (q: Queryable, batch: string, lines: readonly StoredLine[]): Promise<{ key: string }[]> =>
  q.rows<{ key: string }>(sql`
    select l.key from jsonb_to_recordset(${json(lines)}::jsonb) as l (line integer, key text, amount bigint, account text)
      left join batch_line k on k.key = l.key
    where k.key is null or k.batch <> ${batch} or k.line <> l.line or k.amount <> l.amount or k.account <> l.account limit 1`);

export const totalsOf = (q: Queryable, batch: string): Promise<{ count: number; sum: number } | undefined> =>
  q.one<{ count: number; sum: number }>(sql`
    select count(*)::integer as count, coalesce(sum(amount), 0)::float8 as sum from batch_line where batch = ${batch}`);

export async function sealBatch(q: Queryable, batch: string, at: string): Promise<boolean> {
  return (await q.run(sql`insert into batch_seal (batch, at) values (${batch}, ${at}) on conflict do nothing`)) > 0;
}

export async function markSent(q: Queryable, batch: string, digest: Uint8Array, at: string): Promise<void> {
  await q.run(sql`insert into batch_file (batch, digest, at) values (${batch}, ${digest}, ${at}) on conflict do nothing`);
}

export const linesAfter = (q: Queryable, batch: string, after: number, limit: number): Promise<StoredLine[]> =>
  q.rows<StoredLine>(sql`
    select line, key, end_to_end_id as "endToEndId", amount::float8 as amount, name, account, text
    from batch_line where batch = ${batch} and line > ${after} order by line limit ${limit}`);

export type Silent = { id: string; msgId: string; agency: string; count: number; sum: number; sentAt: string };
/** Batches that the bank has had since before `until` without any word. */
export const silentSince = (q: Queryable, until: string, limit: number): Promise<Silent[]> =>
  q.rows<Silent>(sql`
    select b.id, b.msg_id as "msgId", b.agency, b.count, b.sum::float8 as sum, f.at as "sentAt"
    from batch_file f join batch b on b.id = f.batch
    where f.at < ${until} and not exists (select from batch_answer a where a.batch = b.id)
      and not exists (select from line_state s where s.batch = b.id)
    order by f.at limit ${limit}`);

export type Outcome = { no: number; key: string; state: "rejected" | "arrived" | "returned"; reason: string | null; at: string };
export const outcomesAfter = (q: Queryable, batch: string, after: number, limit: number): Promise<Outcome[]> =>
  q.rows<Outcome>(sql`
    select s.no, l.key, s.state, s.reason, s.at from line_state s join batch_line l on l.batch = s.batch and l.line = s.line
    where s.batch = ${batch} and s.no > ${after} order by s.no limit ${limit}`);
