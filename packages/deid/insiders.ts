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
  /** Cells of two: at least the larger amount, which its contributor knows (the other knows less). */
  floor: { cells: number[]; own: number } | undefined;
  /** Their own amount in a cell: no bound of it below this is a disclosure. */
  within(target: number): number;
  /** A cell that is their own, so that nobody else is disclosed by it. */
  owns(target: number): boolean;
};

/** `of` says which cells count as hidden: an insider who knows what is published has no advantage. */
export function insidersOf(
  table: Table,
  of: (cell: number) => boolean = (cell) => table.cells[cell]?.hidden ?? false,
): Insider[] {
  const above = totalsAbove(table);
  const insiders: Insider[] = [];
  for (const cells of sameBusinesses(table, above, 1)) {
    const knows = cells.filter(of);
    const [cell] = knows;
    const mine = new Set(cells);
    if (cell !== undefined)
      insiders.push({ cell, knows, floor: undefined, within: within(table, above, cells), owns: (target) => mine.has(target) });
  }
  for (const cells of sameBusinesses(table, above, 2)) {
    const hidden = cells.filter(of);
    const [cell] = hidden;
    const own = table.cells[cells[0] ?? 0]?.who?.top[0] ?? 0;
    if (cell === undefined || own === 0) continue;
    const mine = new Set(cells);
    // of a cell below theirs nobody says which of the two it is: the one alone in it is an insider too
    const owns = (target: number): boolean => mine.has(target) || above(target).some((total) => mine.has(total));
    insiders.push({ cell, knows: [], floor: { cells: hidden, own }, within: within(table, above, cells), owns });
  }
  return insiders;
}

/** Groups of cells that the same one or two businesses fill: a cell and the totals above it that have no more contributors. */
function sameBusinesses({ cells }: Table, above: (cell: number) => number[], count: number): number[][] {
  const has = (cell: number): boolean => cells[cell]?.who?.count === count && cells[cell]?.value !== undefined;
  const groups = new Groups(cells.length);
  for (const cell of cells.keys()) if (has(cell)) for (const total of above(cell)) if (has(total)) groups.join(cell, total);
  const members = new Map<number, number[]>();
  for (const cell of cells.keys()) if (has(cell)) members.set(groups.of(cell), [...(members.get(groups.of(cell)) ?? []), cell]);
  return [...members.values()];
}

/** The amount of these businesses' largest in a total above any of their cells. */
function within(table: Table, above: (cell: number) => number[], cells: readonly number[]): (target: number) => number {
  const own = table.cells[cells[0] ?? 0]?.who?.top[0] ?? 0;
  const totals = new Set(cells.flatMap(above));
  return (target) => (totals.has(target) ? own : 0);
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
