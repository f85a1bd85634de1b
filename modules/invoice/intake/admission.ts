import { invoiceFailure } from "../errors.ts";

/**
 * How much work of each kind is in progress, and who is turned away under overload: first the work that can best wait. Shops must be able
 * to issue, winners want to look, everything else comes again later. Work takes a slot when it begins, once the whole request has arrived:
 * an incomplete body takes none (see `Receiving`).
 */
export type WorkKind = "intake" | "query" | "other";

/** Maximum concurrency of each kind; each kind stops earlier as those before it fill up. */
const most: Readonly<Record<WorkKind, number>> = { intake: 48, query: 256, other: 64 };
/** One party gets at most three quarters of them: a sender, or the network of an unknown caller. */
const share: Readonly<Record<WorkKind, number>> = { intake: 36, query: 192, other: 48 };

export class Admission {
  readonly #now: Record<WorkKind, number> = { intake: 0, query: 0, other: 0 };
  readonly #parties: Record<WorkKind, Map<string, number>> = { intake: new Map(), query: new Map(), other: new Map() };

  /**
   * Admits a party's work, or throws `invoice.busy` (503 with Retry-After). The returned function says that the work is done; calling it
   * twice has no further effect.
   */
  enter(kind: WorkKind, party: string): () => void {
    const parties = this.#parties[kind];
    const under = parties.get(party) ?? 0;
    if (under >= share[kind] || this.#now[kind] >= this.#room(kind)) throw invoiceFailure("invoice.busy");
    parties.set(party, under + 1);
    this.#now[kind]++;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#now[kind]--;
      const left = parties.get(party)! - 1;
      if (left === 0) parties.delete(party);
      else parties.set(party, left);
    };
  }

  /** Whether there is room for an answer from memory: it takes no slot, because it is done at once. */
  look(kind: WorkKind): void {
    if (this.#now[kind] >= this.#room(kind)) throw invoiceFailure("invoice.busy");
  }

  async run<T>(kind: WorkKind, party: string, work: () => Promise<T>): Promise<T> {
    const leave = this.enter(kind, party);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  #room(kind: WorkKind): number {
    const { intake, query } = this.#now;
    if (kind === "intake") return most.intake;
    const left = 1 - intake / most.intake;
    return kind === "query"
      ? Math.ceil(most.query * Math.max(left, 0.25))
      : Math.floor(most.other * left * (1 - query / most.query));
  }
}
