import { exitsOf, type Flow } from "@troad/flow";
import type { SourceState } from "../api.ts";
import type { Case } from "./actions.ts";

/** Sources that the case has asked, or may still ask on some way from where it stands; not those of a way that it did not take. */
export function isOnTheWay(flow: Flow, { place, sources, ended }: Pick<Case, "place" | "sources" | "ended">) {
  const ahead = new Set<string>();
  const steps = new Set<string>();
  const open = place ? [place.step] : ended ? [] : [flow.first.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = flow.step(id);
    if (!step || steps.has(id)) continue;
    steps.add(id);
    if (step.kind === "collect") for (const source of step.sources) ahead.add(source);
    open.push(...exitsOf(step).map(({ to }) => to));
  }
  const asked = [...sources.keys()];
  return (source: string): boolean =>
    sources.has(source) || ahead.has(source) || asked.some((key) => key.startsWith(`${source}.`));
}

/** How each source of the service stands, in the service's order. */
export function sourceStates(
  state: Pick<Case, "sources" | "state">,
  sources: { id: string; provider: string; fields: string[] }[],
): Omit<SourceState, "use">[] {
  // a source that was asked about several persons stands once for each
  const each = sources.flatMap((source) => {
    const own = [...state.sources.keys()].filter((key) => key.startsWith(`${source.id}.`));
    return own.length === 0 ? [{ ...source, key: source.id }] : own.sort().map((key) => ({ ...source, key }));
  });
  return each.map(({ id, key, provider, fields }) => {
    const known = state.sources.get(key);
    return {
      id,
      provider,
      fields,
      state: known?.received ? "received" : known?.code && state.state === "stopped" ? "failed" : "waiting",
      exchangeId: known?.exchangeId ?? null,
      code: known?.code ?? null,
      at: known?.at ?? null,
    };
  });
}
