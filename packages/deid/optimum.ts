import { Alternatives } from "./alternatives.ts";
import type { Insider } from "./insiders.ts";
import type { Obligation, Obligations } from "./obligations.ts";
import { Programme, type Row } from "./solver.ts";
import type { Table } from "./table.ts";

const NEVER = Number.POSITIVE_INFINITY;
const MAX_ROUNDS = 200;

/**
 * The cheapest pattern, by Benders' cuts (Fischetti and Salazar 2001): a whole-number programme chooses the cells, an attacker's programme shows an
 * obligation that this choice breaks, and its dual solution is a condition that every good choice meets. Undefined if the time is over first.
 */
export function optimum(
  table: Table,
  obligations: Obligations,
  weights: readonly number[],
  deadline: number,
): Set<number> | undefined {
  const most = weights.reduce((sum, weight) => Math.max(sum, weight), 1);
  const choice = table.cells.map(({ hidden }, cell) => ({
    cost: (1000 * (weights[cell] ?? 0)) / most,
    lower: hidden ? 1 : 0,
    upper: obligations.mayHide(cell) ? 1 : 0,
    whole: true,
  }));
  const rows: Row[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const left = (deadline - performance.now()) / 1000;
    if (left <= 0) return undefined;
    const master = new Programme(choice, rows, { time_limit: left, mip_rel_gap: 1e-6 });
    const solved = master.solve();
    master.dispose();
    if (solved.status !== "optimal") return undefined;
    const hidden = new Set([...table.cells.keys()].filter((cell) => (solved.values[cell] ?? 0) > 0.5));
    const cuts = brokenBy(table, obligations, hidden);
    if (cuts.length === 0) return hidden;
    rows.push(...cuts);
  }
  return undefined;
}

function brokenBy(table: Table, obligations: Obligations, hidden: ReadonlySet<number>): Row[] {
  const attack = new Cutter(table, hidden);
  const alternatives = new Alternatives(table);
  const cuts: Row[] = [];
  try {
    for (const [cell, { hidden: before }] of table.cells.entries()) if (hidden.has(cell) && !before) alternatives.free(cell, 1);
    for (const obligation of obligations.list) {
      const cut = attack.cut(obligation, obligation.level);
      if (cut) {
        cuts.push(cut);
        continue;
      }
      const moved = alternatives.find(obligation.target, obligation.side, obligation.level);
      for (const insider of moved ? obligations.among(moved.keys()) : obligations.insiders) {
        const owed = obligations.against(obligation, insider);
        const inner =
          owed > 0 && (!moved || alternatives.contradicts(insider, moved)) ? attack.cut(obligation, owed, insider) : undefined;
        if (inner) cuts.push(inner);
      }
    }
  } finally {
    attack.dispose();
    alternatives.dispose();
  }
  return cuts;
}

/** How far a cell can move while only chosen cells move, and if that is too little, the condition that says so. */
class Cutter {
  readonly #table: Table;
  readonly #hidden: ReadonlySet<number>;
  readonly #scale: number;
  readonly #programme: Programme;

  constructor(table: Table, hidden: ReadonlySet<number>) {
    this.#table = table;
    this.#hidden = hidden;
    this.#scale = table.cells.reduce((scale, { value }) => Math.max(scale, (value ?? 0) / 1e6), 1);
    const rows: Row[] = table.relations.map(({ parent, children }) => ({
      columns: [parent, ...children],
      factors: [-1, ...children.map(() => 1)],
      lower: 0,
      upper: 0,
    }));
    const columns = table.cells.map((_, cell) => ({ cost: 0, ...this.#limits(cell) }));
    this.#programme = new Programme(columns, rows, { presolve: "off" });
  }

  #down(cell: number, insider?: Insider): number {
    const value = this.#table.cells[cell]?.value ?? 0;
    return (insider?.floor?.cells.includes(cell) ? Math.max(0, value - insider.floor.own) : value) / this.#scale;
  }

  #limits(cell: number, insider?: Insider): { lower: number; upper: number } {
    return this.#hidden.has(cell) ? { lower: -this.#down(cell, insider), upper: NEVER } : { lower: 0, upper: 0 };
  }

  #bound(cell: number, { lower, upper }: { lower: number; upper: number }): void {
    this.#programme.bounds(cell, lower, upper);
  }

  cut({ target, side }: Obligation, level: number, insider?: Insider): Row | undefined {
    const wanted = level / this.#scale;
    const sign = side === "up" ? 1 : -1;
    const special = [target, ...(insider?.knows ?? []), ...(insider?.floor?.cells ?? [])];
    for (const cell of insider?.knows ?? []) this.#bound(cell, { lower: 0, upper: 0 });
    for (const cell of insider?.floor?.cells ?? []) this.#bound(cell, this.#limits(cell, insider));
    this.#bound(target, side === "up" ? { lower: 0, upper: wanted } : { lower: -wanted, upper: 0 });
    this.#programme.cost(target, -sign);
    const { objective, duals, values } = this.#programme.solve();
    this.#programme.cost(target, 0);
    for (const cell of special) this.#bound(cell, this.#limits(cell));
    if (-objective >= wanted - 1e-7 * Math.max(1, wanted)) return undefined;
    return (
      this.#condition(target, wanted, -sign * (duals[target] ?? 0), duals, insider) ?? this.#anotherCell(values.length, insider)
    );
  }

  /** By weak duality the target moves at most by the sum of what each cell may move times its reduced cost. */
  #condition(
    target: number,
    wanted: number,
    ownPrice: number,
    duals: Float64Array,
    insider: Insider | undefined,
  ): Row | undefined {
    const right = wanted * (1 - Math.min(1, Math.max(0, ownPrice)));
    if (right <= 1e-9 * wanted) return undefined;
    const row: Row = { columns: [], factors: [], lower: 1, upper: NEVER };
    let now = 0;
    for (const cell of this.#table.cells.keys()) {
      const price = duals[cell] ?? 0;
      if (cell === target || insider?.knows.includes(cell) || Math.abs(price) < 1e-9) continue;
      const factor = price < 0 ? 1 : Math.min(1, (price * this.#down(cell, insider)) / right);
      if (factor < 1e-9) continue;
      row.columns.push(cell);
      row.factors.push(factor);
      if (this.#hidden.has(cell)) now += factor;
    }
    return now < 1 - 1e-6 ? row : undefined;
  }

  /** What always holds of a choice that hides too little: another one hides a cell that this one does not. */
  #anotherCell(size: number, insider: Insider | undefined): Row {
    const columns = Array.from({ length: size }, (_, cell) => cell).filter(
      (cell) => !this.#hidden.has(cell) && !insider?.knows.includes(cell),
    );
    return { columns, factors: columns.map(() => 1), lower: 1, upper: NEVER };
  }

  dispose(): void {
    this.#programme.dispose();
  }
}
