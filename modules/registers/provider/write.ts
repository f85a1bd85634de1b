import { instant, type Tx } from "@troad/kernel";
import { registerFailure } from "../domain/errors.ts";
import { nextBusinessNumber } from "../domain/key.ts";
import type { Register } from "../domain/register.ts";
import { changedField, parseWrite, type WriteRequest, writeHash } from "../domain/write-request.ts";
import { findWrite, insertKey, insertVersion, insertWrite, lastSerial, newestVersion, waitForWriters } from "../store/writes.ts";
import type { LookupContext, MessageHeaders } from "./find.ts";

/** The record that a write made or changed: its key, which may be one that the register gave, and its version. */
export type WriteAnswer = { key: string; version: number; at: string };

/**
 * Writes a new version of a record, by an access right that names writing and the fields. All of it is one transaction: a refusal changes
 * nothing, and the same write again gets the answer of its first time.
 */
export function write(
  context: Pick<LookupContext, "db" | "clock">,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<WriteAnswer> {
  const { request, right } = parseWrite(body, register, message.right);
  const { consumer, messageId: exchangeId, agreement } = message;
  return context.db.tx(async (tx) => {
    await waitForWriters(tx, register.id);
    const known = { register: register.id, consumer, writeKey: request.writeKey };
    const done = await findWrite(tx, known);
    const requestHash = writeHash(request);
    if (done && done.requestHash !== requestHash) throw registerFailure("write.key-used");
    if (done) return { key: done.subject, version: done.version, at: done.at };
    const subject = await subjectOf(tx, register, request);
    const before = await newestVersion(tx, register.id, subject);
    if (request.create && before) throw registerFailure("record.exists");
    if (!request.create && !before) throw registerFailure("record.unknown");
    const changed = before && changedField(before.data, request.expect);
    if (changed !== undefined) throw registerFailure("record.changed", { field: changed });
    const at = laterThan(before?.recordedAt, instant(context.clock));
    const version = (before?.version ?? 0) + 1;
    const empty = Object.fromEntries(register.fields.map(({ name }) => [name, null]));
    const data = { ...(before?.data ?? empty), ...request.values, ...ownKey(register, subject) };
    const { caseId } = request;
    const legalBasis = right.legalBasis ?? null;
    await insertVersion(tx, { register: register.id, subject, data, version, at, caseId, consumer, exchangeId, legalBasis });
    await insertWrite(tx, { ...known, requestHash, subject, version, at });
    const detail = {
      fields: Object.keys(request.values),
      caseId,
      version,
      messageId: exchangeId,
      agreement: agreement ?? right.id,
    };
    await tx.audit({ actor: consumer, action: "register.write", target: register.id, detail });
    return { key: subject, version, at };
  });
}

/** A key of the register's own may be one of its fields, so that a reader finds it in the record. */
function ownKey({ subjectKey, fields }: Register, subject: string): Record<string, string> {
  if (typeof subjectKey === "string") return {};
  return fields.some(({ name }) => name === subjectKey.name) ? { [subjectKey.name]: subject } : {};
}

async function subjectOf(tx: Tx, register: Register, { key }: WriteRequest): Promise<string> {
  if (key !== null) return key;
  let after = await lastSerial(tx, register.id);
  for (;;) {
    const next = nextBusinessNumber(after);
    if (!next) throw registerFailure("key.none-left");
    after = next.serial;
    // numbers of records that came into the register another way are passed over
    if (await newestVersion(tx, register.id, next.number)) continue;
    await insertKey(tx, register.id, next.serial, next.number);
    return next.number;
  }
}

/** Versions of a record are told by their time: of two in the same millisecond the second is later. */
function laterThan(before: string | undefined, now: string): string {
  const last = before === undefined ? 0 : Date.parse(before);
  return new Date(Math.max(last + 1, Date.parse(now))).toISOString();
}
