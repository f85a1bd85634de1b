import { addMonths, type Day, keepOf } from "@troad/flow";
import { taipeiDate } from "@troad/kernel";
import type { Case } from "./actions.ts";
import { isOver } from "./fold.ts";
import type { LoadedService } from "./services.ts";

/** Drafts are deleted when nobody has touched them for so long. */
export const draftMonths = 12;

/** The day on which a case ended; null while it is under way, or under way again. */
export function endedOn(state: Pick<Case, "state" | "ended" | "updatedAt">): Day | null {
  if (!isOver(state)) return null;
  const told = state.state === "withdrawn" ? undefined : state.ended?.told;
  return told ?? taipeiDate(new Date(state.updatedAt));
}

/** The day on which all that a case knows is erased; null while it is under way. */
export function eraseOn({ definition }: Pick<LoadedService, "definition">, state: Parameters<typeof endedOn>[0]): Day | null {
  const ended = endedOn(state);
  return ended === null ? null : addMonths(ended, keepOf(definition).months);
}
