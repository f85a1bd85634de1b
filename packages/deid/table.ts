import { type GivenCell, readAt, readCells, same, together } from "./cells.ts";
import { DeidError } from "./errors.ts";
import { type Contributors, isUnsafe, levelOf, type Rule, readRule, topNeeded } from "./rule.ts";
import { chain, type Dimension, readDimension } from "./tree.ts";

/**
 * A cell. `value` and `who` are what is true, unknown (undefined) where the file hides them; `hidden` says that an attacker does not see the
 * value; `listed` that the cell is in the file or computed from it, and so in the published table.
 */
export type Cell = {
  codes: number[];
  value: number | undefined;
  who: Contributors | undefined;
  hidden: boolean;
  kind: "primary" | "complementary" | undefined;
  listed: boolean;
  unsafe: boolean;
  level: number;
};

/** `parent` is the sum of `children`: cells by number. */
export type Relation = { parent: number; children: number[] };

export type Table = {
  dimensions: Dimension[];
  rule: Rule;
  cells: Cell[];
  relations: Relation[];
  /** Values are counts of contributors. */
  isCount: boolean;
};

const MAX_DIMENSIONS = 8;
const MAX_CELLS = 400_000;

/** Reads the file of `protect` and `audit`, adds the totals that it leaves out, and refuses what does not add up. */
export function readTable(raw: unknown): Table {
  const file = (raw ?? {}) as { dimensions?: unknown; cells?: unknown; rule?: unknown; suppressed?: unknown; unit?: unknown };
  if (typeof raw !== "object" || !Array.isArray(file.dimensions) || file.dimensions.length === 0)
    throw new DeidError("deid.shape", "dimensions", "must be a list of {name, tree}");
  if (file.dimensions.length > MAX_DIMENSIONS)
    throw new DeidError("deid.too-large", "dimensions", `more than ${MAX_DIMENSIONS} dimensions`);
  const dimensions = file.dimensions.map((one, no) => readDimension(one, `dimensions/${no}`));
  if (new Set(dimensions.map(({ name }) => name)).size < dimensions.length)
    throw new DeidError("deid.duplicate", "dimensions", "two dimensions have one name");
  const rule = readRule(file.rule);
  const given = readCells(file.cells, dimensions, topNeeded(rule));
  // what protect answers names no contributors, and says whether its values are counts
  const isCount = file.unit === undefined ? countsOnly(given, rule) : file.unit === "count";
  const marks = readSuppressed(file.suppressed, dimensions);
  const builder = new Builder(dimensions, topNeeded(rule), marks);
  for (const cell of given) builder.add(cell, isCount);
  builder.addTotals();
  const relations = builder.relations();
  builder.refuseWrongTotals(relations);
  for (const key of marks.keys())
    if (!builder.numbers.has(key))
      throw new DeidError("deid.unknown-code", "suppressed", "names a cell that the table does not have");
  for (const cell of builder.cells) {
    if (!cell.who) continue;
    cell.unsafe = isUnsafe(rule, cell.who);
    cell.level = cell.unsafe ? levelOf(rule, cell.who, isCount) : 0;
  }
  return { dimensions, rule, cells: builder.cells, relations, isCount };
}

export const atOf = (table: Table, cell: Cell): Record<string, string> =>
  Object.fromEntries(table.dimensions.map(({ name, codes }, no) => [name, codes[cell.codes[no] ?? 0] ?? ""]));

/** A frequency table: nobody names contributors, or each contributes one. */
function countsOnly(given: readonly GivenCell[], rule: Rule): boolean {
  const whole = given.every(({ value }) => value === undefined || Number.isInteger(value));
  const named = given.filter(({ who }) => who && who.count > 0);
  if (named.length === 0) return whole && rule.type === "threshold";
  return whole && named.every(({ who }) => who && who.sum === who.count && who.top.every((amount) => amount === 1));
}

type Mark = "primary" | "complementary" | "hidden";

function readSuppressed(raw: unknown, dimensions: readonly Dimension[]): Map<string, Mark> {
  if (raw === undefined || raw === null) return new Map();
  if (!Array.isArray(raw)) throw new DeidError("deid.shape", "suppressed", "must be a list of cells");
  return new Map(
    raw.map((one: { at?: unknown; kind?: unknown } | null, no) => {
      const at = typeof one?.at === "object" ? one.at : one;
      const kind = one?.kind === "primary" || one?.kind === "complementary" ? one.kind : "hidden";
      return [readAt(at, dimensions, `suppressed/${no}`).join(), kind];
    }),
  );
}

class Builder {
  readonly cells: Cell[] = [];
  readonly numbers = new Map<string, number>();
  readonly #places: string[] = [];
  readonly #dimensions: Dimension[];
  readonly #top: number;
  readonly #marks: ReadonlyMap<string, Mark>;

  constructor(dimensions: Dimension[], top: number, marks: ReadonlyMap<string, Mark>) {
    this.#marks = marks;
    this.#dimensions = dimensions;
    this.#top = top;
  }

