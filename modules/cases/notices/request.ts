import { hash } from "node:crypto";
import { type Right, readRight } from "@troad/directory";
import { pagesOf, parsePageOf, type StepOf } from "@troad/flow";
import { type Answers, answersBefore, isNationalId, type ParseOptions } from "@troad/forms";
import { exactly, kernelFailure } from "@troad/kernel";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { caseFailure } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";

/** What another authority sends to `/<service>/notice/<step>`: whom it is about, and what it reports, by the names of the form. */
export const noticeSchema = exactly({
  /** The authority's own name for the notice: the same key is the same notice. */
  noticeKey: Type.String({ minLength: 8, maxLength: 200 }),
  person: exactly({ nationalId: Type.String({ maxLength: 20 }), name: Type.String({ minLength: 1, maxLength: 300 }) }),
  values: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 200 }),
});
const noticeCheck = Compile(noticeSchema);
export type NoticeRequest = Static<typeof noticeSchema>;

/** What the gateway says about a message; it has verified the consumer. */
export type NoticeMessage = { consumer: string; exchangeId: string; right: Right };

type Headers = Record<string, string | string[] | undefined>;

/** Reads what the gateway sets. Throws `notice.not-allowed` unless an access right names the endpoint, and that no consent is needed. */
export function messageOf(headers: Headers, { id, from }: StepOf<"notice">): NoticeMessage {
  const one = (name: string): string => (typeof headers[name] === "string" ? headers[name] : "");
  const [consumer, exchangeId] = [one("x-road-client"), one("x-road-id")];
  const [, ...sender] = consumer.split("/");
  const right = readRight(one("x-troad-right"));
  const names = right?.endpoints?.some(({ method, path }) => method === "POST" && path === `/notice/${id}`);
  const isFrom = `${sender.join("/")}/`.startsWith(`${from}/`);
  if (!right || right.consentRequired || !names || !isFrom || exchangeId === "") throw caseFailure("notice.not-allowed");
  return { consumer, exchangeId, right };
}

/** Throws `request.invalid`, `notice.person-invalid`, `field.unknown`, `field.not-agreed`. */
export function parseNotice(body: unknown, service: LoadedService, step: StepOf<"notice">, right: Right): NoticeRequest {
  if (!noticeCheck.Check(body)) {
    const [first] = noticeCheck.Errors(body);
    throw kernelFailure("request.invalid", { reason: `${first?.instancePath || "/"} ${first?.message ?? ""}`.trim() });
  }
  if (!isNationalId(body.person.nationalId)) throw caseFailure("notice.person-invalid");
  const asked = step.pages.flatMap((page) => service.form.page(page)!.fields.map(({ name }) => name));
  for (const field of Object.keys(body.values)) {
    if (!asked.includes(field)) throw caseFailure("notice.field-unknown", { field: field.slice(0, 60) });
    if (!right.fields.includes(field)) throw caseFailure("notice.field-not-agreed", { field });
  }
  return body;
}

/** The answers that a notice gives, as the pages of the step take them. Throws `notice.incomplete` with the first that does not fit. */
export function answersIn(
  { form }: LoadedService,
  step: StepOf<"notice">,
  values: Record<string, unknown>,
  around: Omit<ParseOptions, "answers">,
): Answers {
  let answers: Answers = {};
  let done: string | undefined;
  // which page follows hangs on what was reported until there
  for (let page = pagesOf(form, step, answers)[0]; page !== undefined; ) {
    const parsed = parsePageOf(form, page, values, { ...around, answers: answersBefore(form, page, answers), locked: {} });
    if ("errors" in parsed) {
      const [{ field, code }] = parsed.errors as [{ field: string; code: string }];
      throw caseFailure("notice.incomplete", { field, reason: code });
    }
    answers = { ...answers, ...parsed.values };
    done = page;
    const pages = pagesOf(form, step, answers);
    page = pages[pages.indexOf(done) + 1];
  }
  return answers;
}

/** Two notices are equal if they would open the same case. */
export const noticeHash = (step: string, { person, values }: NoticeRequest): string =>
  hash(
    "sha256",
    JSON.stringify([step, person.nationalId, person.name, Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
