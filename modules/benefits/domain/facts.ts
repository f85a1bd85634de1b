import type { Reads } from "./scheme.ts";

export type Facts = Record<string, string | number | boolean>;

/** What a register said of a person: the facts that the scheme names, and the day on which it says that the benefit has ended. */
export type ReadFacts = { facts: Facts; endedOn: string | null };

const isFact = (value: unknown): value is string | number | boolean => ["string", "number", "boolean"].includes(typeof value);

/** A record as facts; a field that is empty is no fact. */
export function factsOf({ facts, ends }: Reads, record: Readonly<Record<string, unknown>>): ReadFacts {
  const read = Object.entries(facts).flatMap(([fact, field]) => (isFact(record[field]) ? [[fact, record[field]] as const] : []));
  const day = ends?.values.includes(String(record[ends.field])) ? record[ends.on] : null;
  return { facts: Object.fromEntries(read), endedOn: typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null };
}

type Known = {
  /** What the case said, with later changes. */
  stored: Facts;
  /** What was read last, and what the run of this month read. */
  last: Facts | null;
  monthly: Facts | null;
};

/** The facts of a month; undefined where the register has not said them. What is read is never taken from the case. */
export function factsFor(reads: Reads | undefined, { stored, last, monthly }: Known): Facts | undefined {
  if (!reads) return stored;
  if (!last || !monthly) return undefined;
  const pick = (from: Facts, wanted: (fact: string) => boolean): [string, string | number | boolean][] =>
    Object.entries(from).filter(([fact]) => wanted(fact));
  const isRead = (fact: string) => Object.hasOwn(reads.facts, fact);
  const isLasting = (fact: string) => reads.lasting.includes(fact);
  return Object.fromEntries([
    ...pick(stored, (fact) => !isRead(fact)),
    ...pick(monthly, (fact) => !isLasting(fact)),
    ...pick(last, isLasting),
  ]);
}