  add({ codes, value, who, place }: GivenCell, isCount: boolean): void {
    const counted = isCount && !who && value !== undefined;
    const truth = value ?? who?.sum;
    this.#put(
      {
        codes,
        value: truth,
        who: counted ? { count: value, top: Array(Math.min(value, this.#top)).fill(1), sum: value } : who,
        ...this.#mark(codes, value !== undefined),
        listed: true,
        unsafe: false,
        level: 0,
      },
      place,
    );
  }

  #mark(codes: readonly number[], shown: boolean): Pick<Cell, "hidden" | "kind"> {
    const mark = this.#marks.get(codes.join());
    return { hidden: !shown || mark !== undefined, kind: mark === "hidden" ? undefined : mark };
  }

  #put(cell: Cell, place: string): void {
    if (this.cells.length >= MAX_CELLS)
      throw new DeidError("deid.too-large", "cells", `more than ${MAX_CELLS} cells with their totals`);
    this.numbers.set(cell.codes.join(), this.cells.length);
    this.cells.push(cell);
    this.#places.push(place);
  }

  /** Adds every total above a cell that the file leaves out, lowest first, with what its parts make. */
  addTotals(): void {
    const missing = new Map<string, number[]>();
    for (const { codes } of this.cells) {
      let above: number[][] = [[]];
      for (const [no, dimension] of this.#dimensions.entries())
        above = above.flatMap((part) => chain(dimension, codes[no] ?? 0).map((code) => [...part, code]));
      for (const one of above) if (!this.numbers.has(one.join())) missing.set(one.join(), one);
      if (missing.size > MAX_CELLS)
        throw new DeidError("deid.too-large", "cells", `more than ${MAX_CELLS} cells with their totals`);
    }
    const depth = (codes: number[]): number =>
      codes.reduce((sum, code, no) => sum + chain(this.#dimensions[no] as Dimension, code).length, 0);
    const all = [...missing.values(), ...this.cells.map(({ codes }) => codes)].map((codes) => ({ codes, deep: depth(codes) }));
    for (const { codes } of all.sort((one, other) => other.deep - one.deep)) {
      const no = this.numbers.get(codes.join());
      if (no === undefined) this.#addTotal(codes);
      else this.#complete(this.cells[no] as Cell);
    }
  }

  /** What a stated total leaves out and its parts say. */
  #complete(cell: Cell): void {
    if (cell.value !== undefined && cell.who) return;
    const parts = this.#partsOf(cell.codes);
    if (parts.length === 0) return;
    if (parts.every(({ value }) => value !== undefined)) cell.value ??= parts.reduce((sum, { value }) => sum + (value ?? 0), 0);
    const who = parts.every((part) => part.who)
      ? together(
          parts.flatMap((part) => part.who ?? []),
          this.#top,
        )
      : undefined;
    if (who && cell.value !== undefined && same(who.sum, cell.value)) cell.who ??= who;
  }

  #partsOf(codes: number[]): Cell[] {
    for (const [no, dimension] of this.#dimensions.entries()) {
      const parts = this.#children(codes, no, dimension);
      if (parts.length > 0) return parts.map((part) => this.cells[part] as Cell);
    }
    return [];
  }

  #children(codes: readonly number[], no: number, dimension: Dimension): number[] {
    return (dimension.children[codes[no] ?? 0] ?? []).flatMap((child) => this.numbers.get(codes.with(no, child).join()) ?? []);
  }

  /** A total whose parts are all known counts as published: anyone can add them, and `protect` states it. */
  #addTotal(codes: number[]): void {
    const parts = this.#partsOf(codes);
    const known = parts.every(({ value }) => value !== undefined);
    const value = known ? parts.reduce((sum, part) => sum + (part.value ?? 0), 0) : undefined;
    const who = parts.every((part) => part.who)
      ? together(
          parts.flatMap((part) => part.who ?? []),
          this.#top,
        )
      : undefined;
    const mark = this.#mark(codes, known);
    this.#put({ codes, value, who, ...mark, listed: known || this.#marks.has(codes.join()), unsafe: false, level: 0 }, "cells");
  }

  /** Every total with its parts, in each dimension; a part that is not there is zero. */
  relations(): Relation[] {
    return this.cells.flatMap(({ codes }, parent) =>
      this.#dimensions.flatMap((dimension, no) => {
        const children = this.#children(codes, no, dimension);
        return children.length > 0 ? [{ parent, children }] : [];
      }),
    );
  }

  refuseWrongTotals(relations: readonly Relation[]): void {
    for (const { parent, children } of relations) {
      const total = this.cells[parent]?.value;
      const parts = children.map((child) => this.cells[child]?.value);
      if (total === undefined || !parts.every((part) => part !== undefined)) continue;
      const sum = parts.reduce((all, part) => all + part, 0);
      if (!same(sum, total))
        throw new DeidError("deid.total", this.#places[parent] ?? "cells", `the parts make ${sum}, the total is ${total}`);
    }
  }
}
