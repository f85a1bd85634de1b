import type { Cell, Relation, Table } from "./table.ts";
import type { Dimension } from "./tree.ts";

/** Children that are taken of each inner code. */
const CHILDREN = 2;
const MAX_CODES = 60;

/**
 * The neighbourhood of a cell in which another table is looked for first: its brothers in each dimension, and of inner codes some children, down
 * to the leaves, since a total moves only with its parts. Cells with the same neighbourhood have the same key.
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
    return this.#table.dimensions.map((dimension, no) => groupOf(dimension, (this.#table.cells[cell] as Cell).codes[no] ?? 0));
  }

  of(cell: number): { cells: number[]; relations: Relation[] } {
    let combined: number[][] = [[]];
    for (const codes of this.#groups(cell)) combined = combined.flatMap((part) => codes.map((code) => [...part, code]));
    const cells = combined.flatMap((codes) => this.#numbers.get(codes.join()) ?? []);
    const relations = new Set(cells.flatMap((one) => this.#relationsOf[one] ?? []));
    return { cells, relations: [...relations].map((no) => this.#table.relations[no] as Relation) };
  }
}

function groupOf(dimension: Dimension, code: number): number[] {
  const above = dimension.parent[code] ?? -1;
  const brothers = above < 0 ? [code] : (dimension.children[above] ?? []);
  const codes = new Set<number>();
  const take = (one: number): void => {
    codes.add(one);
    for (const child of (dimension.children[one] ?? []).slice(0, CHILDREN)) take(child);
  };
  for (const one of [code, ...brothers.filter((brother) => brother !== code)]) if (codes.size < MAX_CODES) take(one);
  return [...codes].sort((one, other) => one - other);
}
