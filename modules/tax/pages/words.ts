import type { Translate } from "@troad/kernel";
import type { LocalText } from "@troad/law";
import { fieldErrorText } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { InvalidAnswer } from "../domain/answers.ts";
import type { Calculator } from "../domain/calculator.ts";
import type { Tax } from "../tax.ts";

/** A text of the law in the reader's language; further languages read English, as everywhere. */
export const local = (text: LocalText, lang: string): string => (lang === "zh-Hant" ? text["zh-Hant"] : text.en);
/** The languages in which the law explains itself. */
export const lawLang = (lang: string): keyof LocalText => (lang === "zh-Hant" ? "zh-Hant" : "en");

/** A text of a form: `fact.<input>` and `code.<input>.<code>` are the law's own words, the rest are this module's. */
export const formText = (request: FastifyRequest, calculator: Pick<Calculator, "law" | "sources">, key: string): string =>
  formTextIn(calculator, request.lang, request.t, key);

/** The same in any language. */
export function formTextIn(calculator: Pick<Calculator, "law" | "sources">, lang: string, t: Translate, key: string): string {
  const input = (name: string) =>
    [calculator.law, ...calculator.sources].flatMap(({ definitions }) => definitions.input(name) ?? [])[0];
  if (key.startsWith("fact.")) return local(input(key.slice(5))?.label ?? { "zh-Hant": key, en: key }, lang);
  if (key.startsWith("code.")) {
    const end = key.lastIndexOf(".");
    return local(input(key.slice(5, end))?.codes[key.slice(end + 1)] ?? { "zh-Hant": key, en: key }, lang);
  }
  return t(key);
}
/** The title, lead or a page's title of a calculation. */
export function wordOf(request: FastifyRequest, { id, words }: Pick<Calculator, "id" | "words">, part: string): string {
  const own = words[part];
  return own ? local(own, request.lang) : request.t(`tax.${id}.${part}`);
}
/** What is wrong with an answer, by the name of its question, in the reader's language. */
export function invalidAnswerText({ ctx }: Tax, lang: string, calculator: Calculator, fault: InvalidAnswer): string {
  const t = ctx.texts.translator(lang);
  const field = calculator.form.page(fault.page)?.fields.find(({ name }) => name === fault.field);
  const label = field ? formTextIn(calculator, lang, t, field.label) : fault.field;
  if ("text" in fault) return t("tax.fault", { label, text: local(fault.text, lang) });
  return fieldErrorText(ctx.texts, lang, fault, { type: field?.type ?? "text", label });
}
