import { hash } from "node:crypto";
import { laws } from "@troad/content-law";
import { lawDayOf, lawsOf, situationOf } from "@troad/flow";
import { type Instant, taipeiDate } from "@troad/kernel";
import { changedBetween, explain, type Facts, type Law, lawDigest, type Trace, type Value } from "@troad/law";
import type { Assessed, Case } from "./actions.ts";
import type { Decision, LawVersion } from "./decision.ts";
import type { LoadedService } from "./services.ts";
import { collectedOf } from "./values.ts";

/** The languages in which the law explains itself; other readers get English. */
const lawLanguages = ["zh-Hant", "en"] as const;

export type Impossible = { impossible: { code: string; source: string | null } };

type Service = Pick<LoadedService, "definition">;
const lawOf = ({ definition }: Service): Law | undefined => definition.law && laws.get(definition.law.name);

/** The law of a service as it is now; undefined where an officer decides without one. */
export function lawVersionOf(service: Service, law = lawOf(service)): LawVersion | undefined {
  if (!law) return undefined;
  const further = lawsOf(service.definition).slice(1);
  const digests = [lawDigest(law), ...further.map(({ name }) => lawDigest(laws.get(name)!))];
  return { name: service.definition.law!.name, hash: digests.length === 1 ? digests[0]! : hash("sha256", digests.join(" ")) };
}

/** Works out the variables that the service wants of its law on a day, from answers and records. Pure; the trace says why. */
export function assess(
  service: LoadedService,
  state: Case,
  day: string,
  law = lawOf(service)!,
): { assessed: Assessed } | Impossible {
  const collected = collectedOf(service, state);
  for (const { id } of service.definition.sources)
    if (state.sources.get(id)?.received && !collected.sources[id])
      return { impossible: { code: "source.no-record", source: id } };
  const at = lawDayOf(service, collected, day);
  let values: Record<string, Value> = {};
  const steps: Trace[number][] = [];
  for (const { name, want, inputs } of lawsOf(service.definition)) {
    const of = name === service.definition.law!.name ? law : laws.get(name)!;
    const situation = situationOf({ inputs }, { ...collected, law: values });
    const result = of.calculate({ want, situation: situation as Facts, at });
    const [missing] = result.missing;
    if (missing) return { impossible: { code: "decision.incomplete", source: missing.input } };
    values = { ...values, ...result.values };
    steps.push(...result.trace);
  }
  const told = lawLanguages.map((lang) => [lang, explain(steps, lang)] as const);
  const trace = steps.map((step, index) => ({
    variable: step.variable,
    text: Object.fromEntries(told.map(([lang, sentences]) => [lang, sentences[index] ?? ""])),
    article: step.article?.["zh-Hant"] ?? null,
    value: step.value,
  }));
  const version = lawVersionOf(service, law)!;
  const { hash: submitted = version.hash } = state.submittedLaw ?? {};
  return {
    assessed: { values, trace, law: { ...version, ...(submitted === version.hash ? {} : { submitted }) } },
  };
}

/**
 * The decision of the law itself. Rules that changed after the submission count, unless those of that day grant what the new ones refuse
 * and do not forbid (中央法規標準法, article 18).
 */
export function decide(
  service: LoadedService,
  state: Case,
  { today, at }: { today: string; at: Instant },
  law = lawOf(service)!,
): { decision: Decision } | Impossible {
  const { grantedWhen = "", former } = service.definition.law!;
  const grants = ({ values }: Assessed): boolean => values[grantedWhen] === true;
  const worked = assess(service, state, today, law);
  if ("impossible" in worked) return worked;
  const submitted = state.submittedAt === null ? today : taipeiDate(new Date(state.submittedAt));
  if (
    !grants(worked.assessed) &&
    former !== "forbidden" &&
    changedBetween(law, [grantedWhen], { after: submitted, until: today })
  ) {
    const before = assess(service, state, submitted, law);
    if ("assessed" in before && grants(before.assessed)) {
      const { assessed } = before;
      return {
        decision: {
          granted: true,
          ...assessed,
          law: { ...lawVersionOf(service, law)!, ...assessed.law, asOf: submitted },
          decidedAt: at,
        },
      };
    }
  }
  return { decision: { granted: grants(worked.assessed), ...worked.assessed, decidedAt: at } };
}
