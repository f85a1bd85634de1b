import { broughtFrom, parseReference, type StepOf } from "@troad/flow";
import type { Answers } from "@troad/forms";
import type { LoadedService } from "./services.ts";

/** An answer that a step brings: its field, and where it comes from: a data set by its address on the road, or another part of the case. */
export type Origin = { field: string; from: string };

/** What a step offers: where it comes from, what it is, and the field in which the person says why it is otherwise. */
export function offersOf(
  { service, step, offered }: { service: LoadedService; step: StepOf<"fill">; offered: Answers },
  instance: string,
): (Origin & { value: unknown; reason: string })[] {
  const reason = (field: string): string => {
    const brought = step.prefill![field]!;
    return typeof brought === "object" && "reason" in brought ? brought.reason : "";
  };
  return originsOf({ service, step, locked: offered }, instance).map((origin) => ({
    ...{ ...origin, value: offered[origin.field], reason: reason(origin.field) },
  }));
}

/** Where each answer comes from that a step brings. */
export function originsOf(
  { service, step, locked }: { service: LoadedService; step: StepOf<"fill">; locked: Answers },
  instance: string,
): Origin[] {
  return Object.keys(locked).map((field) => {
    const { kind, source } = parseReference(broughtFrom(step.prefill![field]!)[0]!);
    const provider = kind === "sources" ? service.definition.sources.find(({ id }) => id === source)?.provider : undefined;
    return { field, from: provider === undefined ? kind : `${instance}/${provider}` };
  });
}
