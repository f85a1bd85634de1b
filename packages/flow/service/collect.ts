import type { Answers } from "@troad/forms";
import { type Derived, derive, isDerived } from "../definition/derived.ts";
import { parseReference } from "../definition/guard.ts";
import type { Service } from "./load.ts";
import type { CertificateDefinition, ServiceLaw, ServiceSource } from "./schema.ts";

/** What has come together for a case: answers, the records by source, outcomes by step, and once worked out the law's values. */
export type Collected = {
  answers: Answers;
  sources: Record<string, Record<string, unknown>>;
  law?: Record<string, unknown>;
  outcomes?: Record<string, string>;
  /** What every case knows of itself: number, applicant, name, today. */
  case?: Record<string, unknown>;
  /** What steps wrote in registers, by step. */
  written?: Record<string, Record<string, unknown>>;
};

/** The record to decide on: the one found, or what absence means; undefined when absence means nothing and the case must stop. */
export const recordOf = (source: ServiceSource, found: Record<string, unknown> | null): Record<string, unknown> | undefined =>
  found ?? source.absent;

/** The value that a reference of service.json leads to; undefined when it is not there. */
export function valueAt(reference: string, collected: Collected): unknown {
  const { kind, source, name } = parseReference(reference);
  const own = (record: Record<string, unknown> | undefined) =>
    record && Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined;
  if (kind === "answers") return partOf(collected.answers, name);
  if (kind === "law") return own(collected.law);
  if (kind === "outcomes") return own(collected.outcomes);
  if (kind === "case") return own(collected.case);
  if (kind === "written") {
    const entries = collected.written ?? {};
    return own(Object.hasOwn(entries, source) ? entries[source] : undefined);
  }
  return Object.hasOwn(collected.sources, source) ? partOf(collected.sources[source]!, name) : undefined;
}

/** What a list in the values of a write step is made of: lists in it are laid out, and what is not there is left out. */
export const listAt = (references: readonly string[], read: (reference: string) => unknown): unknown[] =>
  references.flatMap((reference) => read(reference) ?? []);

type Values = Readonly<Record<string, string | readonly string[] | { value: string | number | boolean | null[] } | Derived>>;
type Parts = { [name: string]: unknown };

/** What a step writes in a field. */
export function writtenValue(from: Values[string], read: (reference: string) => unknown): unknown {
  if (typeof from === "string") return read(from);
  if (Array.isArray(from)) return listAt(from as readonly string[], read);
  return isDerived(from) ? derive(from, read) : (from as { value: unknown }).value;
}

/** The facts of an entry as far as they are known; `entry.target.to` is a part of a part of the fact `entry`. */
export function factsOf(values: Values, read: (reference: string) => unknown): Parts {
  const facts: Parts = {};
  for (const [name, from] of Object.entries(values)) {
    const value = writtenValue(from, read);
    if (value === undefined || value === null) continue;
    const parts = name.split(".");
    let within = facts;
    for (const part of parts.slice(0, -1)) {
      within[part] ??= {};
      within = within[part] as Parts;
    }
    within[parts.at(-1)!] = value;
  }
  return facts;
}

/** A field, or a part of one that has parts: `home.district`; of a list the part of each of its entries: `members.nationalId`. */
function partOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  const [field = "", part] = name.split(".", 2);
  const value = Object.hasOwn(record, field) ? record[field] : undefined;
  if (part === undefined) return value ?? undefined;
  const within = (one: unknown): unknown =>
    typeof one === "object" && one !== null && !Array.isArray(one) && Object.hasOwn(one, part)
      ? (one as Record<string, unknown>)[part]
      : undefined;
  return Array.isArray(value) ? value.flatMap((one) => within(one) ?? []) : within(value);
}

/**
 * The day whose figures of the law count: the one that the service names, for a year its last; without one the day given.
 */
export function lawDayOf({ definition }: Service, collected: Collected, day: string): string {
  const from = definition.law?.at;
  const value = from === undefined ? undefined : valueAt(from, collected);
  if (typeof value !== "string") return day;
  return /^\d{4}$/.test(value) ? `${value}-12-31` : value;
}

/** The facts for the law: every input that is known. What is not known is left out, so that the law lists it as missing. */
export function situationOf({ inputs }: Pick<ServiceLaw, "inputs">, collected: Collected): Record<string, unknown> {
  const known = Object.entries(inputs)
    .map(([input, from]) => {
      if (isDerived(from)) return [input, derive(from, (reference) => valueAt(reference, collected))] as const;
      return [input, typeof from === "string" ? valueAt(from, collected) : from.value] as const;
    })
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(known);
}

type Statement = CertificateDefinition["statements"][number];

/** What a certificate says: statements in order with their values; throws when one has no value, since a certificate has no gaps. */
export function statementsOf(
  { statements }: Pick<CertificateDefinition, "statements">,
  collected: Collected,
): (Statement & { value: string | number })[] {
  return statements.map((statement) => {
    const value = valueAt(statement.from, collected);
    if (typeof value !== "string" && typeof value !== "number")
      throw new TypeError(`statement ${statement.id} has no value at ${statement.from}`);
    return { ...statement, value };
  });
}
