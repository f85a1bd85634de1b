import type { SourceState } from "../api.ts";
import type { Case } from "./actions.ts";

/** How each source of the service stands, in the service's order. */
export function sourceStates(
  state: Pick<Case, "sources" | "state">,
  sources: { id: string; provider: string; fields: string[] }[],
): Omit<SourceState, "use">[] {
  return sources.map(({ id, provider, fields }) => {
    const known = state.sources.get(id);
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
