import { DeidError } from "./errors.ts";
import type { Insider } from "./insiders.ts";
import { Programme, type Row, type Solved } from "./solver.ts";
import type { Table } from "./table.ts";

export type Bounds = { min: number; max: number };

const BROKEN = 1e-6;

/**
 * Everything that is published as one linear programme: hidden cells are unknowns of at least zero, each total is the sum of its parts in each
 * dimension. A bound of a cell is a solution of it, so it is exact; counts are whole besides.
 */
export class Attacker {
  /** Differences below this are rounding of the solver. */
  readonly precision: number;
  readonly #table: Table;
  readonly #columns = new Map<number, number>();
  readonly #scale: number;
  readonly #rows: Row[];
  readonly #programme: Programme;
  #seen: Bounds[];
  #limits: { lower: number; upper: number }[];

  constructor(table: Table) {
    this.#table = table;
    for (const [cell, { hidden }] of table.cells.entries()) if (hidden) this.#columns.set(cell, this.#columns.size);
    this.#rows = this.#relations();
    // the solver's tolerance is absolute: the largest figure becomes a million
    this.#scale = this.#rows.reduce((scale, { lower }) => Math.max(scale, Math.abs(lower) / 1e6), 1);
    this.precision = 1e-6 * this.#scale;
    for (const row of this.#rows) row.upper = row.lower = row.lower / this.#scale;
    this.#limits = [...this.#columns].map(() => ({ lower: 0, upper: Number.POSITIVE_INFINITY }));
    this.#programme = this.#make(false);
    this.#seen = this.#forget();
  }

  #relations(): Row[] {
    return this.#table.relations.flatMap(({ parent, children }) => {
      const row: Row = { columns: [], factors: [], lower: 0, upper: 0 };
      for (const [at, cell] of [parent, ...children].entries()) {
        const factor = at === 0 ? -1 : 1;
        const column = this.#columns.get(cell);
        if (column === undefined) row.lower -= factor * (this.#table.cells[cell]?.value ?? 0);
        else {
          row.columns.push(column);
          row.factors.push(factor);
        }
      }
      return row.columns.length > 0 ? [row] : [];
    });
  }

  #make(whole: boolean): Programme {
    const columns = this.#limits.map((limits) => ({ cost: 0, ...limits, whole }));
    return new Programme(columns, this.#rows, whole ? {} : { presolve: "off" });
  }

  #forget(): Bounds[] {
    return this.#limits.map(() => ({ min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }));
  }

  /** The bounds of a hidden cell; `enough` says of bounds already seen on the way that they will do, and they are answered instead. */
  bounds(cell: number, enough: (seen: Bounds) => boolean): Bounds {
    const column = this.#columns.get(cell);
    if (column === undefined) throw new Error(`cell ${cell} is not hidden`);
    const seen = this.#seen[column] as Bounds;
    if (seen.min <= seen.max && enough(this.#unscaled(seen))) return this.#unscaled(seen);
    return this.#unscaled({ min: this.#extreme(column, 1), max: this.#extreme(column, -1) });
  }

  #unscaled({ min, max }: Bounds): Bounds {
    return { min: min * this.#scale, max: max * this.#scale };
  }

  #extreme(column: number, sign: 1 | -1): number {
    this.#programme.cost(column, sign);
    const solved = this.#programme.solve();
    this.#programme.cost(column, 0);
    if (solved.status === "infeasible") throw new DeidError("deid.total", "cells", "no table agrees with the published figures");
    if (solved.status === "unbounded") return this.#endless(column);
    if (!this.#table.isCount || solved.values.every(isWhole)) {
      this.#see(solved);
      return Math.max(0, solved.values[column] ?? 0);
    }
    return this.#wholeExtreme(column, sign);
  }

  #endless(column: number): number {
    const seen = this.#seen[column] as Bounds;
    seen.max = Number.POSITIVE_INFINITY;
    return seen.max;
  }

  #wholeExtreme(column: number, sign: 1 | -1): number {
    const programme = this.#make(true);
    try {
      programme.cost(column, sign);
      const solved = programme.solve();
      if (solved.status !== "optimal")
        throw new DeidError("deid.total", "cells", "no table of whole counts agrees with the published figures");
      this.#see(solved);
      return Math.round(solved.values[column] ?? 0);
    } finally {
      programme.dispose();
    }
  }

  #see({ values }: Solved): void {
    for (const [column, bounds] of this.#seen.entries()) {
      const value = values[column] ?? 0;
      if (value < bounds.min) bounds.min = Math.max(0, value);
      if (value > bounds.max) bounds.max = value;
    }
  }

  /** Asks with what an insider knows besides. */
  asInsider({ knows, floor }: Insider, ask: () => void): void {
    const outside = this.#seen;
    const known = [...knows, ...(floor?.cells ?? [])];
    this.#seen = this.#forget();
    for (const cell of knows) this.#limit(cell, this.#table.cells[cell]?.value ?? 0, this.#table.cells[cell]?.value ?? 0);
    for (const cell of floor?.cells ?? []) this.#limit(cell, floor?.own ?? 0, Number.POSITIVE_INFINITY);
    ask();
    for (const cell of known) this.#limit(cell, 0, Number.POSITIVE_INFINITY);
    this.#seen = outside;
  }

  #limit(cell: number, lower: number, upper: number): void {
    const column = this.#columns.get(cell);
    if (column === undefined) return;
    const limits = { lower: lower / this.#scale, upper: upper / this.#scale };
    this.#limits[column] = limits;
    this.#programme.bounds(column, limits.lower, limits.upper);
  }

  dispose(): void {
    this.#programme.dispose();
  }
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < BROKEN;
