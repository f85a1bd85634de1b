import { details, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type Certainty, decisive, explainBasis, type Law, type Step, type Trace, valueIn } from "@troad/law";
import type { FastifyRequest } from "fastify";
import { lawLang, local } from "./words.ts";

const tones: Record<Certainty, string> = { A: "tr-tag--green", B: "tr-tag--green", C: "tr-tag--amber", D: "tr-tag--red" };

/** How certain a figure is; what was not read in the law or on an official page is shown as not verified. */
export const certaintyTag = (request: FastifyRequest, certainty: Certainty): Html =>
  tag({ text: request.t(`tax.certainty.${certainty}`), classes: tones[certainty] });

/** Nothing was taken off, added or paid at this step. */
const isNothing = ({ value }: Step): boolean => value === 0 || value === false;

function stepItem(request: FastifyRequest, step: Step): Html {
  const lang = lawLang(request.lang);
  const value = html`<span class="tax-steps__value">${valueIn(step.value, step.type, lang, step.text)}</span>`;
  return html`<li class="tax-steps__step"><p class="tax-steps__head"><span>${local(step.label, request.lang)}</span> ${value}</p>
    <p class="tax-steps__text">${explainBasis(step, lang)}</p>${certaintyTag(request, step.certainty)}</li>`;
}
const list = (request: FastifyRequest, steps: Trace): Html =>
  html`<ol class="tax-steps">${steps.map((step) => stepItem(request, step))}</ol>`;

/** Steps that are read at once; the others are one click away. */
const FIRST = 6;

/** Step by step, from the answer back to the facts: the last steps first, behind clicks the earlier ones, those that came to nothing and the other ways. */
export function why(request: FastifyRequest, trace: Trace, results: readonly string[]): Html {
  const { t } = request;
  const want = wanted(trace, results);
  const main = decisive(trace, want);
  const counting = main.filter((step) => !isNothing(step) || want.includes(step.variable)).toReversed();
  const nothing = main.filter((step) => !counting.includes(step));
  const others = trace.filter((step) => !main.includes(step));
  const folded = (key: string, steps: Trace) =>
    steps.length > 0 && details({ summaryText: t(key, { n: steps.length }), html: list(request, steps) });
  return html`${list(request, counting.slice(0, FIRST))}${folded("tax.why.earlier", counting.slice(FIRST))}
    ${folded("tax.why.nothing", nothing)}${folded("tax.why.others", others)}`;
}

/** The answer alone where a rule gives it; all figures where it is put together from several. */
const wanted = (trace: Trace, results: readonly string[]): readonly string[] =>
  trace.some(({ variable }) => variable === results[0]) ? results.slice(0, 1) : results;

/** The certainty of an answer, and what of it was not read in the law or on an official page. */
export function certaintyNote(request: FastifyRequest, law: Law, trace: Trace, results: readonly string[]): Html {
  const main = decisive(trace, wanted(trace, results));
  const certainty = weakestOf(main.map((step) => step.certainty));
  const figures = main.flatMap(({ parameters }) => parameters).filter((one) => one.certainty > "B");
  const rules = main.filter(({ variable }) => (law.definitions.variable(variable)?.certainty ?? "A") > "B");
  const names = [...new Set([...figures, ...rules].map(({ label }) => local(label, request.lang)))];
  return html`<p class="tax-answer__note">${certaintyTag(request, certainty)}</p>${
    names.length > 0 &&
    html`<p class="tax-answer__note tr-hint">${request.t("tax.certainty.which", { names: names.join(request.t("web.comma")) })}</p>`
  }`;
}
const weakestOf = (all: readonly Certainty[]): Certainty => all.toSorted().at(-1) ?? "D";
