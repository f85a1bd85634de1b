import type { Table } from "./table.ts";
import { chain } from "./tree.ts";

/**
 * What a contributor of a hidden cell knows beyond what is published: the value of each cell that they alone fill, and that a cell which they
 * fill with one other is at least their own amount.
 */
export type Insider = {
  /** The cell by which they are named. */
  cell: number;
  /** Cells whose value they know. */
  knows: number[];
  /** A cell of two: at least the larger amount, which its contributor knows (the other knows less). */
  floor: { cell: number; own: number } | undefined;
  /** Their own amount in a cell: no bound of it below this is a disclosure. */
  within(target: number): number;
  /** A cell that is their own, so that nobody else is disclosed by it. */
  owns(target: number): boolean;
};

/** `of` says which cells count as hidden: an insider who knows what is published has no advantage. */
export function insidersOf(table: Table, of: (cell: number) => boolean = (cell) => table.cells[cell]?.hidden ?? false): Insider[] {
  const above = totalsAbove(table);
  const alone = table.cells.map(({ who, value }) => who?.count === 1 && value !== undefined);
  const businesses = new Groups(table.cells.length);
  for (const cell of table.cells.keys()) if (alone[cell]) for (const total of above(cell)) if (alone[total]) businesses.join(cell, total);
  const members = new Map<number, number[]>();
  for (const cell of table.cells.keys()) {
    if (!alone[cell]) continue;
    const business = businesses.of(cell);
    members.set(business, [...(members.get(business) ?? []), cell]);
  }
  const insiders: Insider[] = [];
  for (const cells of members.values()) {
    const knows = cells.filter(of);
    const [cell] = knows;
    if (cell === undefined) continue;
    const own = table.cells[cell]?.value ?? 0;
    const totals = new Set(cells.flatMap((one) => above(one)));
    const mine = new Set(cells);
    insiders.push({ cell, knows, floor: undefined, within: (target) => (totals.has(target) ? own : 0), owns: (target) => mine.has(target) });
  }
  for (const [cell, { who, value }] of table.cells.entries()) {
    const own = who?.top[0] ?? 0;
    if (!of(cell) || who?.count !== 2 || value === undefined || own === 0) continue;
    const totals = new Set(above(cell));
    const owns = (target: number): boolean => target === cell || ((table.cells[target]?.who?.count ?? 3) <= 2 && above(target).includes(cell));
    insiders.push({ cell, knows: [], floor: { cell, own }, within: (target) => (totals.has(target) ? own : 0), owns });
  }
  return insiders;
}

/** The totals above a cell that the table has, without the cell. */
function totalsAbove({ dimensions, cells }: Table): (cell: number) => number[] {
  const numbers = new Map(cells.map(({ codes }, cell) => [codes.join(), cell]));
  const known = new Map<number, number[]>();
  return (cell) => {
    let totals = known.get(cell);
    if (!totals) {
      let codes: number[][] = [[]];
      for (const [no, dimension] of dimensions.entries())
        codes = codes.flatMap((part) => chain(dimension, cells[cell]?.codes[no] ?? 0).map((code) => [...part, code]));
      totals = codes.flatMap((one) => numbers.get(one.join()) ?? []).filter((total) => total !== cell);
      known.set(cell, totals);
    }
    return totals;
  };
}

/** Union of cells that one business fills. */
class Groups {
  readonly #next: number[];

  constructor(size: number) {
    this.#next = Array.from({ length: size }, (_, cell) => cell);
  }

  of(cell: number): number {
    let at = cell;
    while (this.#next[at] !== at) at = this.#next[at] ?? at;
    this.#next[cell] = at;
    return at;
  }

  join(one: number, other: number): void {
    this.#next[this.of(one)] = this.of(other);
  }
}
