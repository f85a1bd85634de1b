import type { Flow } from "../definition/flow.ts";
import { outcomesOf } from "../definition/outcomes.ts";
import type { Day, FlowState } from "./state.ts";

/** What the end of a limit does by itself. An officer's limit does nothing: the case is late, and queues say so. */
export function outcomeOfTime(flow: Flow, { place }: FlowState, today: Day): string | undefined {
  const step = place && flow.step(place.step);
  if (!place || !step || place.due === null || today <= place.due) return undefined;
  return outcomesOf(step).find((outcome) => outcome === "expired" || outcome === "overdue");
}
