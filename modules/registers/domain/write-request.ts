import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Right } from "@troad/directory";
import { isDay } from "@troad/invoice-formats";
import { kernelFailure } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { malformed, registerFailure } from "./errors.ts";
import { isKey } from "./key.ts";
import type { Field, PlainField, Register } from "./register.ts";

const fieldValues = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { minProperties: 1, maxProperties: 60 });
/** What a consumer sends to `/<service>/write`. */
export const writeSchema = Type.Object(
  {
    /** Follows from the case, its step and visit: the same key is the same write. */
    writeKey: Type.String({ minLength: 8, maxLength: 200 }),
    caseId: Type.String({ minLength: 1, maxLength: 60 }),
    /** True for a record that is not there yet, false for a change of one that is. */
    create: Type.Boolean(),
    /** Null where the register gives the key. */
    key: Type.Union([Type.String({ maxLength: 40 }), Type.Null()]),
    values: fieldValues,
    /** Added to what the newest version has, so that writes at once add up. */
    add: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Integer(), { minProperties: 1, maxProperties: 20 })),
    /** What the newest version must still have; the entry is refused where it has not. */
    expect: Type.Optional(fieldValues),
    /** The record was wrong: who says so, and why. Without it the record has changed. */
    correction: Type.Optional(
      Type.Object(
        { reason: Type.String({ minLength: 1, maxLength: 500 }), officer: Type.String({ minLength: 1, maxLength: 60 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
const writeCheck = Compile(writeSchema);

export type WriteRequest = {
  writeKey: string;
  caseId: string;
  create: boolean;
  key: string | null;
  values: Record<string, unknown>;
  add?: Record<string, number>;
  expect?: Record<string, unknown>;
  correction?: { reason: string; officer: string };
};

const mostText = 2_000;
const mostEntries = 200;

function fitsPlain({ type, codes }: PlainField, value: unknown): boolean {
  if (value === null) return true;
  switch (type) {
    case "text":
      return typeof value === "string" && value.length <= mostText;
    case "date":
      return typeof value === "string" && isDay(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "code":
      return typeof value === "string" && (codes ?? []).includes(value);
  }
}

/** Whether a value may stand in a field: what `find` gives has the type that the register says. */
export function fits(field: Field, value: unknown): boolean {
  if (field.type !== "list") return fitsPlain(field, value);
  if (value === null) return true;
  if (!Array.isArray(value) || value.length > mostEntries) return false;
  return value.every((entry: unknown) => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return false;
    const all = Object.entries(entry);
    return all.every(([name, one]) => field.of.some((inner) => inner.name === name && fitsPlain(inner, one)));
  });
}

/** An access right must name the endpoint `POST /write`: one for the whole service reads, and writes nothing. */
export const namesWrite = (right: Right | undefined): right is Right =>
  right?.consentRequired === false && (right.endpoints ?? []).some(({ method, path }) => method === "POST" && path === "/write");

/** Throws `request.invalid`, `write.not-allowed`, `field.unknown`, `field.not-writable`, `field.not-agreed`, `key.invalid`, `value.invalid`. */
export function parseWrite(body: unknown, register: Register, right: Right | undefined): { request: WriteRequest; right: Right } {
  const { write, subjectKey, fields } = register;
  if (!write || !namesWrite(right)) throw registerFailure("write.not-allowed");
  if (!writeCheck.Check(body)) throw malformed(writeCheck.Errors(body));
  const request: WriteRequest = body;
  const { add = {}, create } = request;
  if (create && request.add) throw kernelFailure("request.invalid", { reason: "/add a new record has nothing to add to" });
  for (const [name, value] of [...Object.entries(request.values), ...Object.entries(add)]) {
    const field = fields.find((one) => one.name === name);
    if (!field) throw registerFailure("field.unknown", { field: name });
    if (!write.fields.includes(name)) throw registerFailure("field.not-writable", { field: name });
    if (!right.fields.includes(name)) throw registerFailure("field.not-agreed", { field: name });
    if (!fits(field, value)) throw registerFailure("value.invalid", { field: name });
    if (Object.hasOwn(add, name) && (field.type !== "integer" || Object.hasOwn(request.values, name)))
      throw registerFailure("value.invalid", { field: name });
  }
  checkExpected(request, register, right);
  if (request.create && (!write.create || request.correction)) throw registerFailure("write.not-allowed");
  const isGiven = request.create && typeof subjectKey !== "string" && subjectKey.given === true;
  if (isGiven ? request.key !== null : request.key === null || !isKey(subjectKey, request.key))
    throw registerFailure("key.invalid");
  return { request, right };
}

/** A refusal tells what a record does not have, so a consumer may expect only fields that its right names. */
function checkExpected({ expect, create }: WriteRequest, { fields }: Register, right: Right): void {
  if (!expect) return;
  if (create) throw kernelFailure("request.invalid", { reason: "/expect a new record has nothing to expect" });
  for (const [name, value] of Object.entries(expect)) {
    const field = fields.find((one) => one.name === name);
    if (!field) throw registerFailure("field.unknown", { field: name });
    if (!right.fields.includes(name)) throw registerFailure("field.not-agreed", { field: name });
    if (!fits(field, value)) throw registerFailure("value.invalid", { field: name });
  }
}

/** The first field in which a record is not what was expected. A field without a value is null, as `find` gives it. */
export const changedField = (data: Record<string, unknown>, expect: Record<string, unknown> = {}): string | undefined =>
  Object.entries(expect).find(([name, value]) => !isDeepStrictEqual(data[name] ?? null, value))?.[0];

const numberIn = (data: Record<string, unknown>, name: string): number => {
  const value = data[name];
  return typeof value === "number" ? value : 0;
};
/** What a record has after amounts were added to it; a number that is not there counts as 0. */
export const sumsOf = (data: Record<string, unknown>, add: Record<string, number> = {}): Record<string, number> =>
  Object.fromEntries(Object.entries(add).map(([name, amount]) => [name, numberIn(data, name) + amount]));

/** The first number of a record that would be below 0 or above what limits it. */
export const exceededField = (data: Record<string, unknown>, { write }: Pick<Register, "write">): string | undefined =>
  Object.entries(write?.most ?? {}).find(([name, limit]) => {
    const value = numberIn(data, name);
    return !Number.isSafeInteger(value) || value < 0 || value > numberIn(data, limit);
  })?.[0];

const sorted = (values: Record<string, unknown>) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

/** Two writes are equal if they would leave the same, and on the same conditions. Those of before conditions keep their hash. */
export const writeHash = ({ caseId, create, key, values, add, expect, correction }: WriteRequest): string =>
  hash(
    "sha256",
    JSON.stringify([
      ...[caseId, create, key, sorted(values)],
      ...(add ? [{ add: sorted(add) }] : []),
      ...(expect ? [sorted(expect)] : []),
      ...(correction ? [correction.reason, correction.officer] : []),
    ]),
  );
