import { decisive, explain, type Lang } from "@troad/law";
import { errorsOf, isWorked, type Result, type Suppositions, type Worked } from "./calculate.ts";
import type { Situation } from "./situation.ts";

/** Every step of every result by `variable<period>`: what it used, which parameters, and its value. */
export function tracesOf(situation: Situation, results: readonly Result[], lang: string, { knownAt }: Suppositions) {
  const trace: Record<string, object> = {};
  for (const { period, calculation } of results.filter(isWorked))
    for (const step of calculation.trace) {
      const place = step.scope ? `${step.scope} ` : "";
      trace[`${place}${step.variable}<${period}>`] = {
        value: step.value,
        dependencies: step.uses.map((use) => `${use.name}<${use.period ?? period}>`),
        parameters: Object.fromEntries(step.parameters.map((one) => [`${one.name}<${one.from}>`, one.value])),
        announced: Object.fromEntries(step.parameters.map((one) => [`${one.name}<${one.from}>`, one.announced])),
        article: step.article,
        ...(step.exceptions ? { exceptions: step.exceptions } : {}),
        certainty: step.certainty,
      };
    }
  const entitiesDescription = Object.fromEntries(Object.entries(situation).map(([plural, all]) => [plural, Object.keys(all)]));
  const errors = errorsOf(results, lang);
  return {
    entitiesDescription,
    requestedCalculations: results.map(({ variable, period }) => `${variable}<${period}>`),
    trace,
    explanation: explanationOf(results.filter(isWorked), lang === "zh-Hant" ? "zh-Hant" : "en", knownAt),
    ...(errors ? { errors } : {}),
  };
}

const MOST_PARAGRAPHS = 500;
/** The steps on which each result rests, in sentences; results beyond the limit have only the trace. */
function explanationOf(results: readonly Worked[], lang: Lang, knownAt: string | undefined): Record<string, string[]> {
  const explanation = new Map<string, string[]>();
  let paragraphs = 0;
  for (const { id, variable, period, calculation } of results) {
    const steps = decisive(calculation.trace, [variable]);
    paragraphs += steps.length;
    if (paragraphs > MOST_PARAGRAPHS) break;
    explanation.set(`${id} ${variable}<${period}>`, explain(steps, lang, knownAt));
  }
  return Object.fromEntries(explanation);
}
