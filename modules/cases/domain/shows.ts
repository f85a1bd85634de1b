import { laws } from "@troad/content-law";
import type { StepOf } from "@troad/flow";
import type { ShownLaw } from "../api.ts";
import type { Case } from "./actions.ts";
import type { LoadedService } from "./services.ts";

/** What a step shows of what the law worked out: the variables, and the sentences of those that they rest on. */
export function shownOf({ definition }: LoadedService, { shows = [] }: StepOf<"fill">, { law: worked }: Pick<Case, "law">): ShownLaw[] {
  const law = definition.law && laws.get(definition.law.name);
  if (!law || !worked) return [];
  return shows.map(({ title, variables, lowest = false }) => ({
    ...{ title, lowest },
    rows: variables.flatMap((variable) => {
      const known = law.definitions.variable(variable);
      const value = worked.values[variable];
      if (!known || value === undefined) return [];
      return [{ variable, label: { ...known.label }, value: value as ShownLaw["rows"][number]["value"], money: known.type === "money" }];
    }),
    why: worked.trace
      .filter(({ variable, article }) => variables.includes(variable) && article !== null)
      .map(({ text, article }) => ({ text, article })),
  }));
}
