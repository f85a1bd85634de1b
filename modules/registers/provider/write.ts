import type { Data } from "@troad/entry";
import { instant, type Tx } from "@troad/kernel";
import { registerFailure } from "../domain/errors.ts";
import { nextBusinessNumber } from "../domain/key.ts";
import type { Register } from "../domain/register.ts";
import { changedField, exceededField, parseWrite, sumsOf, type WriteRequest, writeHash } from "../domain/write-request.ts";
import { waitForWriters } from "../store/entries.ts";
import { newestRecords } from "../store/records.ts";
import { findWrite, insertKey, insertWrite, lastSerial } from "../store/writes.ts";
import { type EntryContext, writeVersions } from "./enter.ts";
import type { MessageHeaders } from "./find.ts";

/** The record that a write made or changed: its key, which may be one that the register gave, and its version. */
export type WriteAnswer = { key: string; version: number; at: string };

/**
 * Writes a new version of a record, by an access right that names writing and the fields. All of it is one transaction: a refusal changes
 * nothing, and the same write again gets the answer of its first time.
 */
export function write(context: EntryContext, register: Register, message: MessageHeaders, body: unknown): Promise<WriteAnswer> {
  const { request, right } = parseWrite(body, register, message.right);
  const { consumer, messageId: exchangeId, agreement } = message;
  return context.db.tx(async (tx) => {
    await waitForWriters(tx);
    const known = { register: register.id, consumer, writeKey: request.writeKey };
    const done = await findWrite(tx, known);
    const requestHash = writeHash(request);
    if (done && done.requestHash !== requestHash) throw registerFailure("write.key-used");
    if (done) return { key: done.subject, version: done.version, at: done.at };
    const subject = await subjectOf(tx, register, request);
    const [before] = await newestRecords(tx, [{ register: register.id, key: subject }]);
    if (request.create && before) throw registerFailure("record.exists");
    if (!request.create && !before) throw registerFailure("record.unknown");
    const changed = before && changedField(before.data, request.expect);
    if (changed !== undefined) throw registerFailure("record.changed", { field: changed });
    const at = laterThan(before?.recordedAt, instant(context.clock));
    const version = (before?.version ?? 0) + 1;
    const empty = Object.fromEntries(register.fields.map(({ name }) => [name, null]));
    const had = before?.data ?? empty;
    const data = { ...had, ...request.values, ...sumsOf(had, request.add), ...ownKey(register, subject) };
    const exceeded = exceededField(data, register);
    if (exceeded !== undefined) throw registerFailure("record.exceeded", { field: exceeded });
    await requireReferences(tx, context.registers, register, data);
    const { caseId, correction = null } = request;
    const kind = request.create ? "create" : correction ? "correct" : "change";
    await writeVersions(tx, context.registers, [
      {
        ...{ register: register.id, subject, data, version, at, caseId, consumer, exchangeId, kind, entry: null },
        ...{ legalBasis: right.legalBasis ?? null, officer: correction?.officer ?? null, reason: correction?.reason ?? null },
      },
    ]);
    await insertWrite(tx, { ...known, requestHash, subject, version, at });
    const detail = {
      fields: Object.keys({ ...request.values, ...request.add }),
      caseId,
      version,
      messageId: exchangeId,
      agreement: agreement ?? right.id,
    };
    await tx.audit({ actor: consumer, action: "register.write", target: register.id, detail });
    return { key: subject, version, at };
  });
}

/** A record names others only if they are there; those of other agencies cannot be looked up here. */
async function requireReferences(tx: Tx, registers: readonly Register[], { refersTo = {} }: Register, data: Data): Promise<void> {
  const named = Object.entries(refersTo).flatMap(([field, target]) => {
    const key = data[field];
    return typeof key === "string" && registers.some(({ id }) => id === target) ? [{ field, register: target, key }] : [];
  });
  const found = await newestRecords(tx, named);
  const missing = named.find((_, at) => found[at] === undefined);
  if (missing) throw registerFailure("reference.unknown", { field: missing.field });
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
    const { subjectKey } = register;
    const next = nextBusinessNumber(after, typeof subjectKey === "string" ? undefined : subjectKey.givenFrom);
    if (!next) throw registerFailure("key.none-left");
    after = next.serial;
    // numbers of records that came into the register another way are passed over
    if ((await newestRecords(tx, [{ register: register.id, key: next.number }]))[0]) continue;
    await insertKey(tx, register.id, next.serial, next.number);
    return next.number;
  }
}

/** Versions of a record are told by their time: of two in the same millisecond the second is later. */
function laterThan(before: string | undefined, now: string): string {
  const last = before === undefined ? 0 : Date.parse(before);
  return new Date(Math.max(last + 1, Date.parse(now))).toISOString();
}
