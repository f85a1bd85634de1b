import type { Clock } from "./clock.ts";
import type { Queryable } from "./db/queryable.ts";
import { json, sql } from "./db/sql.ts";
import { auditLedger } from "./ledger/definition.ts";
import { brokenLink, genesis, type LedgerHead, type StoredEntry } from "./ledger/digest.ts";
import { nextEntry } from "./ledger/ledger.ts";
import { currentTrace } from "./trace.ts";

/** Who did what to what. Never personal data beyond an opaque subject reference. */
export type AuditEntry = { actor: string; action: string; target: string; detail?: Record<string, unknown> };

/** An entry as read; `fault` says why it does not follow from the previous one. */
export type AuditRecord = {
  seq: number;
  at: string;
  actor: string;
  action: string;
  target: string;
  detail: Record<string, unknown>;
  fault: string | null;
};

/** Appends to the schema's chain; the row lock on the head makes writers take turns. */
export async function appendAudit(q: Queryable, clock: Clock, entry: AuditEntry): Promise<void> {
  const head = await q.one<LedgerHead>(sql`select seq, hash from kernel_audit_head where only_one for update`);
  const { actor, action, target, detail = {} } = entry;
  const data = { target, traceId: currentTrace()?.traceId ?? null, detail };
  const place = { ledger: auditLedger.name, stream: "" };
  const next = nextEntry(place, head ?? genesis, { at: clock.now().toISOString(), actor, type: action, data });
  const { traceId } = data;
  await q.run(sql`
    with head as (update kernel_audit_head set seq = ${next.seq}, hash = ${next.hash} where only_one)
    insert into kernel_audit (seq, at, actor, action, target, detail, trace_id, digest, prev_hash, hash)
    values (${next.seq}, ${next.at}, ${actor}, ${action}, ${target}, ${json(detail)}, ${traceId}, ${next.digest}, ${next.prev_hash}, ${next.hash})`);
}

type AuditRow = Omit<AuditRecord, "fault"> & Pick<StoredEntry, "digest" | "prev_hash" | "hash"> & { trace_id: string | null };

/** A page of the chain, newest first; each entry is checked against the previous one. */
export async function readAudit(q: Queryable, before: number | undefined, limit: number): Promise<AuditRecord[]> {
  const rows = await q.rows<AuditRow>(sql`
    select seq, at, actor, action, target, detail, trace_id, digest, prev_hash, hash from kernel_audit
    where ${before ?? null}::bigint is null or seq < ${before ?? null} order by seq desc limit ${limit + 1}`);
  return rows.slice(0, limit).map((row, index) => {
    const { seq, at, actor, action, target, detail, trace_id: traceId } = row;
    const entry: StoredEntry = { ...row, type: action, data: { target, traceId, detail } };
    const place = { ledger: auditLedger.name, stream: "" };
    const fault = brokenLink(place, auditLedger.first, rows[index + 1] ?? genesis, entry) ?? null;
    return { seq, at, actor, action, target, detail, fault };
  });
}
