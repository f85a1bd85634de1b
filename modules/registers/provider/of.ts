import type { Data } from "@troad/entry";
import { Compile } from "typebox/compile";
import { malformed, registerFailure } from "../domain/errors.ts";
import { findSchema, type requestHash } from "../domain/find-request.ts";
import { isKey } from "../domain/key.ts";
import type { Register } from "../domain/register.ts";
import { keysOfPerson } from "../store/person-terms.ts";
import { recordsAt } from "../store/records.ts";
import { type LookupContext, type MessageHeaders, requireConsent, takeUse } from "./find.ts";

const check = Compile(findSchema);
/** Records of one person that are given at once. */
const mostRecords = 100;

export type OfAnswer = { found: boolean; records: Data[]; asOf: string };

/**
 * All records, each under a key of its own, that name one person: their vehicles, their companies. Only that person's consent opens them, and only
 * by a right that names this endpoint.
 */
export async function recordsOf(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<OfAnswer> {
  const { subjectKey } = register;
  const { right } = message;
  const named = (right?.endpoints ?? []).some(({ method, path }) => method === "POST" && path === "/of");
  if (!right?.consentRequired || !named || typeof subjectKey === "string" || subjectKey.person === undefined)
    throw registerFailure("read.by-law-only");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { fields, nationalId } = body;
  if (!isKey("nationalId", nationalId)) throw registerFailure("subject.invalid");
  const request = { subject: nationalId as Parameters<typeof requestHash>[0]["subject"], fields };
  const unknown = fields.find((field) => !register.fields.some(({ name }) => name === field));
  if (unknown !== undefined) throw registerFailure("field.unknown", { field: unknown });
  const beyond = fields.find((field) => !right.fields.includes(field));
  if (beyond !== undefined) throw registerFailure("field.not-agreed", { field: beyond });
  const claims = await requireConsent(context, register, message, request);
  const person = subjectKey.person;
  return context.db.tx(async (tx) => {
    const { use, repeated } = await takeUse(tx, { context, register, message, request, claims });
    const keys = await keysOfPerson(tx, register.id, nationalId, mostRecords);
    const refs = keys.map((key) => ({ register: register.id, key }));
    const records = await recordsAt(tx, refs, use.usedAt);
    const own = records.filter((data): data is Data => data?.[person] === nationalId);
    const { agreement, messageId, consumer } = message;
    const detail = { fields, consent: claims.jti, messageId, agreement, records: own.length, ...(repeated ? { repeated } : {}) };
    await tx.audit({ actor: consumer, action: "register.read", target: register.id, detail });
    const shown = own.map((data) => Object.fromEntries(fields.map((field) => [field, data[field] ?? null])));
    return { found: own.length > 0, records: shown, asOf: use.usedAt };
  });
}
