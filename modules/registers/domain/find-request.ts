import { hash } from "node:crypto";
import { kernelFailure } from "@troad/kernel";
import { isNationalId, isResidentNumber } from "@troad/population";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { registerFailure } from "./errors.ts";
import type { Register } from "./register.ts";

declare const checked: unique symbol;
/** A national id or resident number with a valid check digit. */
export type NationalId = string & { readonly [checked]: true };

export type FindRequest = { nationalId: NationalId; fields: string[] };

export const findSchema = Type.Object(
  {
    nationalId: Type.String({ maxLength: 40 }),
    fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60, uniqueItems: true }),
  },
  { additionalProperties: false },
);
const findCheck = Compile(findSchema);

/** Throws `request.invalid`, `subject.invalid`, `field.unknown`. */
export function parseFind(body: unknown, register: Register): FindRequest {
  if (!findCheck.Check(body)) {
    const first = [...findCheck.Errors(body)][0];
    throw kernelFailure("request.invalid", { reason: `${first?.instancePath || "/"} ${first?.message ?? ""}`.trim() });
  }
  const { nationalId, fields } = body;
  if (!isNationalId(nationalId) && !isResidentNumber(nationalId)) throw registerFailure("subject.invalid");
  const unknown = fields.find((field) => !register.fields.some(({ name }) => name === field));
  if (unknown) throw registerFailure("field.unknown", { field: unknown });
  return { nationalId: nationalId as NationalId, fields };
}

/** Two requests are equal if they ask for the same fields of the same person. */
export const requestHash = ({ nationalId, fields }: FindRequest): string =>
  hash("sha256", JSON.stringify([nationalId, [...fields].sort()]));
