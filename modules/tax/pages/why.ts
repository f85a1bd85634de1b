import { details, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type Certainty, decisive, explainBasis, type Step, type Trace, valueIn } from "@troad/law";
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
  return html`<li class="tax-steps__step"><p class="tax-steps__head"><span>${local(step.label, request.lang)}</span> <span class="tax-steps__value">${valueIn(step.value, step.type, lang, step.text)}</span></p><p class="tax-steps__text">${explainBasis(step, lang)}</p>${certaintyTag(request, step.certainty)}</li>`;
}
const list = (request: FastifyRequest, steps: Trace): Html =>
  html`<ol class="tax-steps">${steps.map((step) => stepItem(request, step))}</ol>`;

/** Step by step, from the answer back to the facts: first those that count, behind a click those that came to nothing and the other ways. */
export function why(request: FastifyRequest, trace: Trace, want: readonly string[]): Html {
  const { t } = request;
  const main = decisive(trace, want);
  const counting = main.filter((step) => !isNothing(step) || want.includes(step.variable)).toReversed();
  const nothing = main.filter((step) => !counting.includes(step));
  const others = trace.filter((step) => !main.includes(step));
  return html`${list(request, counting)}${
    nothing.length > 0 && details({ summaryText: t("tax.why.nothing", { n: nothing.length }), html: list(request, nothing) })
  }${others.length > 0 && details({ summaryText: t("tax.why.others", { n: others.length }), html: list(request, others) })}`;
}
