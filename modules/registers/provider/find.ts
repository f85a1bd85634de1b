import type { SubjectKey } from "@troad/credential";
import { type Right, readRight } from "@troad/directory";
import { type Clock, type Database, instant, kernelFailure, type Tx } from "@troad/kernel";
import { type ConsentClaims, checkConsent, type VerifySeal } from "../domain/consent.ts";
import { registerFailure } from "../domain/errors.ts";
import { type FindRequest, parseFind, requestHash } from "../domain/find-request.ts";
import type { Register } from "../domain/register.ts";
import { type ReadByLaw, readByLaw } from "../events.ts";
import { takeConsentUse } from "../store/consent-use.ts";
import { recordAsked, recordShown } from "./read.ts";
import type { StatusSource } from "./status.ts";

export type FindAnswer = { found: true; record: Record<string, unknown>; asOf: string } | { found: false };

/** What the gateway says about a message; it has verified the consumer. */
export type MessageHeaders = {
  consumer: string;
  messageId: string;
  consent: string | undefined;
  agreement: string | null;
  /** The consumer's own number of the matter, if it named one. */
  issue: string | null;
  right: Right | undefined;
};

export type LookupContext = {
  db: Database;
  clock: Clock;
  /** `INSTANCE/CLASS/MEMBER/MYDATA`: the issuer of consents. */
  issuer: string;
  verify: VerifySeal;
  status: StatusSource;
  /** The key under which consents name people to this agency; absent where they are named as before. */
  subjects?: SubjectKey;
  /** Whether a read by law can be shown to the person; if not, it is refused. */
  canRecord: boolean;
};

const consumerId = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+){3}$/;
const messageId = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/;

/** A number of a matter, as X-Road-Issue gives it; anything else is none. */
const issueOf = (given = ""): string | null => (/^[\p{L}\p{N}][\p{L}\p{N} ._:/()-]{0,119}$/u.test(given) ? given : null);

/** Reads the headers that the gateway sets. Throws `request.invalid`, since a gateway never omits them. */
export function messageHeaders(headers: Record<string, string | string[] | undefined>): MessageHeaders {
  const one = (name: string): string | undefined => (typeof headers[name] === "string" ? headers[name] : undefined);
  const consumer = one("x-road-client") ?? "";
  const id = one("x-road-id") ?? "";
  if (!consumerId.test(consumer)) throw kernelFailure("request.invalid", { reason: "X-Road-Client" });
  if (!messageId.test(id)) throw kernelFailure("request.invalid", { reason: "X-Road-Id" });
  return {
    consumer,
    messageId: id,
    consent: one("x-troad-consent"),
    agreement: one("x-troad-agreement")?.slice(0, 100) ?? null,
    issue: issueOf(one("x-road-issue")),
    right: readRight(one("x-troad-right")),
  };
}

