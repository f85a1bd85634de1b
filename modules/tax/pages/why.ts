import { citedAct } from "@troad/content-law";
import { details } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type Certainty, decisive, explainBasis, type Law, type Step, type Trace, valueIn } from "@troad/law";
import type { FastifyRequest } from "fastify";
import { lawLang, local } from "./words.ts";

/** What was not read in the law or on an official page says so, in one quiet line; what was says nothing. */
export const unconfirmed = (request: FastifyRequest, certainty: Certainty): Html | undefined =>
  certainty > "B" ? html`<span class="tr-hint">${request.t(`tax.certainty.${certainty}`)}</span>` : undefined;

/** Nothing was taken off, added or paid at this step. */
const isNothing = ({ value }: Step): boolean => value === 0 || value === false;

function stepItem(request: FastifyRequest, step: Step): Html {
  const lang = lawLang(request.lang);
  const value = html`<span class="tax-steps__value">${valueIn(step.value, step.type, lang, step.text)}</span>`;
  return html`<li class="tax-steps__step"><p class="tax-steps__head"><span>${local(step.label, request.lang)}</span> ${value}</p>
    <p class="tax-steps__text">${explainBasis(step, lang)} ${lawLinks(request, step)}</p></li>`;
}

/** The articles of a step, to be read in the database of laws. */
function lawLinks({ t }: FastifyRequest, { article }: Step): Html[] {
  const cited = (article?.["zh-Hant"] ?? "").split(/[、；，/]\s*/).flatMap((citation) => citedAct(citation) ?? []);
  return cited.map(
    ({ act, article: number, address }) =>
      html`<a class="tr-link tax-steps__law" href="${address}" rel="external" lang="zh-Hant">${act}${number !== null && ` §${number}`}<span
        class="tr-visually-hidden">${t("tax.law-outside")}</span></a> `,
  );
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

/** One quiet note where something of an answer was not read in the law or on an official page. */
export function certaintyNote(request: FastifyRequest, law: Law, trace: Trace, results: readonly string[]): Html | undefined {
  const main = decisive(trace, wanted(trace, results));
  const certainty = weakestOf(main.map((step) => step.certainty));
  const figures = main.flatMap(({ parameters }) => parameters).filter((one) => one.certainty > "B");
  const rules = main.filter(({ variable }) => (law.definitions.variable(variable)?.certainty ?? "A") > "B");
  const names = [...new Set([...figures, ...rules].map(({ label }) => local(label, request.lang)))];
  if (certainty <= "B") return undefined;
  const which = names.length > 0 && request.t("tax.certainty.which", { names: names.join(request.t("web.comma")) });
  return html`<p class="tax-answer__note tr-hint">${request.t("tax.certainty.some")} ${which}</p>`;
}
const weakestOf = (all: readonly Certainty[]): Certainty => all.toSorted().at(-1) ?? "D";
