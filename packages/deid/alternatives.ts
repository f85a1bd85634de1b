import type { Insider } from "./insiders.ts";
import { Programme, type Row } from "./solver.ts";
import type { Table } from "./table.ts";

export type Side = "up" | "down";
/** How an alternative table differs from the true one: change by cell. */
export type Moved = ReadonlyMap<number, number>;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Looks for another table that agrees with everything published and differs from the true one in few cells: if the value of a cell
 * moves by its level in one, an attacker cannot bound it more tightly. Each cell has two columns, up and down; `cost` is the price of moving it.
 */
export class Alternatives {
  readonly #table: Table;
  readonly #scale: number;
  readonly #programme: Programme;
  readonly #free: Uint8Array;

  constructor(table: Table) {
    this.#table = table;
    const size = table.cells.length;
    this.#free = new Uint8Array(size);
    this.#scale = table.cells.reduce((scale, { value }) => Math.max(scale, (value ?? 0) / 1e6), 1);
    const rows: Row[] = table.relations.map(({ parent, children }) => {
      const cells = [parent, ...children];
      const factors = cells.map((_, at) => (at === 0 ? -1 : 1));
      return { columns: [...cells, ...cells.map((cell) => size + cell)], factors: [...factors, ...factors.map((factor) => -factor)], lower: 0, upper: 0 };
    });
    const columns = Array.from({ length: 2 * size }, () => ({ cost: 1, lower: 0, upper: 0 }));
    this.#programme = new Programme(columns, rows, { presolve: "off" });
    for (const [cell, { hidden }] of table.cells.entries()) if (hidden) this.free(cell, 1);
  }

  /** Lets a cell move, at a price. */
  free(cell: number, cost: number): void {
    this.#free[cell] = 1;
    this.#limits(cell, NEVER, this.#value(cell));
    this.price(cell, cost);
  }

  price(cell: number, cost: number): void {
    this.#programme.cost(cell, cost);
    this.#programme.cost(this.#table.cells.length + cell, cost);
  }

  /** Keeps a cell as it is. */
  fix(cell: number): void {
    this.#free[cell] = 0;
    this.#limits(cell, 0, 0);
  }

  #value(cell: number): number {
    return (this.#table.cells[cell]?.value ?? 0) / this.#scale;
  }

  #limits(cell: number, up: number, down: number): void {
    this.#programme.bounds(cell, 0, up);
    this.#programme.bounds(this.#table.cells.length + cell, 0, down);
  }

  #restore(cell: number): void {
    if (this.#free[cell]) this.#limits(cell, NEVER, this.#value(cell));
    else this.#limits(cell, 0, 0);
  }

  /** The cheapest alternative in which `target` moves by `level`, and which an insider cannot tell from the truth; undefined if there is none. */
  find(target: number, side: Side, level: number, insider?: Insider): Moved | undefined {
    const size = this.#table.cells.length;
    const [moving, still] = side === "up" ? [target, size + target] : [size + target, target];
    for (const cell of insider?.knows ?? []) this.#limits(cell, 0, 0);
    const floor = insider?.floor;
    if (floor && this.#free[floor.cell]) this.#limits(floor.cell, NEVER, Math.max(0, this.#value(floor.cell) - floor.own / this.#scale));
    this.#programme.bounds(still, 0, 0);
    this.#programme.bounds(moving, level / this.#scale, level / this.#scale);
    const solved = this.#programme.solve();
    for (const cell of [target, ...(insider?.knows ?? []), ...(floor ? [floor.cell] : [])]) this.#restore(cell);
    if (solved.status !== "optimal") return undefined;
    const moved = new Map<number, number>();
    for (let cell = 0; cell < size; cell++) {
      const change = (solved.values[cell] ?? 0) - (solved.values[size + cell] ?? 0);
      if (Math.abs(change) > 1e-9) moved.set(cell, change * this.#scale);
    }
    return moved;
  }

  /** Whether an insider sees that an alternative is not the truth. */
  contradicts({ knows, floor }: Insider, moved: Moved): boolean {
    const slack = floor ? (this.#table.cells[floor.cell]?.value ?? 0) - floor.own : 0;
    return knows.some((cell) => moved.has(cell)) || (floor !== undefined && (moved.get(floor.cell) ?? 0) < -slack - 1e-9);
  }

  dispose(): void {
    this.#programme.dispose();
  }
}
