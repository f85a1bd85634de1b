import { scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { LawError, valueIn } from "@troad/law";
import { todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { addressOf } from "../domain/answers.ts";
import type { Tax } from "../tax.ts";
import type { Answered } from "./answered.ts";
import { unconfirmed } from "./why.ts";
import { lawLang } from "./words.ts";

/** The same facts under the law of each year, each with a link to its own page. */
export function yearsPart(tax: Tax, request: FastifyRequest, { calculator, answers, year }: Answered): Html | undefined {
  if (calculator.years.length < 2) return undefined;
  const { t } = request;
  const rows = calculator.years.map((one) => {
    const own = one === year;
    const label = t("tax.year", { roc: one - 1911, year: one });
    const link = own
      ? html`${label}`
      : html`<a class="tr-link" href="/tax/${calculator.id}${addressOf(calculator, answers, one)}">${label}</a>`;
    const { value, note } = inYear(request, { calculator, answers }, one, todayOf(tax));
    const classes = own ? { classes: "tax-cell--own" } : {};
    return [
      { html: link, ...classes },
      { text: value, format: "numeric", ...classes },
      { html: note, ...classes },
    ];
  });
  const title = t("tax.part.years");
  return scrollable(
    title,
    table({
      head: [
        { text: t("tax.year-head") },
        { text: t("tax.value-head"), format: "numeric" },
        { html: html`<span class="tr-visually-hidden">${t("tax.certainty-head")}</span>` },
      ],
      rows,
      firstCellIsHeader: true,
    }),
  );
}

function inYear(
  request: FastifyRequest,
  { calculator, answers }: Pick<Answered, "calculator" | "answers">,
  year: number,
  today: string,
): { value: string; note: Html } {
  try {
    const { results, trace } = calculator.work(answers, year, today);
    const [first] = results;
    if (!first) throw new RangeError(`${calculator.id} gives nothing`);
    const certainty = trace.find(({ variable }) => variable === first.name)?.certainty ?? "D";
    return {
      value: valueIn(first.value, first.type, lawLang(request.lang), first.text),
      note: unconfirmed(request, certainty) ?? html``,
    };
  } catch (error) {
    if (error instanceof LawError) return { value: "–", note: html`${request.t("tax.no-rule")}` };
    throw error;
  }
}
