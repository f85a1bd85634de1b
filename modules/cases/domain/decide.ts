import { laws } from "@troad/content-law";
import { recordOf, situationOf } from "@troad/forms";
import type { Instant } from "@troad/kernel";
import { explain, type Facts } from "@troad/law";
import type { Decision } from "../api.ts";
import type { Case } from "./actions.ts";
import type { LoadedService } from "./services.ts";

/** The languages in which the law explains itself; other readers get English. */
const lawLanguages = ["zh-Hant", "en"] as const;

export type Decided = { decision: Decision } | { impossible: { code: string; source: string | null } };

/** Works out the decision from answers and records, by the law that the service names. Pure; the trace says why. */
export function decide(service: LoadedService, state: Case, today: string, at: Instant): Decided {
  const sources: Record<string, Record<string, unknown>> = {};
  for (const source of service.definition.sources) {
    const record = recordOf(source, state.sources.get(source.id)?.record ?? null);
    if (!record) return { impossible: { code: "source.no-record", source: source.id } };
    sources[source.id] = record;
  }
  const { law, want, grantedWhen } = service.definition.decision;
  const situation = situationOf(service, { answers: state.answers as Record<string, string | number | boolean>, sources });
  const result = laws.get(law)!.calculate({ want, situation: situation as Facts, at: today });
  const [missing] = result.missing;
  if (missing) return { impossible: { code: "decision.incomplete", source: missing.input } };
  const told = lawLanguages.map((lang) => [lang, explain(result.trace, lang)] as const);
  const trace = result.trace.map((step, index) => ({
    variable: step.variable,
    text: Object.fromEntries(told.map(([lang, sentences]) => [lang, sentences[index] ?? ""])),
    article: step.article?.["zh-Hant"] ?? null,
    value: step.value,
  }));
  return { decision: { granted: result.values[grantedWhen] === true, values: result.values, trace, decidedAt: at } };
}
