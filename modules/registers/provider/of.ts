import type { Right } from "@troad/directory";
import type { Data } from "@troad/entry";
import { isBan } from "@troad/invoice-formats";
import { instant, type Tx } from "@troad/kernel";
import { Compile } from "typebox/compile";
import { malformed, registerFailure } from "../domain/errors.ts";
import { type FindRequest, ofSchema, type requestHash } from "../domain/find-request.ts";
import { isKey } from "../domain/key.ts";
import type { Register } from "../domain/register.ts";
import { readByLaw } from "../events.ts";
import { keysOfPerson } from "../store/person-terms.ts";
import { recordsAt } from "../store/records.ts";
import { type LookupContext, type MessageHeaders, readOf, requireConsent, takeUse } from "./find.ts";

const check = Compile(ofSchema);
/** Records of one person that are given at once. */
const mostRecords = 100;

export type OfAnswer = { found: boolean; records: Data[]; asOf: string };

/**
 * All records, each under a key of its own, that name one person or company: vehicles, companies, taxes. The person's consent opens them, or the law
 * where the right says so; either way only by a right that names this endpoint.
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
  if (!right || !named || typeof subjectKey === "string" || subjectKey.person === undefined)
    throw registerFailure("read.by-law-only");
  if (!right.consentRequired && subjectKey.ofByLaw !== true) throw registerFailure("read.by-law-only");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { fields } = body;
  const whose = "nationalId" in body ? body.nationalId : body.businessNumber;
  // a business by the key of its own record
  const isOwnKey = !("nationalId" in body) && subjectKey.form === "business-number";
  const isRight = "nationalId" in body ? isKey("nationalId", whose) : (subjectKey.business === true || isOwnKey) && isBan(whose);
  if (!isRight) throw registerFailure("subject.invalid");
  const unknown = fields.find((field) => !register.fields.some(({ name }) => name === field));
  if (unknown !== undefined) throw registerFailure("field.unknown", { field: unknown });
  const beyond = fields.find((field) => !right.fields.includes(field));
  if (beyond !== undefined) throw registerFailure("field.not-agreed", { field: beyond });
  const { only } = body;
  // what the right does not name is not to be found out by leaving records out either
  if (only && !right.fields.includes(only.field)) throw registerFailure("field.not-agreed", { field: only.field });
  const coded = only === undefined || register.fields.some(({ name, type }) => name === only.field && type === "code");
  if (!coded) throw registerFailure("field.unknown", { field: only.field });
  const asked: Asked = { register, message, whose, person: subjectKey.person, fields, isOwnKey, ...(only ? { only } : {}) };
  if (!right.consentRequired) return byLaw(context, { ...asked, right, isPerson: "nationalId" in body });
  const request = { subject: whose as Parameters<typeof requestHash>[0]["subject"], fields, ...(only ? { only } : {}) };
  const claims = await requireConsent(context, register, message, request);
  return context.db.tx(async (tx) => {
    const { use, repeated } = await takeUse(tx, { context, register, message, request, claims });
    const records = await ownRecords(tx, asked, use.usedAt);
    const detail = { ...auditOf(asked, records), consent: claims.jti, ...(repeated ? { repeated } : {}) };
    await tx.audit({ actor: message.consumer, action: "register.read", target: register.id, detail });
    return { found: records.length > 0, records, asOf: use.usedAt };
  });
}

type Asked = {
  register: Register;
  message: MessageHeaders;
  whose: string;
  person: string;
  fields: string[];
  only?: FindRequest["only"];
  isOwnKey: boolean;
};

/** The person is told in the transaction of the read; what is a company's is in the audit alone. */
function byLaw(context: LookupContext, asked: Asked & { right: Right; isPerson: boolean }): Promise<OfAnswer> {
  const { register, message, whose, fields, right, isPerson } = asked;
  if (isPerson && !context.canRecord) throw registerFailure("read.not-recordable");
  return context.db.tx(async (tx) => {
    const asOf = instant(context.clock);
    const records = await ownRecords(tx, asked, asOf);
    const found = records.length > 0;
    const read = readOf(register, { ...message, right }, fields, asOf);
    if (isPerson) await tx.publish(readByLaw, { ...read, found, nationalId: whose });
    const detail = { ...auditOf(asked, records), consent: null };
    await tx.audit({ actor: message.consumer, action: "register.read", target: register.id, detail });
    return { found, records, asOf };
  });
}

async function ownRecords(tx: Tx, { register, whose, person, fields, only, isOwnKey }: Asked, at: string): Promise<Data[]> {
  const keys = isOwnKey ? [whose] : await keysOfPerson(tx, register.id, whose, mostRecords);
  const records = await recordsAt(
    tx,
    keys.map((key) => ({ register: register.id, key })),
    at,
  );
  const own = records.filter(
    (data): data is Data => (isOwnKey || data?.[person] === whose) && data !== undefined && isAmong(data, only),
  );
  return own.map((data) => Object.fromEntries(fields.map((field) => [field, data[field] ?? null])));
}

/** A record without the code is of none of those that are asked for. */
const isAmong = (data: Data, only: Asked["only"]): boolean => only === undefined || only.in.includes(String(data[only.field]));

const auditOf = ({ message: { agreement, messageId }, fields }: Asked, records: readonly Data[]) => ({
  ...{ fields, messageId, agreement, records: records.length },
});
