import { LawError } from "../errors.ts";
import type { Law } from "../law/create.ts";
import { isDay } from "../values/value.ts";
import { intoBranches } from "./branches.ts";
import { writer } from "./compile.ts";

/** One fact of all cases, or one result: booleans are 0 and 1, days YYYYMMDD, codes the index in `codes`. */
export type Column = Float64Array | Int32Array | Uint8Array;

/** A law compiled for a population on one day. */
export type Columns = {
  /**
   * The facts used, in the order in which their columns are passed: `name`, or `name period` for a fact of another month or year. A group's
   * column contains for each case the index of its first member in the members' columns, with one more entry at the end.
   */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** A code's number is its index here. */
  readonly codes: readonly string[];
  /** The loop's source, for another thread: `runSource(source)` makes it callable there. */
  readonly source: string;
  /** Calculates the cases from `first` up to, but not including, `end`. */
  run(inputs: readonly Column[], outputs: readonly Column[], first: number, end: number): void;
};

type Loop = Columns["run"];

/**
 * Makes the loop callable. Only the compiler writes its text: names are numbered, values are validated numbers, nothing comes from outside
 * (docs/adr/0022-columns-by-code.md).
 */
export const runSource = (source: string): Loop => new Function("inputs", "outputs", "first", "end", source) as Loop;

/**
 * Compiles variables of one entity to a loop over columns; equal to the scalar run if all facts are known. Throws law.columns for anything
 * without columns, law.overflow if a number could exceed what a double holds exactly.
 */
export function compileColumns(law: Law, { want, at }: { want: readonly string[]; at: string }): Columns {
  if (!isDay(at)) throw new LawError("law.type", at, "must be a day as YYYY-MM-DD");
  const used: string[] = [];
  const entity = law.definitions.variable(want[0] ?? "")?.entity ?? "";
  const { lines, codes, headers, fact } = writer(law.definitions, entity, at, (name) => {
    if (!used.includes(name)) used.push(name);
    return `c${used.indexOf(name)}`;
  });
  const results = want.map((name, place) => {
    const variable = law.definitions.variable(name);
    if (!variable) throw new LawError("law.unknown-variable", name, "is no variable of this law");
    const written = fact(name);
    if (typeof written === "string") return `o${place}[i] = ${variable.type === "boolean" ? `${written} ? 1 : 0` : written};`;
    return `o${place}[i] = ${written.d === 1 ? written.n : `${written.n} / (${written.d})`};`;
  });
  const source = [
    '"use strict";',
    ...used.map((_, place) => `const c${place} = inputs[${place}];`),
    ...want.map((_, place) => `const o${place} = outputs[${place}];`),
    ...headers.values(),
    "for (let i = first; i < end; i++) {",
    ...intoBranches(lines, results),
    ...results,
    "}",
  ].join("\n");
  return { inputs: used, outputs: [...want], codes, source, run: runSource(source) };
}
