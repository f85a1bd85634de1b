import { Programme, type Row } from "./solver.ts";
import type { Relation } from "./table.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** What may move by how much at what price, for all cells of a table. */
export type Freedom = { free: Uint8Array; price: Float64Array; value: Float64Array };

/**
 * A programme over some cells of a table, all others standing still: the cheapest movement of one cell that every total allows.
 * Each cell has two columns, up and down.
 */
export class Moves {
  readonly #cells: readonly number[];
  readonly #columns: Map<number, number>;
  readonly #freedom: Freedom;
  readonly #programme: Programme;

  constructor(cells: readonly number[], relations: readonly Relation[], freedom: Freedom) {
    this.#cells = cells;
    this.#freedom = freedom;
    this.#columns = new Map(cells.map((cell, column) => [cell, column]));
    const columns = [...cells, ...cells].map((cell, column) => ({
      cost: freedom.price[cell] ?? 0,
      lower: 0,
      upper: freedom.free[cell] ? (column < cells.length ? NEVER : (freedom.value[cell] ?? 0)) : 0,
    }));
    this.#programme = new Programme(
      columns,
      relations.flatMap((relation) => this.#row(relation)),
      { presolve: "off" },
    );
  }

  #row({ parent, children }: Relation): Row[] {
    const row: Row = { columns: [], factors: [], lower: 0, upper: 0 };
    for (const [at, cell] of [parent, ...children].entries()) {
      const column = this.#columns.get(cell);
      if (column === undefined) continue;
      const factor = at === 0 ? -1 : 1;
      row.columns.push(column, this.#cells.length + column);
      row.factors.push(factor, -factor);
    }
    return row.columns.length > 0 ? [row] : [];
  }

  /** Takes over what is free and dear now. */
  update(cell: number): void {
    const column = this.#columns.get(cell);
    if (column === undefined) return;
    const { free, value, price } = this.#freedom;
    this.#limits(column, free[cell] ? NEVER : 0, free[cell] ? (value[cell] ?? 0) : 0);
    for (const one of [column, this.#cells.length + column]) this.#programme.cost(one, price[cell] ?? 0);
  }

  #limits(column: number, up: number, down: number): void {
    this.#programme.bounds(column, 0, up);
    this.#programme.bounds(this.#cells.length + column, 0, down);
  }

  /** The cheapest way for `target` to move by `step` while some cells stand still and others fall at most so far; undefined if there is none. */
  find(
    target: number,
    step: number,
    still: readonly number[],
    falls: ReadonlyMap<number, number>,
  ): Map<number, number> | undefined {
    const column = this.#columns.get(target);
    if (column === undefined) return undefined;
    for (const cell of still) this.#limit(cell, 0, 0);
    for (const [cell, most] of falls) if (this.#freedom.free[cell]) this.#limit(cell, NEVER, most);
    this.#limits(column, Math.max(0, step), Math.max(0, -step));
    this.#programme.bounds(step > 0 ? column : this.#cells.length + column, Math.abs(step), Math.abs(step));
    const { status, values } = this.#programme.solve();
    for (const cell of [target, ...still, ...falls.keys()]) this.update(cell);
    if (status !== "optimal") return undefined;
    const moved = new Map<number, number>();
    for (const [at, cell] of this.#cells.entries()) {
      const change = (values[at] ?? 0) - (values[this.#cells.length + at] ?? 0);
      if (Math.abs(change) > 1e-9) moved.set(cell, change);
    }
    return moved;
  }

  #limit(cell: number, up: number, down: number): void {
    const column = this.#columns.get(cell);
    if (column !== undefined) this.#limits(column, up, down);
  }

  dispose(): void {
    this.#programme.dispose();
  }
}
