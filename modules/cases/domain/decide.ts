import { laws } from "@troad/content-law";
import { situationOf } from "@troad/flow";
import type { Instant } from "@troad/kernel";
import { explain, type Facts, lawDigest } from "@troad/law";
import type { Assessed, Case } from "./actions.ts";
import type { Decision, LawVersion } from "./decision.ts";
import type { LoadedService } from "./services.ts";
import { collectedOf } from "./values.ts";

/** The languages in which the law explains itself; other readers get English. */
const lawLanguages = ["zh-Hant", "en"] as const;

export type Impossible = { impossible: { code: string; source: string | null } };

/** The law of a service as it is now; undefined where an officer decides without one. */
export function lawVersionOf({ definition }: Pick<LoadedService, "definition">): LawVersion | undefined {
  const law = definition.law && laws.get(definition.law.name);
  return law && { name: definition.law!.name, hash: lawDigest(law) };
}

/** Works out the variables that the service wants of its law, from answers and records. Pure; the trace says why. */
export function assess(service: LoadedService, state: Case, today: string): { assessed: Assessed } | Impossible {
  const collected = collectedOf(service, state);
  for (const { id } of service.definition.sources)
    if (state.sources.get(id)?.received && !collected.sources[id])
      return { impossible: { code: "source.no-record", source: id } };
  const { name, want } = service.definition.law!;
  const situation = situationOf(service, collected);
  const result = laws.get(name)!.calculate({ want, situation: situation as Facts, at: today });
  const [missing] = result.missing;
  if (missing) return { impossible: { code: "decision.incomplete", source: missing.input } };
  const told = lawLanguages.map((lang) => [lang, explain(result.trace, lang)] as const);
  const trace = result.trace.map((step, index) => ({
    variable: step.variable,
    text: Object.fromEntries(told.map(([lang, sentences]) => [lang, sentences[index] ?? ""])),
    article: step.article?.["zh-Hant"] ?? null,
    value: step.value,
  }));
  const version = lawVersionOf(service)!;
  const { hash: submitted = version.hash } = state.submittedLaw ?? {};
  const law = { ...version, ...(submitted === version.hash ? {} : { submitted }) };
  return { assessed: { values: result.values, trace, law } };
}

/** The decision of the law itself. */
export function decide(service: LoadedService, state: Case, today: string, at: Instant): { decision: Decision } | Impossible {
  const worked = assess(service, state, today);
  if ("impossible" in worked) return worked;
  const granted = worked.assessed.values[service.definition.law!.grantedWhen ?? ""] === true;
  return { decision: { granted, ...worked.assessed, decidedAt: at } };
}