/** Answers one request about one person: parse, check the consent, use it up, read, record it; nothing is answered before all that is committed. */
export async function find(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<FindAnswer> {
  const request = parseFind(body, register);
  const { right } = message;
  const beyond = right && request.fields.find((field) => !right.fields.includes(field));
  if (beyond !== undefined) throw registerFailure("field.not-agreed", { field: beyond });
  // the law allows this instead of the person: the access right says so and names the fields
  if (right?.consentRequired === false && !context.canRecord) throw registerFailure("read.not-recordable");
  if (right?.consentRequired === false) return answerByLaw(context, register, { ...message, right }, request);
  // a consent is for what is so now
  if (request.version !== undefined) throw registerFailure("read.by-law-only");
  // a consent names a person, and a record under a key of its own may be about several
  if (typeof register.subjectKey !== "string") throw registerFailure("read.by-law-only");
  const claims = await requireConsent(context, register, message, request);
  return answer(context, register, message, request, claims);
}

/** Throws where no valid consent of the person covers the request. */
export async function requireConsent(
  context: LookupContext,
  register: Pick<Register, "provider">,
  message: MessageHeaders,
  request: FindRequest,
): Promise<ConsentClaims> {
  const asked = {
    consumer: message.consumer,
    provider: register.provider,
    nationalId: request.subject,
    fields: request.fields,
    at: context.clock.now(),
  };
  const checked = await checkConsent(message.consent, asked, context);
  if (!checked.ok) throw registerFailure(checked.code, {}, checked.detail);
  const state = await context.status(checked.claims.status.status_list);
  if (state === "withdrawn") throw registerFailure("consent.withdrawn");
  if (state === "unavailable") throw registerFailure("consent.status-unavailable");
  return checked.claims;
}

/**
 * Without a consent nothing is used up: the gateway answers a repeated message from its log. An event of the same transaction informs the
 * person, so a read that cannot be recorded is not answered.
 */
function answerByLaw(
  context: LookupContext,
  register: Register,
  message: MessageHeaders & { right: Right },
  request: FindRequest,
): Promise<FindAnswer> {
  return context.db.tx(async (tx) => {
    const now = instant(context.clock);
    const { record, asOf } = await recordAsked(tx, register, request, now);
    const person = personOf(register, request.subject, record);
    const read = { ...readOf(register, message, request.fields, now), found: record !== undefined };
    if (person !== undefined) await tx.publish(readByLaw, { ...read, nationalId: person });
    const { agreement, messageId: id, consumer } = message;
    const version = request.version === undefined ? {} : { version: request.version };
    const detail = { fields: request.fields, consent: null, messageId: id, agreement, ...version };
    // last: readers of an agency wait for each other from here until they have committed
    await tx.audit({ actor: consumer, action: "register.read", target: register.id, detail });
    if (!record) return { found: false };
    return { found: true, record: Object.fromEntries(request.fields.map((field) => [field, record[field] ?? null])), asOf };
  });
}

/** What the person is told of a read by law. */
export function readOf(
  register: Register,
  message: MessageHeaders & { right: Right },
  fields: string[],
  at: string,
): Omit<ReadByLaw, "nationalId" | "found"> {
  const { legalBasis = null, purpose = null, noticeAfterDays = 0 } = message.right;
  return {
    ...{ provider: register.provider, consumer: message.consumer, exchangeId: message.messageId },
    ...{
      agreement: message.agreement ?? message.right.id,
      legalBasis,
      purpose,
      fields,
      at,
      noticeAfterDays,
      issue: message.issue,
    },
  };
}

/** Whom a read is shown to: the person of a personal register, or the one whom a record under another key names. */
export function personOf(
  { subjectKey }: Register,
  subject: string,
  record: Record<string, unknown> | undefined,
): string | undefined {
  if (typeof subjectKey === "string") return subject;
  const named = subjectKey.person === undefined ? undefined : record?.[subjectKey.person];
  return typeof named === "string" ? named : undefined;
}

type Taking = {
  context: Pick<LookupContext, "clock">;
  register: Pick<Register, "provider">;
  message: MessageHeaders;
  request: FindRequest;
  claims: ConsentClaims;
};

/** Uses the consent up for this service. The same message with the same request was answered before; any other is refused. */
export async function takeUse(tx: Tx, { context, register, message, request, claims }: Taking) {
  const wanted = {
    consentId: claims.jti,
    service: register.provider,
    messageId: message.messageId,
    requestHash: requestHash(request),
    usedAt: instant(context.clock),
  };
  const use = await takeConsentUse(tx, wanted);
  // its issuer has told so, before the status list that was read said it
  if (!use) throw registerFailure("consent.withdrawn");
  if (use.messageId !== wanted.messageId || use.requestHash !== wanted.requestHash) throw registerFailure("consent.used");
  return { use, repeated: use !== wanted };
}

function answer(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  request: FindRequest,
  claims: ConsentClaims,
): Promise<FindAnswer> {
  return context.db.tx(async (tx) => {
    const { use, repeated } = await takeUse(tx, { context, register, message, request, claims });
    // The state at first use: a repeated message gets the same answer even if the record has changed since.
    const record = await recordShown(tx, register, request, use.usedAt);
    const { agreement, messageId: id, consumer } = message;
    const detail = { fields: request.fields, consent: claims.jti, messageId: id, agreement, ...(repeated ? { repeated } : {}) };
    await tx.audit({ actor: consumer, action: "register.read", target: register.id, detail });
    if (!record) return { found: false };
    return {
      found: true,
      record: Object.fromEntries(request.fields.map((field) => [field, record[field] ?? null])),
      asOf: use.usedAt,
    };
  });
}
