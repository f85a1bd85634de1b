import type { Cell, Relation, Table } from "./table.ts";
import type { Dimension } from "./tree.ts";

/** Children that are taken of each inner code. */
const CHILDREN = 2;
const MAX_CODES = 60;
/** A larger neighbourhood is as slow as the table: then a block of brothers in each dimension is enough. */
const MAX_CELLS = 6_000;
const BLOCK_CELLS = 1_000;

/**
 * The neighbourhood of a cell in which another table is looked for first: its brothers in each dimension, of many a block, and of inner codes
 * some children, down to the leaves, since a total moves only with its parts. Cells with the same neighbourhood have the same key.
 */
export class Windows {
  readonly #table: Table;
  readonly #numbers: Map<string, number>;
  readonly #relationsOf: number[][];

  constructor(table: Table) {
    this.#table = table;
    this.#numbers = new Map(table.cells.map(({ codes }, cell) => [codes.join(), cell]));
    this.#relationsOf = table.cells.map(() => []);
    for (const [no, { parent, children }] of table.relations.entries())
      for (const cell of [parent, ...children]) this.#relationsOf[cell]?.push(no);
  }

  key(cell: number): string {
    return this.#groups(cell)
      .map((codes) => codes.join())
      .join(";");
  }

  #groups(cell: number): number[][] {
    const { dimensions, cells } = this.#table;
    const groups = (most?: number): number[][] =>
      dimensions.map((dimension, no) => groupOf(dimension, (cells[cell] as Cell).codes[no] ?? 0, most));
    const all = groups();
    if (all.reduce((product, codes) => product * codes.length, 1) <= MAX_CELLS) return all;
    return groups(Math.floor(BLOCK_CELLS ** (1 / all.filter(({ length }) => length > 1).length)));
  }

  of(cell: number): { cells: number[]; relations: Relation[] } {
    let combined: number[][] = [[]];
    for (const codes of this.#groups(cell)) combined = combined.flatMap((part) => codes.map((code) => [...part, code]));
    const cells = combined.flatMap((codes) => this.#numbers.get(codes.join()) ?? []);
    const relations = new Set(cells.flatMap((one) => this.#relationsOf[one] ?? []));
    return { cells, relations: [...relations].map((no) => this.#table.relations[no] as Relation) };
  }
}

function groupOf(dimension: Dimension, code: number, most = MAX_CODES): number[] {
  const above = dimension.parent[code] ?? -1;
  const brothers = above < 0 ? [code] : (dimension.children[above] ?? []);
  // cells of one block have the same neighbourhood; the last block is no smaller than the others
  const blocks = Math.max(1, Math.floor(brothers.length / most));
  const block = Math.floor((brothers.indexOf(code) * blocks) / brothers.length);
  const near = brothers.filter((_, at) => Math.floor((at * blocks) / brothers.length) === block);
  const codes = new Set<number>();
  const take = (one: number): void => {
    codes.add(one);
    for (const child of (dimension.children[one] ?? []).slice(0, CHILDREN)) take(child);
  };
  for (const one of [code, ...near.filter((brother) => brother !== code)]) if (codes.size < MAX_CODES) take(one);
  return [...codes].sort((one, other) => one - other);
}
