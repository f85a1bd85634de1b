import { laws } from "@troad/content-law";
import { lawsOf, passes, type StepOf } from "@troad/flow";
import type { ShownLaw } from "../api.ts";
import type { Case } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { readerOf } from "../domain/values.ts";

/** What a step shows of what the law worked out: the variables, and the sentences of those that they rest on. */
export function shownOf(service: LoadedService, { shows = [] }: StepOf<"fill">, state: Case): ShownLaw[] {
  const { law: worked } = state;
  if (!worked) return [];
  const known = new Map(
    lawsOf(service.definition)
      .flatMap(({ name }) => laws.get(name)?.variables ?? [])
      .map((one) => [one.name, one]),
  );
  const read = readerOf(service, state);
  return shows
    .filter(({ when }) => passes(when, read))
    .map(({ title, variables, lowest = false }) => ({
      ...{ title, lowest },
      rows: variables.flatMap((variable) => {
        const { label, type } = known.get(variable) ?? {};
        const value = worked.values[variable];
        if (!label || value === undefined) return [];
        return [{ variable, label: { ...label }, value: value as ShownLaw["rows"][number]["value"], money: type === "money" }];
      }),
      why: worked.trace
        .filter(({ variable, article }) => variables.includes(variable) && article !== null)
        .map(({ text, article }) => ({ text, article })),
    }));
}
