import { createHash } from "node:crypto";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** A gateway repeats a record until it is accepted, so lengths are bounded by the call; here only absurd ones are refused. */
const text = Type.String({ maxLength: 10_000 });
const identifier = Type.String({ minLength: 1, maxLength: 10_000 });
const words = Type.Union([text, Type.Null()]);

export const recordSchema = Type.Object(
  {
    agreement: words,
    at: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" }),
    /** The error type, if there was no answer. */
    code: words,
    consent: words,
    /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM` */
    consumer: identifier,
    exchangeId: identifier,
    /** Names of the requested fields. */
    fields: Type.Array(text, { maxItems: 1_000 }),
    outcome: Type.Union([Type.Literal("answered"), Type.Literal("refused"), Type.Literal("failed"), Type.Literal("unknown")]),
    /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE` */
    provider: identifier,
    purpose: words,
    requestHash: identifier,
    responseHash: words,
    /** The side whose gateway reports it. */
    side: Type.Union([Type.Literal("consumer"), Type.Literal("provider")]),
  },
  { additionalProperties: false },
);

/** A transfer as committed to the public log: who, what, why, when; never the content. */
export type TransferRecord = Static<typeof recordSchema>;

const recordCheck = Compile(recordSchema);

/** Whether a gateway's report is a valid record, in text that a database and every JSON reader can hold. */
export const isRecord = (value: unknown): value is TransferRecord =>
  recordCheck.Check(value) &&
  Object.values(value)
    .flat()
    .every((one) => one === null || isText(one));

/** Neither U+0000, which no database column can hold, nor a lone surrogate, which is not valid Unicode. */
export const isText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

const names = Object.keys(recordSchema.properties).sort();

/** JCS (RFC 8785) of a record: names in order, strings as ECMAScript's JSON writes them, no numbers. */
export const canonicalRecord = (record: TransferRecord): string => JSON.stringify(record, names);

/**
 * The leaf of the public log: SHA-256(salt || JCS(record)) (RFC 8785). The salt keeps the leaf from being guessed; given record and salt,
 * anyone can recompute it.
 */
export function leafOf(record: TransferRecord, salt: Buffer): Buffer {
  return createHash("sha256").update(salt).update(canonicalRecord(record)).digest();
}
