import { formTexts } from "@troad/forms";
import type { Translate } from "@troad/kernel";
import type { Law, LocalText } from "@troad/law";
import type { FastifyRequest } from "fastify";
import type { InvalidAnswer } from "../domain/answers.ts";
import type { Calculator } from "../domain/calculator.ts";
import type { Tax } from "../tax.ts";

/** A text of the law in the reader's language; further languages read English, as everywhere. */
export const local = (text: LocalText, lang: string): string => (lang === "zh-Hant" ? text["zh-Hant"] : text.en);
/** The languages in which the law explains itself. */
export const lawLang = (lang: string): keyof LocalText => (lang === "zh-Hant" ? "zh-Hant" : "en");

/** A text of a form: `fact.<input>` and `code.<input>.<code>` are the law's own words, the rest are this module's. */
export const formText = (request: FastifyRequest, calculator: Pick<Calculator, "law">, key: string): string =>
  formTextIn(calculator, request.lang, request.t, key);

/** The same in any language. */
export function formTextIn({ law }: Pick<Calculator, "law">, lang: string, t: Translate, key: string): string {
  if (key.startsWith("fact.")) return inputText(law, key.slice(5), lang) ?? key;
  if (key.startsWith("code.")) {
    const end = key.lastIndexOf(".");
    const text = law.definitions.input(key.slice(5, end))?.codes[key.slice(end + 1)];
    return text ? local(text, lang) : key;
  }
  return t(key);
}
/** The title, lead or a page's title of a calculation. */
export function wordOf(request: FastifyRequest, { id, words }: Pick<Calculator, "id" | "words">, part: string): string {
  const own = words[part];
  return own ? local(own, request.lang) : request.t(`tax.${id}.${part}`);
}
function inputText(law: Law, name: string, lang: string): string | undefined {
  const label = law.definitions.input(name)?.label;
  return label && local(label, lang);
}

/** What is wrong with an answer, in the reader's language. */
export const invalidAnswerText = ({ ctx }: Tax, lang: string, fault: InvalidAnswer): string =>
  "text" in fault ? local(fault.text, lang) : ctx.texts.pick(formTexts, lang, fault.code, fault.params);
