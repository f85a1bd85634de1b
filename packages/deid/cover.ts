import { Alternatives, type Moved } from "./alternatives.ts";
import { DeidError } from "./errors.ts";
import type { Obligation, Obligations } from "./obligations.ts";
import type { Table } from "./table.ts";

/** Alternative tables that together prove one obligation: against everybody, and against each insider who sees through that one. */
type Proof = Moved[];

const HIDDEN_PRICE = 1e-3;

/**
 * A pattern found step by step (Kelly, Golden and Assad 1992): for one unsafe cell after the other the cheapest alternative table, whose cells
 * are hidden with it. Then every cell that turns out needless is published again.
 */
export class Cover {
  readonly hidden = new Set<number>();
  readonly #table: Table;
  readonly #obligations: Obligations;
  readonly #alternatives: Alternatives;
  readonly #proofs = new Map<Obligation, Proof>();
  /** Obligations whose proof moves a cell. */
  readonly #users = new Map<number, Set<Obligation>>();

  constructor(table: Table, obligations: Obligations, weights: readonly number[]) {
    this.#table = table;
    this.#obligations = obligations;
    this.#alternatives = new Alternatives(table);
    const dearest = weights.reduce((most, weight) => Math.max(most, weight), 1);
    for (const [cell, { hidden }] of table.cells.entries()) {
      if (hidden) this.#hide(cell);
      else if (obligations.mayHide(cell)) this.#alternatives.free(cell, 0.01 + (1000 * (weights[cell] ?? 0)) / dearest);
    }
  }

  #hide(cell: number): void {
    this.hidden.add(cell);
    this.#alternatives.free(cell, HIDDEN_PRICE);
  }

  /** Hides until every obligation is proved. */
  fill(): void {
    for (const obligation of this.#obligations.list) {
      const proof = this.#prove(obligation, (moved) => {
        for (const cell of moved.keys()) if (!this.hidden.has(cell)) this.#hide(cell);
      });
      if (!proof) throw new DeidError("deid.solver", "cells", "no pattern of hidden cells protects this table");
      this.#keep(obligation, proof);
    }
  }

  #keep(obligation: Obligation, proof: Proof): void {
    for (const moved of this.#proofs.get(obligation) ?? [])
      for (const cell of moved.keys()) this.#users.get(cell)?.delete(obligation);
    this.#proofs.set(obligation, proof);
    for (const moved of proof)
      for (const cell of moved.keys()) this.#users.set(cell, (this.#users.get(cell) ?? new Set()).add(obligation));
  }

  #prove(obligation: Obligation, use: (moved: Moved) => void): Proof | undefined {
    const { target, side, level } = obligation;
    const first = this.#alternatives.find(target, side, level);
    if (!first) return undefined;
    use(first);
    const proof = [first];
    for (const insider of this.#obligations.among(first.keys())) {
      const owed = this.#obligations.against(obligation, insider);
      if (owed <= 0 || !this.#alternatives.contradicts(insider, first)) continue;
      const other = this.#alternatives.find(target, side, owed, insider);
      if (!other) return undefined;
      use(other);
      proof.push(other);
    }
    return proof;
  }

  /** Publishes again what no proof needs, dearest first, until the time is over. */
  clean(weights: readonly number[], deadline: number): void {
    this.#alternatives.nearOnly = true;
    for (const cell of this.#table.cells.keys()) if (!this.hidden.has(cell)) this.#alternatives.fix(cell);
    const spare = [...this.hidden].filter((cell) => !this.#table.cells[cell]?.hidden);
    for (const cell of spare.sort((one, other) => (weights[other] ?? 0) - (weights[one] ?? 0))) {
      if (performance.now() > deadline) return;
      this.#tryWithout(cell);
    }
  }

  #tryWithout(cell: number): void {
    this.#alternatives.fix(cell);
    const renewed: [Obligation, Proof][] = [];
    for (const obligation of this.#users.get(cell) ?? []) {
      const other = this.#prove(obligation, () => {});
      if (!other) {
        this.#alternatives.free(cell, HIDDEN_PRICE);
        return;
      }
      renewed.push([obligation, other]);
    }
    this.hidden.delete(cell);
    for (const [obligation, proof] of renewed) this.#keep(obligation, proof);
  }

  dispose(): void {
    this.#alternatives.dispose();
  }
}
