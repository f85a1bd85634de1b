import type { Side } from "./alternatives.ts";
import { type Insider, insidersOf } from "./insiders.ts";
import type { Table } from "./table.ts";

/** What must hold for one cell on one side: an alternative table in which it moves by `level`. */
export type Obligation = { target: number; side: Side; level: number };

/** What the pattern of hidden cells owes, and which cells may be hidden for it. */
export class Obligations {
  readonly list: Obligation[] = [];
  readonly insiders: Insider[];
  readonly #table: Table;
  readonly #byCell = new Map<number, Insider[]>();

  /** `stricter` raises levels where a first pattern did not hold. */
  constructor(table: Table, stricter: ReadonlyMap<number, number> = new Map()) {
    this.#table = table;
    const largest = table.cells.reduce((most, { value }) => Math.max(most, value ?? 0), 1);
    for (const [target, { hidden, unsafe, level, value = 0 }] of table.cells.entries()) {
      if (!hidden) continue;
      // a safe cell that is hidden anyway, and an unsafe one of zero, must not be exact
      const least = table.isCount ? 1 : Math.max(1e-3 * value, 1e-5 * largest);
      const wanted = (unsafe && level > 0 ? level : least) * (stricter.get(target) ?? 1);
      this.list.push({ target, side: "up", level: wanted });
      const down = Math.min(wanted, value);
      if (unsafe && down > 0) this.list.push({ target, side: "down", level: down });
    }
    this.list.sort((one, other) => other.level - one.level);
    this.insiders = insidersOf(table, (cell) => this.mayHide(cell));
    for (const insider of this.insiders)
      for (const cell of [...insider.knows, ...(insider.floor?.cells ?? [])])
        this.#byCell.set(cell, [...(this.#byCell.get(cell) ?? []), insider]);
  }

  /** Anyone who knows the trade knows which cells are empty: they hide nothing. */
  mayHide(cell: number): boolean {
    const { hidden, who, value = 0 } = this.#table.cells[cell] ?? { hidden: false, who: undefined };
    return hidden || value > 0 || (who?.count ?? 0) > 0;
  }

  /** Insiders who know one of these cells. */
  among(cells: Iterable<number>): Set<Insider> {
    return new Set([...cells].flatMap((cell) => this.#byCell.get(cell) ?? []));
  }

  /** What is owed against an insider: nothing for what is their own. */
  against({ target, side, level }: Obligation, insider: Insider): number {
    if (!this.#table.cells[target]?.unsafe || insider.owns(target)) return 0;
    const rest = Math.max(0, (this.#table.cells[target]?.value ?? 0) - insider.within(target));
    return side === "up" ? level : Math.min(level, rest);
  }
}
