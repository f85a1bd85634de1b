import { parseReference, type StepOf } from "@troad/flow";
import type { Answers } from "@troad/forms";
import type { LoadedService } from "./services.ts";

/** An answer that a step brings: its field, and where it comes from: a data set by its address on the road, or another part of the case. */
export type Origin = { field: string; from: string };

/** Where each answer comes from that a step brings. */
export function originsOf(
  { service, step, locked }: { service: LoadedService; step: StepOf<"fill">; locked: Answers },
  instance: string,
): Origin[] {
  return Object.keys(locked).map((field) => {
    const { kind, source } = parseReference(step.prefill![field]!);
    const provider = kind === "sources" ? service.definition.sources.find(({ id }) => id === source)?.provider : undefined;
    return { field, from: provider === undefined ? kind : `${instance}/${provider}` };
  });
}
