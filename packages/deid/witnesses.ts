import { Alternatives, type Moved, type Side } from "./alternatives.ts";
import type { Insider } from "./insiders.ts";
import type { Table } from "./table.ts";

/**
 * Proofs that cells of a large table are protected: other tables that agree with all that is published. Each is checked here, sum by sum, so that
 * nothing rests on how it was found.
 */
export class Witnesses {
  readonly #table: Table;
  readonly #alternatives: Alternatives;
  readonly #relationsOf: number[][];
  readonly #found = new Map<string, Moved | undefined>();
  readonly #moving = new Set<number>();

  constructor(table: Table) {
    this.#table = table;
    this.#alternatives = new Alternatives(table);
    this.#relationsOf = table.cells.map(() => []);
    for (const [no, { parent, children }] of table.relations.entries())
      for (const cell of [parent, ...children]) this.#relationsOf[cell]?.push(no);
  }

  /** Whether tables are found in which the cell moves by its level on both sides; a safe one needs to move only at all. */
  prove(cell: number): boolean {
    const it = this.#table.cells[cell];
    if (!it?.who) return false;
    if (!it.unsafe)
      return this.#moving.has(cell) || this.#movement(cell, "up", Math.max(1, 0.01 * (it.value ?? 0))) !== undefined;
    return it.level > 0 && sides.every((side) => this.#movement(cell, side, this.#level(cell, side)) !== undefined);
  }

  #level(cell: number, side: Side): number {
    const { level, value = 0 } = this.#table.cells[cell] ?? { level: 0 };
    return side === "up" ? level : Math.min(level, value);
  }

  #movement(cell: number, side: Side, level: number, insider?: Insider): Moved | undefined {
    const key = `${cell} ${side}`;
    if (!insider && this.#found.has(key)) return this.#found.get(key);
    const moved = this.#alternatives.find(cell, side, level, insider);
    const sound = moved && this.#isTable(moved) && Math.abs(moved.get(cell) ?? 0) >= level * (1 - 1e-6) ? moved : undefined;
    if (!insider) this.#found.set(key, sound);
    // a safe cell must only not be exact
    for (const [other, change] of sound ?? [])
      if (Math.abs(change) > 0.01 * (this.#table.cells[other]?.value ?? 0)) this.#moving.add(other);
    return sound;
  }

  /** Only hidden cells move, none below zero, and every total is still the sum of its parts. */
  #isTable(moved: Moved): boolean {
    const relations = new Set<number>();
    let size = 0;
    for (const [cell, change] of moved) {
      const { hidden, value = 0 } = this.#table.cells[cell] ?? { hidden: false };
      if (!hidden || value + change < -1e-6 * Math.max(1, value)) return false;
      size = Math.max(size, Math.abs(change));
      for (const no of this.#relationsOf[cell] ?? []) relations.add(no);
    }
    for (const no of relations) {
      const { parent, children } = this.#table.relations[no] ?? { parent: 0, children: [] };
      const rest = children.reduce((sum, child) => sum + (moved.get(child) ?? 0), -(moved.get(parent) ?? 0));
      if (Math.abs(rest) > 1e-6 * Math.max(1, size)) return false;
    }
    return true;
  }

  /** The cells that an insider may be able to bound: for all others there is a table that the insider cannot tell from the truth. */
  endangered(targets: readonly number[], insiders: readonly Insider[]): Map<Insider, Set<number>> {
    const pairs = new Map<Insider, Set<number>>();
    const knowing = new Map<number, Insider[]>();
    for (const insider of insiders)
      for (const cell of [...insider.knows, ...(insider.floor?.cells ?? [])])
        knowing.set(cell, [...(knowing.get(cell) ?? []), insider]);
    for (const target of targets)
      for (const side of sides) {
        const moved = this.#movement(target, side, this.#level(target, side));
        for (const insider of moved ? new Set([...moved.keys()].flatMap((cell) => knowing.get(cell) ?? [])) : insiders)
          if (!this.#holds(target, side, moved, insider)) pairs.set(insider, (pairs.get(insider) ?? new Set()).add(target));
      }
    return pairs;
  }

  #holds(target: number, side: Side, moved: Moved | undefined, insider: Insider): boolean {
    if (insider.owns(target) || (moved && !this.#alternatives.contradicts(insider, moved))) return true;
    const rest = Math.max(0, (this.#table.cells[target]?.value ?? 0) - insider.within(target));
    const level = side === "up" ? this.#level(target, side) : Math.min(this.#level(target, side), rest);
    const other = level > 0 ? this.#movement(target, side, level, insider) : undefined;
    return level <= 0 || (other !== undefined && !this.#alternatives.contradicts(insider, other));
  }

  dispose(): void {
    this.#alternatives.dispose();
  }
}

const sides = ["up", "down"] as const;
