import { hash } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Queryable } from "./db/queryable.ts";
import { json, sql } from "./db/sql.ts";
import { currentTrace } from "./trace.ts";

/** Who did what to what. Never personal data beyond an opaque subject reference. */
export type AuditEntry = { actor: string; action: string; target: string; detail?: Record<string, unknown> };

export type AuditRecord = {
  seq: number;
  at: string;
  actor: string;
  action: string;
  target: string;
  detail: unknown;
  trace_id: string | null;
  prev_hash: string;
  hash: string;
};

const genesis = "0".repeat(64);

/** SHA-256 over the previous hash and the fields, as one JSON array: no two entries share a serialisation. */
export function chainHash(previous: string, record: Omit<AuditRecord, "hash" | "prev_hash">): string {
  return hash(
    "sha256",
    JSON.stringify([
      previous,
      record.seq,
      record.at,
      record.actor,
      record.action,
      record.target,
      record.trace_id,
      canonical(record.detail),
    ]),
  );
}

/** JSON with sorted keys: jsonb does not keep the order in which keys were written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object") return value ?? null;
  return Object.entries(value as object)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)]);
}

/** Appends to the schema's chain; the row lock on the head makes writers take turns. */
export async function appendAudit(q: Queryable, clock: Clock, entry: AuditEntry): Promise<void> {
  const head = await q.one<{ seq: number; hash: string }>(sql`select seq, hash from kernel_audit_head where only_one for update`);
  const record = {
    seq: (head?.seq ?? 0) + 1,
    at: clock.now().toISOString(),
    actor: entry.actor,
    action: entry.action,
    target: entry.target,
    detail: entry.detail ?? {},
    trace_id: currentTrace()?.traceId ?? null,
  };
  const previous = head?.hash ?? genesis;
  const own = chainHash(previous, record);
  await q.run(sql`
    insert into kernel_audit (seq, at, actor, action, target, detail, trace_id, prev_hash, hash)
    values (${record.seq}, ${record.at}, ${record.actor}, ${record.action}, ${record.target}, ${json(record.detail)}, ${record.trace_id}, ${previous}, ${own})`);
  await q.run(sql`update kernel_audit_head set seq = ${record.seq}, hash = ${own} where only_one`);
}

/** A page of the chain, newest first. */
export function readAudit(q: Queryable, before: number | undefined, limit: number): Promise<AuditRecord[]> {
  return q.rows<AuditRecord>(sql`
    select seq, at, actor, action, target, detail, trace_id, prev_hash, hash from kernel_audit
    where ${before ?? null}::bigint is null or seq < ${before ?? null} order by seq desc limit ${limit}`);
}

export type AuditCheck = { ok: true; entries: number; head: string } | { ok: false; entries: number; brokenAt: number };

/** Recomputes the whole chain in batches; names the first entry that does not follow. */
export async function checkAudit(q: Queryable): Promise<AuditCheck> {
  let previous = genesis;
  let seq = 0;
  for (;;) {
    const batch = await q.rows<AuditRecord>(sql`
      select seq, at, actor, action, target, detail, trace_id, prev_hash, hash from kernel_audit where seq > ${seq} order by seq limit 1000`);
    for (const record of batch) {
      const { hash: own, prev_hash, ...fields } = record;
      if (record.seq !== seq + 1 || prev_hash !== previous || own !== chainHash(previous, fields))
        return { ok: false, entries: seq, brokenAt: record.seq };
      previous = own;
      seq = record.seq;
    }
    if (batch.length < 1000) break;
  }
  const head = await q.one<{ seq: number; hash: string }>(sql`select seq, hash from kernel_audit_head where only_one`);
  if ((head?.seq ?? 0) !== seq || (head && head.seq > 0 && head.hash !== previous))
    return { ok: false, entries: seq, brokenAt: seq + 1 };
  return { ok: true, entries: seq, head: previous };
}
