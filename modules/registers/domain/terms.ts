import type { Data } from "@troad/entry";
import type { Register } from "./register.ts";

/** A value by which a record is found. */
export type Term = { register: string; field: string; term: string; subject: string };

/** An address is also found from its street on: what follows the village and the neighbourhood. */
const street = /^.{2,3}[縣市].{1,4}[鄉鎮市區].{1,5}[里村](?:\d+鄰)?(.+)$/;

/** The field under which the person of a record with a key of its own is kept. */
export const personTerm = "person of the record";

/** Longer texts are found by their beginning. */
const longestTerm = 120;

type TermRegister = Pick<Register, "id" | "lookUp" | "search"> & { subjectKey?: Register["subjectKey"] };

/** Whether records of a register are found by more than their key. */
export const hasTerms = ({ lookUp, search, subjectKey }: TermRegister): boolean =>
  lookUp !== undefined || search !== undefined || (typeof subjectKey === "object" && subjectKey.person !== undefined);

/** The values by which the newest version of a record is found. Letters are found in any case. */
export function termsOf({ id: register, lookUp = [], search, subjectKey }: TermRegister, subject: string, data: Data): Term[] {
  const terms = new Map<string, Term>();
  const add = (field: string, text: string): void => {
    const term = text.slice(0, longestTerm);
    terms.set(`${field} ${term}`, { register, field, term, subject });
  };
  const person = typeof subjectKey === "object" && subjectKey.person !== undefined ? data[subjectKey.person] : undefined;
  if (typeof person === "string") add(personTerm, person);
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
