import { laws } from "@troad/content-law";
import { type Columns, compileColumns, type Law } from "@troad/law";
import type { Facts } from "./domain/facts.ts";
import { lastDay, monthsFrom } from "./domain/months.ts";
import type { Scheme } from "./domain/scheme.ts";

/** What is due for a month, in whole new dollars, and why; null where a fact is missing. */
export type Due = { due: number; reason: string } | null;

/** Who is entitled to what in a month: the law by its columns, for as many as are asked about. */
export type Eligibility = { due(scheme: Scheme, month: string, facts: readonly Facts[]): Due[] };

export function lawEligibility(known: ReadonlyMap<string, Law> = laws): Eligibility {
  const compiled = new Map<string, Columns>();
  const columnsOf = (scheme: Scheme, month: string): Columns => {
    const key = `${scheme.id} ${month}`;
    const found =
      compiled.get(key) ?? compileColumns(known.get(scheme.law.name)!, { want: [scheme.law.due], at: lastDay(month) });
    if (compiled.size > 200) compiled.clear();
    compiled.set(key, found);
    return found;
  };
  return {
    due: (scheme, month, all) => {
      const columns = columnsOf(scheme, month);
      const inputs = columns.inputs.map((input) =>
        Float64Array.from(all, (facts) => columnValue(scheme, columns, input, month, facts)),
      );
      const [output] = [new Float64Array(all.length)];
      columns.run(inputs, [output], 0, all.length);
      return all.map((facts, n): Due => {
        const age = ageOf(scheme, month, facts);
        if (age === undefined || inputs.some((column) => Number.isNaN(column[n])) || Number.isNaN(output[n])) return null;
        if (scheme.age && (age < 0 || age > scheme.age.through)) return { due: 0, reason: "age" };
        return { due: output[n]!, reason: output[n]! > 0 ? "due" : "law" };
      });
    },
  };
}

/** An age in months; 0 where the scheme has none, undefined where its day is missing. */
function ageOf({ age }: Scheme, month: string, facts: Facts): number | undefined {
  if (!age) return 0;
  const from = facts[age.from];
  return typeof from === "string" && /^\d{4}-\d{2}-\d{2}$/.test(from) ? monthsFrom(from, month) : undefined;
}

/** A fact as a column takes it: booleans 0 and 1, codes by their place; NaN where it is missing. */
function columnValue(scheme: Scheme, { codes }: Columns, input: string, month: string, facts: Facts): number {
  if (scheme.age?.input === input) return Math.max(0, ageOf(scheme, month, facts) ?? Number.NaN);
  const value = facts[scheme.law.facts[input] ?? ""];
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const place = typeof value === "string" ? codes.indexOf(value) : -1;
  return place < 0 ? Number.NaN : place;
}
