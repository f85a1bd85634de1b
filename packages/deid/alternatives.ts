import type { Insider } from "./insiders.ts";
import { type Freedom, Moves } from "./moves.ts";
import type { Table } from "./table.ts";
import { Windows } from "./window.ts";

export type Side = "up" | "down";
/** How an alternative table differs from the true one: change by cell. */
export type Moved = ReadonlyMap<number, number>;

/** Tables up to this size are one programme; in larger ones the neighbourhood is asked first. */
const SMALL = 1_500;
const MAX_WINDOWS = 400;

/**
 * Looks for another table that agrees with everything published and differs from the true one in few cells: if a cell moves by its
 * level in one, an attacker cannot bound it more tightly. A cell that is free may move, at its price.
 */
export class Alternatives {
  readonly #table: Table;
  readonly #scale: number;
  readonly #freedom: Freedom;
  readonly #windows: Windows | undefined;
  readonly #near = new Map<string, Moves>();
  readonly #nearOf = new Map<number, Set<Moves>>();
  readonly #last = new Map<number, Map<Insider | undefined, { side: Side; level: number; moved: Moved }>>();
  #whole: Moves | undefined;
  /** Where the neighbourhood has none, do not ask the whole table: for cleaning, where that costs a hidden cell and saves an hour. */
  nearOnly = false;

  constructor(table: Table) {
    this.#table = table;
    this.#scale = table.cells.reduce((scale, { value }) => Math.max(scale, (value ?? 0) / 1e6), 1);
    this.#freedom = {
      free: Uint8Array.from(table.cells, ({ hidden }) => (hidden ? 1 : 0)),
      price: new Float64Array(table.cells.length).fill(1),
      value: Float64Array.from(table.cells, ({ value }) => (value ?? 0) / this.#scale),
    };
    this.#windows = table.cells.length > SMALL ? new Windows(table) : undefined;
  }

  /** Lets a cell move, at a price. */
  free(cell: number, price: number): void {
    this.#freedom.free[cell] = 1;
    this.#freedom.price[cell] = price;
    this.#update(cell);
  }

  /** Keeps a cell as it is. */
  fix(cell: number): void {
    this.#freedom.free[cell] = 0;
    this.#update(cell);
  }

  #update(cell: number): void {
    this.#whole?.update(cell);
    for (const near of this.#nearOf.get(cell) ?? []) near.update(cell);
  }

  /** The cheapest alternative in which `target` moves by `level`, and which an insider cannot tell from the truth; undefined if there is none. */
  find(target: number, side: Side, level: number, insider?: Insider): Moved | undefined {
    const mirrored = this.#mirrored(target, side, level, insider);
    if (mirrored) return mirrored;
    const moved = this.#search(target, side, level, insider);
    if (moved && this.#windows)
      this.#last.set(target, (this.#last.get(target) ?? new Map()).set(insider, { side, level, moved }));
    return moved;
  }

  /** What moves a cell up moves it down the other way round, where no cell falls below zero. */
  #mirrored(target: number, side: Side, level: number, insider: Insider | undefined): Moved | undefined {
    const last = this.#last.get(target)?.get(insider);
    if (!last || last.side === side) return undefined;
    const moved = new Map<number, number>();
    for (const [cell, change] of last.moved) {
      const other = (-change * level) / last.level;
      if (!this.#freedom.free[cell] || (this.#table.cells[cell]?.value ?? 0) + other < 0) return undefined;
      moved.set(cell, other);
    }
    return insider && this.contradicts(insider, moved) ? undefined : moved;
  }

  #search(target: number, side: Side, level: number, insider: Insider | undefined): Moved | undefined {
    const step = (side === "up" ? level : -level) / this.#scale;
    const { value } = this.#freedom;
    const own = (insider?.floor?.own ?? 0) / this.#scale;
    const falls = new Map((insider?.floor?.cells ?? []).map((cell) => [cell, Math.max(0, (value[cell] ?? 0) - own)]));
    const ask = (moves: Moves): Map<number, number> | undefined => moves.find(target, step, insider?.knows ?? [], falls);
    const near = this.#windows ? ask(this.#window(this.#windows, target)) : undefined;
    if (!near && this.#windows && this.nearOnly) return undefined;
    const moved = near ?? ask(this.#everything());
    if (moved) for (const [cell, change] of moved) moved.set(cell, change * this.#scale);
    return moved;
  }

  #everything(): Moves {
    this.#whole ??= new Moves([...this.#table.cells.keys()], this.#table.relations, this.#freedom);
    return this.#whole;
  }

  #window(windows: Windows, target: number): Moves {
    const key = windows.key(target);
    const known = this.#near.get(key);
    if (known) return known;
    if (this.#near.size >= MAX_WINDOWS) this.#forget();
    const { cells, relations } = windows.of(target);
    const moves = new Moves(cells, relations, this.#freedom);
    this.#near.set(key, moves);
    for (const cell of cells) this.#nearOf.set(cell, (this.#nearOf.get(cell) ?? new Set()).add(moves));
    return moves;
  }

  #forget(): void {
    for (const moves of this.#near.values()) moves.dispose();
    this.#near.clear();
    this.#nearOf.clear();
  }

  /** Whether an insider sees that an alternative is not the truth. */
  contradicts({ knows, floor }: Insider, moved: Moved): boolean {
    const below = (cell: number): boolean =>
      (this.#table.cells[cell]?.value ?? 0) + (moved.get(cell) ?? 0) < (floor?.own ?? 0) - 1e-9;
    return knows.some((cell) => moved.has(cell)) || (floor?.cells ?? []).some(below);
  }

  dispose(): void {
    this.#forget();
    this.#whole?.dispose();
  }
}
