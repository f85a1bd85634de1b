import { formatNumber } from "@troad/design";
import type { Answers } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { LawError, valueIn } from "@troad/law";
import { lineChart } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Calculator, Worked } from "../domain/calculator.ts";
import { type Changes, changesOf } from "../domain/curve.ts";
import { lawLang, local } from "./words.ts";

/** How the answer changes with the fact that moves it most: a chart, the same as a table, and the jumps that the law has. */
export function changesPart(
  request: FastifyRequest,
  calculator: Calculator,
  answers: Answers,
  year: number,
  { results }: Worked,
): Html | undefined {
  const first = results[0];
  const changes = first && curveOf(calculator, answers, year, first.name);
  if (!changes || !first) return undefined;
  const { t, lang } = request;
  const [x, y] = [local(changes.label, lang), local(first.label, lang)];
  const amount = (value: number): string => valueIn(value, "money", lawLang(lang));
  const at = (value: number): string => (changes.isMoney ? amount(value) : formatNumber(value, lang));
  const description = t("tax.changes.description", {
    y,
    x,
    low: at(0),
    lowValue: amount(changes.points[0]?.value ?? 0),
    high: at(changes.points.at(-1)?.at ?? 0),
    highValue: amount(changes.points.at(-1)?.value ?? 0),
  });
  const marginal =
    changes.marginal !== null &&
    html`<p>${t("tax.changes.marginal", { x, amount: amount(Math.round(changes.marginal * 1000)) })}</p>`;
  return html`${lineChart({
    request,
    title: t("tax.changes.title", { y, x }),
    description,
    x: { label: x, shown: at },
    y: { label: y, shown: amount },
    series: [{ label: y, points: changes.points }],
    mark: { ...changes.own, label: t("tax.changes.own") },
  })}
    ${marginal}
    ${jumps(request, changes, at, amount)}`;
}

function jumps(
  { t, lang }: FastifyRequest,
  { cliffs }: Changes,
  at: (value: number) => string,
  amount: (value: number) => string,
): Html | undefined {
  if (cliffs.length === 0) return undefined;
  const items = cliffs.map(
    ({ from, before, after, rule }) =>
      html`<li>${t("tax.changes.jump", { at: at(from), before: amount(before), after: amount(after) })}${
        rule?.article && html` <span class="tr-hint">${local(rule.article, lang)}</span>`
      }</li>`,
  );
  return html`<p>${t("tax.changes.jumps")}</p><ul class="tr-list tr-list--bullet">${items}</ul>`;
}

/** Other values of the fact can lie outside of what the law can answer; then there is no curve, and the answer stands alone. */
function curveOf(calculator: Calculator, answers: Answers, year: number, want: string): Changes | null {
  try {
    return changesOf(calculator, answers, year, want);
  } catch (error) {
    if (error instanceof LawError) return null;
    throw error;
  }
}
