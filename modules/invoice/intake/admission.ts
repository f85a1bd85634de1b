import { invoiceFailure } from "../errors.ts";

/**
 * How much of each kind of work is under way, and who is turned away when there is too much: first what can wait best. Shops must be able to
 * issue, winners want to look, everything else comes again later. A place is taken for work, which begins when the whole request is there:
 * a body that is still on its way holds none (see `Receiving`).
 */
export type WorkKind = "intake" | "query" | "other";

/** At most so many of a kind at once; each kind stops earlier as the ones before it fill up. */
const most: Readonly<Record<WorkKind, number>> = { intake: 48, query: 256, other: 64 };
/** Three quarters of them are the most that one party has: a sender, or the network of a caller that is not known. */
const share: Readonly<Record<WorkKind, number>> = { intake: 36, query: 192, other: 48 };

export class Admission {
  readonly #now: Record<WorkKind, number> = { intake: 0, query: 0, other: 0 };
  readonly #parties: Record<WorkKind, Map<string, number>> = { intake: new Map(), query: new Map(), other: new Map() };

  /**
   * Lets work of a party in, or throws `invoice.busy` (503 with Retry-After). What is returned says that the work is over; saying it twice is once.
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

  /** Whether there is room for an answer that is in memory: it takes no place, because it is over at once. */
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
