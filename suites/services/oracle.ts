/** The oracle: what is known from outside of each service, item by item. It stays where it is; a map names an item by its place and a hash. */
import { createHash } from "node:crypto";

export type OracleEntry = {
  readonly id: string;
  readonly eligibility: readonly unknown[];
  readonly law: readonly unknown[];
  readonly dataGovernmentHolds: readonly (string | { readonly register: string })[];
  readonly steps: readonly unknown[];
  readonly documents: { readonly paper?: readonly unknown[]; readonly replacedByExchange?: readonly unknown[] };
  readonly outcome: unknown;
};

const hashOf = (item: unknown): string => createHash("sha256").update(JSON.stringify(item)).digest("hex").slice(0, 8);

/** Names of all items of an entry: kind, place and hash, so that a changed text is an item that no map knows. */
export function itemsOf(entry: OracleEntry): string[] {
  const lists: Readonly<Record<string, readonly unknown[]>> = {
    eligibility: entry.eligibility,
    law: entry.law,
    register: entry.dataGovernmentHolds,
    step: entry.steps,
    paper: entry.documents.paper ?? [],
    replaced: entry.documents.replacedByExchange ?? [],
    outcome: [entry.outcome],
  };
  return Object.entries(lists).flatMap(([kind, items]) => items.map((item, place) => `${kind} ${place} ${hashOf(item)}`));
}

/** Names of registers that the entries use. */
export const registerNames = (entries: readonly OracleEntry[]): string[] => [
  ...new Set(
    entries.flatMap(({ dataGovernmentHolds: held }) => held.map((one) => (typeof one === "string" ? one : one.register))),
  ),
];
