import { createHash } from "node:crypto";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** What a gateway told once it tells again until it is taken: lengths are bounded by the call, and here only against the absurd. */
const text = Type.String({ maxLength: 10_000 });
const identifier = Type.String({ minLength: 1, maxLength: 10_000 });
const words = Type.Union([text, Type.Null()]);

export const recordSchema = Type.Object(
  {
    agreement: words,
    at: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" }),
    /** The error type where it was not answered. */
    code: words,
    consent: words,
    /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM` */
    consumer: identifier,
    exchangeId: identifier,
    /** Names of the fields asked for. */
    fields: Type.Array(text, { maxItems: 1_000 }),
    outcome: Type.Union([Type.Literal("answered"), Type.Literal("refused"), Type.Literal("failed"), Type.Literal("unknown")]),
    /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE` */
    provider: identifier,
    purpose: words,
    requestHash: identifier,
    responseHash: words,
    /** Which gateway tells it. */
    side: Type.Union([Type.Literal("consumer"), Type.Literal("provider")]),
  },
  { additionalProperties: false },
);

/** A transfer as the public log commits to it: who, what, why, when; never what was in it. */
export type TransferRecord = Static<typeof recordSchema>;

const recordCheck = Compile(recordSchema);

/** Whether what a gateway tells is a record, and text that a database and every JSON reader can hold. */
export const isRecord = (value: unknown): value is TransferRecord =>
  recordCheck.Check(value) &&
  Object.values(value)
    .flat()
    .every((one) => one === null || isText(one));

/** Neither U+0000, which no database column holds, nor half a surrogate pair, which is no Unicode. */
export const isText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

const names = Object.keys(recordSchema.properties).sort();

/** JCS (RFC 8785) of a record: names in order, strings as ECMAScript's JSON writes them, no numbers. */
export const canonicalRecord = (record: TransferRecord): string => JSON.stringify(record, names);

/**
 * The leaf of the public log: SHA-256(salt || JCS(record)) (RFC 8785). The salt keeps the leaf from being guessed;
 * anyone who is shown record and salt can recompute it.
 */
export function leafOf(record: TransferRecord, salt: Buffer): Buffer {
  return createHash("sha256").update(salt).update(canonicalRecord(record)).digest();
}
