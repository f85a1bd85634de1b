import { FlowError } from "../errors.ts";
import type { ServiceDefinition } from "./schema.ts";

/**
 * The usual time for files of administrative decisions, where a service names none. An agency keeps files for the years of its own schedule,
 * which the National Archives approves, and destroys none before (Archives Act, article 12).
 */
const usualMonths = 120;

/** How long all that a case knows is kept after its end, and the text key of the rule; null for the usual one. */
export function keepOf({ keep, documents, duplicates }: ServiceDefinition): { rule: string | null; months: number } {
  if (keep) return keep;
  return { rule: null, months: Math.max(usualMonths, documents?.keepMonths ?? 0, duplicates?.months ?? 0) };
}

/** Documents are named by their case, and duplicates are found by its answers: neither outlasts it. */
export function checkKeep({ keep, documents, duplicates }: ServiceDefinition): void {
  if (!keep) return;
  for (const [what, months = 0] of [
    ["documents", documents?.keepMonths],
    ["duplicates", duplicates?.months],
  ] as const)
    if (months > keep.months) throw new FlowError("flow.keep", "keep", `${what} need the case for ${months} months`);
}
