import { formatMoney, summaryList } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { answerText, type Bank } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CasePages } from "../parts.ts";
import { type Answering, originIn } from "./form.ts";

type Parts = Pick<CasePages, "names" | "services" | "banks" | "places">;
type Asked = Pick<Answering, "form" | "service">;

/** An answer in the reader's words. */
export function shownAnswer(
  { services, banks, places }: Parts,
  request: FastifyRequest,
  { service, form }: Asked,
  field: Field,
): string {
  const { lang } = request;
  const answer = form.answers[field.name];
  if (field.type === "bank-account" && typeof answer === "string") return accountText(banks(lang), answer);
  const text = (key: string): string => services.text(lang, service.id, key);
  return answerText(request, field, answer, text, (amount) => formatMoney(amount, lang), places);
}

/** An account with the name of its bank. */
function accountText(banks: readonly Bank[], answer: string): string {
  const [code = "", number = ""] = answer.split("-");
  const bank = banks.find((one) => one.code === code);
  return bank ? `${code} ${bank.name} ${number}` : answer;
}

/** A data set of an agency, or a part of the case itself. */
export function fromText({ names }: Pick<Parts, "names">, { t, lang }: FastifyRequest, from: string): string {
  const source = from.includes("/")
    ? t("cases.fill.data-set", { agency: names.agency(lang, from), set: names.dataSet(lang, from) })
    : t(`cases.fill.of-case.${from}`);
  return t("cases.fill.from", { source });
}

/** An answer that the step brings: there is no input for it, so that nothing invites to change it. */
export function lockedAnswer(parts: Parts, request: FastifyRequest, asked: Asked, field: Field): Html {
  const origin = originIn(asked.form, field.name) ?? "answers";
  const value = html`${shownAnswer(parts, request, asked, field)}<br><span class="tr-hint">${fromText(parts, request, origin)}</span>`;
  const label = parts.services.text(request.lang, asked.service.id, field.label);
  return summaryList({ rows: [{ key: { text: label }, value: { html: value } }] });
}
