import type { Flow } from "./flow.ts";
import { exitsOf } from "./outcomes.ts";
import { endOf } from "./steps.ts";

/** How far a service is online: to its end, with a visit on the way, or at the counter alone. */
export type OnlineDegree = "full" | "part" | "none";

/** A service is online in full where someone can be granted without meeting anybody; a visit on every such way makes it a part. */
export function onlineDegree(flow: Flow, counterOnly: boolean): OnlineDegree {
  if (counterOnly) return "none";
  const seen = new Set<string>();
  const next = [flow.first.id];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const step = flow.step(id);
    if (!step || seen.has(id) || (step.kind === "visit" && !step.remote)) continue;
    seen.add(id);
    for (const { to } of exitsOf(step)) {
      if (endOf(to) === "granted") return "full";
      next.push(to);
    }
  }
  return "part";
}
