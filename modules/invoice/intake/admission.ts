import { invoiceFailure } from "../domain/errors.ts";

/**
 * How much of each kind of work is under way, and who is turned away when there is too much: first what can wait best. Shops must be able to
 * issue, winners want to look, everything else comes again later. A request that is not let in costs nothing and may come back.
 */
export type WorkKind = "intake" | "query" | "other";

/** At most so many of a kind at once; each kind stops earlier as the ones before it fill up. */
const most: Readonly<Record<WorkKind, number>> = { intake: 48, query: 256, other: 64 };

export class Admission {
  readonly #now: Record<WorkKind, number> = { intake: 0, query: 0, other: 0 };

  /** Lets work in, or throws `invoice.busy` (503 with Retry-After). What is returned says that the work is over; saying it twice is once. */
  enter(kind: WorkKind): () => void {
    if (this.#now[kind] >= this.#room(kind)) throw invoiceFailure("invoice.busy");
    this.#now[kind]++;
    let over = false;
    return () => {
      if (!over) this.#now[kind]--;
      over = true;
    };
  }

  async run<T>(kind: WorkKind, work: () => Promise<T>): Promise<T> {
    const leave = this.enter(kind);
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
