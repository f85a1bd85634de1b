/** The oracle: what is known from outside of each service, item by item. It stays where it is; a map names an item by its place and a hash. */
import { createHash } from "node:crypto";

export type OracleEntry = {
  readonly id: string;
  readonly eligibility: readonly unknown[];
  readonly law: readonly { readonly article: string }[];
  readonly dataGovernmentHolds: readonly (string | { readonly register: string })[];
  readonly steps: readonly unknown[];
  readonly documents: { readonly paper?: readonly unknown[]; readonly replacedByExchange?: readonly unknown[] };
  readonly outcome: unknown;
};

const hashOf = (item: unknown): string => createHash("sha256").update(JSON.stringify(item)).digest("hex").slice(0, 8);

/** "13,14–16,48-2" as 13, 14, 15, 16 and 48-2; a range that begins or ends within an article stays one, and so does what is no number. */
function articlesOf(citation: string): string[] {
  const parts = citation.split(",").map((part) => part.trim());
  if (!parts.every((part) => /^\d[\d–-]*$/.test(part))) return [];
  return parts.flatMap((part) => {
    const [, from, to] = /^(\d+)–(\d+)$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return [part];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => String(Number(from) + n));
  });
}

/** Names of all items of an entry: kind, place and hash, so that a changed text is an item that no map knows; a law by its articles. */
export function itemsOf(entry: OracleEntry): string[] {
  const lists: Readonly<Record<string, readonly unknown[]>> = {
    eligibility: entry.eligibility,
    register: entry.dataGovernmentHolds,
    step: entry.steps,
    paper: entry.documents.paper ?? [],
    replaced: entry.documents.replacedByExchange ?? [],
    outcome: [entry.outcome],
  };
  const named = Object.entries(lists).flatMap(([kind, items]) => items.map((item, place) => `${kind} ${place} ${hashOf(item)}`));
  const laws = entry.law.flatMap((row, place) => {
    const articles = articlesOf(row.article);
    const names = articles.length > 1 ? articles.map((article) => `law ${place}.${article}`) : [`law ${place}`];
    return names.map((name) => `${name} ${hashOf(row)}`);
  });
  return [...named, ...laws];
}

/** Names of registers that the entries use. */
export const registerNames = (entries: readonly OracleEntry[]): string[] => [
  ...new Set(
    entries.flatMap(({ dataGovernmentHolds: held }) => held.map((one) => (typeof one === "string" ? one : one.register))),
  ),
];
