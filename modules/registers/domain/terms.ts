import type { Data } from "@troad/entry";
import type { Register } from "./register.ts";

/** A value by which a record is found. */
export type Term = { register: string; field: string; term: string; subject: string };

/** An address is also found from its street on: what follows the village and the neighbourhood. */
const street = /^.{2,3}[縣市].{1,4}[鄉鎮市區].{1,5}[里村](?:\d+鄰)?(.+)$/;

/** Longer texts are found by their beginning. */
const longestTerm = 120;

/** The values by which the newest version of a record is found. Letters are found in any case. */
export function termsOf(
  { id: register, lookUp = [], search }: Pick<Register, "id" | "lookUp" | "search">,
  subject: string,
  data: Data,
): Term[] {
  const terms = new Map<string, Term>();
  const add = (field: string, text: string): void => {
    const term = text.slice(0, longestTerm);
    terms.set(`${field} ${term}`, { register, field, term, subject });
  };
  for (const field of lookUp) if (typeof data[field] === "string") add(field, data[field]);
  for (const field of search?.by ?? []) {
    const value = data[field];
    if (typeof value !== "string" || value === "") continue;
    for (const text of [value, street.exec(value)?.[1]]) if (text) add(`search ${field}`, searchable(text));
  }
  return [...terms.values()];
}

export const searchable = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll("台", "臺").replace(/\s+/g, " ").trim();
