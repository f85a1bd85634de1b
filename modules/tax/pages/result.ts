import { button, details, formatDate, formatMoney, formatNumber, section, summaryList, tag } from "@troad/design";
import { path } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { valueIn } from "@troad/law";
import { todayOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { askBox } from "../ask/ask-page.ts";
import { addressOf } from "../domain/answers.ts";
import type { Calculator, Result } from "../domain/calculator.ts";
import { openPages } from "../domain/next.ts";
import { dueOf, isPayable } from "../domain/slips.ts";
import type { Tax } from "../tax.ts";
import type { Answered } from "./answered.ts";
import { changesPart } from "./changes.ts";
import { daysPart } from "./days.ts";
import { lateLink } from "./late-link.ts";
import { certaintyNote, why } from "./why.ts";
import { formText, lawLang, local, wordOf } from "./words.ts";
import { yearsPart } from "./years.ts";

/** The answer first, then from what, why, how it changes, other years, and what can be done with it. */
export function resultPage(tax: Tax, request: FastifyRequest, answered: Answered): View {
  const { calculator, answers, year, worked } = answered;
  const { t } = request;
  const title = wordOf(request, calculator, "title");
  const want = worked.results.map(({ name }) => name);
  const part = (id: string, content: Html | false | undefined) =>
    content && section({ id, title: { text: t(`tax.part.${id}`) }, content });
  // what explains the answer waits behind a click: the answer, what it came from and the next step are the page
  const folded = (id: string, content: Html | false | undefined) =>
    content && html`<div id="${id}">${details({ summaryText: t(`tax.part.${id}`), html: content })}</div>`;
  const content = html`<h1>${title}</h1>${answer(request, answered)}
    ${slipPart(tax, request, answered)}
    ${part("answers", answersPart(request, answered))}
    ${part("days", calculator.days ? daysPart(request, calculator.days(answers, todayOf(tax)), answers, todayOf(tax)) : undefined)}
    ${section({
      id: "more",
      title: { text: t("tax.part.more") },
      content: html`${folded("why", why(request, worked.trace, want))}
        ${folded("changes", changesPart(request, calculator, answers, year, worked))}
        ${folded("years", yearsPart(tax, request, answered))}${folded("link", linkPart(tax, request, answered))}`,
    })}
    <p><a class="tr-link" href="/tax/${calculator.id}">${t("tax.again")}</a></p>${askBox(request)}`;
  return { title, content, path: [] };
}

function answer(request: FastifyRequest, { calculator, year, worked }: Answered): Html {
  const { t } = request;
  const [first, ...rest] = worked.results;
  if (!first) throw new RangeError(`${calculator.id} gives nothing`);
  const label = local(first.label, request.lang);
  const sign =
    typeof first.value === "number" && first.value < 0 ? html`<p class="tax-answer__note">${t("tax.refund")}</p>` : undefined;
  const rows = rest.map((one) => ({
    key: { text: local(one.label, request.lang) },
    value: { html: figureOf(request, calculator, one) },
  }));
  const next = calculator.group === "benefit" && html`<p>${wordOf(request, calculator, "where")}</p>`;
  const named = calculator.years.length > 0 ? t("tax.of-year", { label, roc: year - 1911, year }) : label;
  const want = worked.results.map(({ name }) => name);
  return html`<div class="tax-answer" id="answer"><p class="tax-answer__label">${named}</p>
    <p class="tax-answer__value">${shown(request, first)}</p>${sign}${certaintyNote(request, calculator.law, worked.trace, want)}</div>
    ${rows.length > 0 && summaryList({ rows })}${next}`;
}
const shown = (request: FastifyRequest, { value, type, text }: Result): string =>
  valueIn(value, type, lawLang(request.lang), text);

/** Of benefits each says whether it can be claimed. */
function figureOf(request: FastifyRequest, { group }: Calculator, result: Result): Html {
  const claim =
    group === "benefit" && result.type === "money"
      ? html` ${tag({ text: request.t(result.value ? "tax.claim.yes" : "tax.claim.no"), classes: result.value ? "tr-tag--green" : "tr-tag--grey" })}`
      : undefined;
  return html`${shown(request, result)}${claim}`;
}

function answersPart(request: FastifyRequest, { calculator, answers, asked, year, worked }: Answered): Html {
  const { t } = request;
  const { form, id } = calculator;
  const address = addressOf(calculator, answers, asked);
  const rows = path(form, answers).flatMap((page) =>
    (form.page(page)?.fields ?? [])
      .filter(({ name }) => answers[name] !== undefined)
      .map((field) => {
        const label = formText(request, calculator, field.label);
        return {
          key: { text: label },
          value: { text: answerText(request, calculator, field.name, answers[field.name]) },
          actions: {
            items: [{ href: `/tax/${id}/${page}${address}`, text: t("web.form.change"), visuallyHiddenText: label }],
          },
        };
      }),
  );
  const links = openPages(calculator, answers, year, worked.results[0]?.name ?? "").map(({ page, spread }) => {
    const amount = formatMoney(spread, request.lang);
    const hint = spread > 0 && html` <span class="tr-hint">${t("tax.more.spread", { amount })}</span>`;
    return html`<li><a class="tr-link" href="/tax/${id}/${page}${address}">${wordOf(request, calculator, page)}</a>${hint}</li>`;
  });
  return html`${summaryList({ rows })}${links.length > 0 && html`<p>${t("tax.more")}</p><ul class="tr-list tr-list--bullet">${links}</ul>`}`;
}

/** An answer as people read it. */
export function answerText(request: FastifyRequest, calculator: Calculator, name: string, value: unknown): string {
  const field = calculator.form.pages.flatMap(({ fields }) => fields).find((one) => one.name === name);
  const lang = lawLang(request.lang);
  if (field?.type === "choice") {
    const option = field.options.find((one) => one.value === value);
    return option ? formText(request, calculator, option.label) : String(value);
  }
  if (typeof value === "boolean") return request.t(value ? "web.form.yes" : "web.form.no");
  if (field?.type === "money" && typeof value === "number") return valueIn(value, "money", lang);
  if (field?.type === "date" && typeof value === "string") return valueIn(value, "date", lang);
  return typeof value === "number" ? formatNumber(value, request.lang) : String(value);
}

/** Offers a slip as long as someone takes it; afterwards it leads to what paying late costs. */
function slipPart(tax: Tax, request: FastifyRequest, { calculator, answers, asked, year, worked }: Answered): Html | undefined {
  const owed = dueOf(calculator, answers, year, worked);
  if (!owed) return undefined;
  const { t, lang } = request;
  const { id } = calculator;
  if (!isPayable(owed, todayOf(tax)))
    return html`<p>${t("tax.slip.over", { due: formatDate(owed.due, { lang }) })}</p>${lateLink(request, owed)}`;
  return html`<form method="post" action="/tax/${id}/slip${addressOf(calculator, answers, asked)}">
    ${button({ text: t("tax.slip.make") })}</form><p class="tr-hint">${t("tax.slip.lead")}</p>`;
}

function linkPart({ ctx }: Tax, request: FastifyRequest, { calculator, answers, year }: Answered): Html {
  const href = `${ctx.origin("tax")}/tax/${calculator.id}${addressOf(calculator, answers, calculator.years.length > 0 ? year : null)}`;
  return html`<p>${request.t("tax.link.note")}</p><p class="tax-link"><a class="tr-link" href="${href}">${href}</a></p>`;
}
