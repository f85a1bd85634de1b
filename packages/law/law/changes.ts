import type { Law } from "./create.ts";

type Spell = { readonly from: string; readonly to: string | null };

/**
 * Whether a formula or a figure on which results rest begins or ends on a day after `after` and not after `until` (days as `2026-12-01`): whether
 * the rules of the one day are those of the other. A figure that a formula asks for another day counts as well.
 */
export function changedBetween(law: Law, want: readonly string[], { after, until }: { after: string; until: string }): boolean {
  const figures = new Map(law.parameters.map((one) => [one.name, one.values]));
  const seen = new Set<string>();
  const changes = (spells: readonly Spell[]): boolean =>
    spells.some(({ from, to }) => (from > after && from <= until) || (to !== null && to >= after && to < until));
  const inNode = (node: unknown): boolean => {
    if (typeof node !== "object" || node === null) return false;
    if ("name" in node && typeof node.name === "string" && named(node.name)) return true;
    return Object.values(node).some(inNode);
  };
  const named = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    const formulas = law.definitions.variable(name)?.formulas ?? [];
    return changes(formulas) || changes(figures.get(name) ?? []) || formulas.some(({ expr }) => inNode(expr));
  };
  return want.some(named);
}
