import { hash } from "node:crypto";
import { kernelFailure } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { malformed, registerFailure } from "./errors.ts";
import { isKey } from "./key.ts";
import type { Register } from "./register.ts";

declare const checked: unique symbol;
/** A national id, resident number or key of the register's own whose form and check digit are right. */
export type RecordKey = string & { readonly [checked]: true };

/** `version`: what the record said in this version, and not what it says now. */
export type FindRequest = {
  subject: RecordKey;
  fields: string[];
  version?: number;
  /** Only records with one of these codes in a field. */
  only?: { field: string; in: string[] };
};

export const findSchema = Type.Object(
  {
    nationalId: Type.String({ maxLength: 40 }),
    fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60, uniqueItems: true }),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
  },
  { additionalProperties: false },
);
const findCheck = Compile(findSchema);
/** All records of one person, or of one company where records may be a company's. */
const only = Type.Optional(
  Type.Object(
    {
      field: Type.String({ maxLength: 60 }),
      in: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 10, uniqueItems: true }),
    },
    { additionalProperties: false },
  ),
);
export const ofSchema = Type.Union([
  Type.Object({ ...findSchema.properties, only }, { additionalProperties: false }),
  Type.Object(
    { businessNumber: findSchema.properties.nationalId, fields: findSchema.properties.fields, only },
    { additionalProperties: false },
  ),
]);
/** The same for a register with a key of its own. */
export const findByKeySchema = Type.Object(
  { key: findSchema.properties.nationalId, fields: findSchema.properties.fields, version: findSchema.properties.version },
  { additionalProperties: false },
);
const findByKeyCheck = Compile(findByKeySchema);

/** Throws `request.invalid`, `subject.invalid`, `field.unknown`. A record that is gathered from others has no versions. */
export function parseFind(body: unknown, register: Pick<Register, "subjectKey" | "fields" | "view">): FindRequest {
  const { subjectKey } = register;
  const check = typeof subjectKey === "string" ? findCheck : findByKeyCheck;
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { fields, version } = body;
  const subject = "key" in body ? body.key : body.nationalId;
  if (!isKey(subjectKey, subject)) throw registerFailure("key" in body ? "key.invalid" : "subject.invalid");
  const unknown = fields.find((field) => !register.fields.some(({ name }) => name === field));
  if (unknown) throw registerFailure("field.unknown", { field: unknown });
  if (version !== undefined && register.view) throw kernelFailure("request.invalid", { reason: "version" });
  return { subject: subject as RecordKey, fields, ...(version === undefined ? {} : { version }) };
}

/** Two requests are equal if they ask for the same fields of the same person. */
export const requestHash = ({ subject, fields, only }: FindRequest): string =>
  hash("sha256", JSON.stringify([subject, [...fields].sort(), ...(only ? [only.field, ...[...only.in].sort()] : [])]));
