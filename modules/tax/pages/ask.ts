import { button } from "@troad/design";
import { type Field, path } from "@troad/forms";
import { html } from "@troad/html";
import { fieldHtml, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { askBox } from "../ask/ask-page.ts";
import { addressOf, type InvalidAnswer, type Reading } from "../domain/answers.ts";
import type { Calculator } from "../domain/calculator.ts";
import type { Tax } from "../tax.ts";
import { formText, invalidAnswerText, wordOf } from "./words.ts";

export type Question = {
  calculator: Calculator;
  page: string;
  reading: Reading;
  /** What was typed where it did not hold. */
  typed?: Record<string, unknown>;
  faults: readonly InvalidAnswer[];
  /** The year as the address has it, which goes on from page to page. */
  year: number | null;
  status?: number;
};

/** One group of questions. The answers so far stand in the address to which it posts, so that nothing is kept anywhere. */
export function askPage(tax: Tax, request: FastifyRequest, question: Question): View {
  const { calculator, page, reading, faults, year } = question;
  const { t, lang } = request;
  const ui = uiOf(request);
  const { form, id } = calculator;
  const fields = form.page(page)?.fields ?? [];
  const text = (key: string): string => formText(request, calculator, key);
  const values = { ...reading.answers, ...question.typed };
  const errorOf = (name: string): string | undefined => {
    const fault = faults.find((one) => one.field === name);
    return fault && invalidAnswerText(tax, lang, calculator, fault);
  };
  const address = addressOf(calculator, reading.answers, year);
  const isFirst = page === form.pages[0]?.id;
  const title = wordOf(request, calculator, isFirst ? "title" : page);
  const summary = faults.map((fault) => {
    const field = fields.find(({ name }) => name === fault.field);
    return { text: invalidAnswerText(tax, lang, calculator, fault), href: `#${field ? targetOf(field, fault) : fault.field}` };
  });
  const intro = isFirst
    ? html`<p class="tr-lead">${wordOf(request, calculator, "lead")}</p>`
    : calculator.optional.has(page) && html`<p>${t("tax.optional-page")}</p>`;
  const content = html`${ui.backLink({ href: backOf(question, address) })}
    ${faults.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: summary })}
    ${!isFirst && html`<p class="tr-hint">${wordOf(request, calculator, "title")}</p>`}<h1>${title}</h1>${intro}
    <form method="post" action="/tax/${id}/${page}${address}" data-module="tr-question" novalidate>${fields
      .filter((field) => isShown(question, field.name))
      .map((field) =>
        fieldHtml(request, { field, values, error: errorOf(field.name), text }),
      )}${button({ text: t(calculator.optional.has(page) ? "tax.work-out" : "web.form.continue") })}</form>
    ${isFirst && html`<p class="tr-hint">${t("tax.private")}</p>`}${askBox(request)}`;
  return {
    title,
    content,
    isError: faults.length > 0,
    ...(question.status ? { status: question.status } : {}),
  };
}

/** The input to which a fault leads: of a date the box that has to be looked at. */
const targetOf = (field: Field, fault: InvalidAnswer): string =>
  field.type === "date" ? `${field.name}-${("part" in fault && fault.part) || "year"}` : field.name;

/** Fields that only others' answers bring, such as a spouse's: shown where an earlier page has decided it. */
function isShown({ calculator, page, reading }: Question, name: string): boolean {
  const field = calculator.form.page(page)?.fields.find((one) => one.name === name);
  const when = field?.showWhen;
  return !when || !("field" in when) || !("is" in when) || reading.answers[when.field] === when.is;
}

function backOf({ calculator, page, reading }: Question, address: string): string {
  if (reading.open === null && calculator.optional.has(page)) return `/tax/${calculator.id}${address}`;
  const pages = path(calculator.form, reading.answers);
  const before = pages[pages.indexOf(page) - 1];
  return before ? `/tax/${calculator.id}/${before}${address}` : "/tax";
}
