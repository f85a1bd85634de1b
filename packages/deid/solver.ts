import loadHighs, { type Highs, type Model } from "highs";
import { DeidError } from "./errors.ts";

export type Column = { cost: number; lower: number; upper: number; whole?: boolean };
export type Row = { columns: number[]; factors: number[]; lower: number; upper: number };
export type Solved = {
  status: "optimal" | "infeasible" | "unbounded" | "limit";
  objective: number;
  values: Float64Array;
  duals: Float64Array;
};

let loading: Promise<Highs> | undefined;
let loaded: Highs | undefined;

/** Loads the solver once; programmes are made afterwards without waiting. */
export async function loadSolver(): Promise<void> {
  // its types describe the CommonJS file, whose default is one step deeper than in the ES module that Node loads
  loading ??= (loadHighs as unknown as typeof loadHighs.default)();
  loaded = await loading;
}

const nothing = new Float64Array(0);

/** A linear programme that is solved again and again from its last basis while costs and bounds change. Minimises. */
export class Programme {
  readonly #model: Model;
  readonly #highs: Highs;

  constructor(columns: readonly Column[], rows: readonly Row[], options: Record<string, number | boolean | string> = {}) {
    if (!loaded) throw new Error("loadSolver() comes first");
    this.#highs = loaded;
    const { starts, indices, values } = byRow(rows);
    this.#model = loaded.createModel({
      numCols: columns.length,
      numRows: rows.length,
      colCost: columns.map(({ cost }) => cost),
      colLower: columns.map(({ lower }) => lower),
      colUpper: columns.map(({ upper }) => upper),
      rowLower: rows.map(({ lower }) => lower),
      rowUpper: rows.map(({ upper }) => upper),
      matrix: { format: "csr", numRows: rows.length, numCols: columns.length, starts, indices, values },
      ...(columns.some(({ whole }) => whole) ? { integrality: columns.map(({ whole }) => (whole ? 1 : 0)) } : {}),
    });
    this.#model.options.set({ output_flag: false, random_seed: 0, ...options });
  }

  cost(column: number, cost: number): void {
    this.#model.changeColCost(column, cost);
  }

  bounds(column: number, lower: number, upper: number): void {
    this.#model.changeColBounds(column, lower, upper);
  }

  addRow({ columns, factors, lower, upper }: Row): void {
    this.#model.addRow(lower, upper, { indices: columns, values: factors });
  }

  solve(): Solved {
    const first = this.#run();
    if (first) return first;
    // numerical trouble from a warm start: once more from nothing
    this.#model.clearSolver();
    const again = this.#run();
    if (again) return again;
    throw new DeidError("deid.solver", "cells", `the solver ended with status ${this.#model.getModelStatus()}`);
  }

  #run(): Solved | undefined {
    this.#model.run();
    const { modelStatus } = this.#highs.constants;
    switch (this.#model.getModelStatus()) {
      case modelStatus.optimal: {
        const { colValue, colDual } = this.#model.getSolution();
        return { status: "optimal", objective: this.#model.getObjectiveValue(), values: colValue, duals: colDual };
      }
      case modelStatus.infeasible:
        return { status: "infeasible", objective: Number.NaN, values: nothing, duals: nothing };
      case modelStatus.unbounded:
        return { status: "unbounded", objective: Number.NEGATIVE_INFINITY, values: nothing, duals: nothing };
      case modelStatus.timeLimit:
        return { status: "limit", objective: Number.NaN, values: nothing, duals: nothing };
      default:
        return undefined;
    }
  }

  dispose(): void {
    this.#model.dispose();
  }
}

function byRow(rows: readonly Row[]): { starts: number[]; indices: number[]; values: number[] } {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { columns, factors } of rows) {
    for (const [at, column] of columns.entries()) {
      indices.push(column);
      values.push(factors[at] ?? 0);
    }
    starts.push(indices.length);
  }
  return { starts, indices, values };
}
