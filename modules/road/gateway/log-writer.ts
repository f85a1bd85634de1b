import type { Database } from "@troad/kernel";
import {
  insertOutcomes,
  insertRequests,
  insertSigner,
  messageKey,
  type OutcomeRow,
  type RequestRow,
  type SignerRow,
} from "../store/messages.ts";

/** Writes rows durably, several exchanges a commit; answers each caller only after the commit that holds its row. */
export type LogWriter = {
  /** False when this side already holds a request of that id. */
  request(row: RequestRow, signer: SignerRow): Promise<boolean>;
  /** False when the outcome was already there: the first one counts. */
  outcome(row: OutcomeRow, signer: SignerRow | undefined): Promise<boolean>;
};

type Waiting<T> = { row: T; resolve(fresh: boolean): void; reject(error: unknown): void };

/** Rows waiting at most: a database that cannot keep up is said to be so, instead of filling the memory. */
const maxWaiting = 5_000;
const maxBatch = 64;
const maxBatchBytes = 8 * 1024 * 1024;

export function openLogWriter(db: Database): LogWriter {
  const [requests, outcomes] = [db.lane(), db.lane()];
  const request = queueOf<RequestRow>((rows) => insertRequests(requests, rows));
  const outcome = queueOf<OutcomeRow>((rows) => insertOutcomes(outcomes, rows));
  const kept = new WeakSet<SignerRow>();
  /** A signer is on disk before the first row that names it; it changes every few minutes. */
  const keep = async (signer: SignerRow): Promise<void> => {
    await insertSigner(db, signer);
    kept.add(signer);
  };
  return {
    request: (row, signer) => (kept.has(signer) ? request(row) : keep(signer).then(() => request(row))),
    outcome: (row, signer) => (!signer || kept.has(signer) ? outcome(row) : keep(signer).then(() => outcome(row))),
  };
}

/**
 * Group commit: while a batch is being written the next one gathers, so the flush to disk, which dominates a durable write, is shared by
 * the exchanges that are under way. A lone row waits for nothing.
 */
function queueOf<T extends RequestRow | OutcomeRow>(write: (rows: T[]) => Promise<Set<string>>): (row: T) => Promise<boolean> {
  let waiting: Waiting<T>[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const fresh = await write(batch.map(({ row }) => row));
        for (const one of batch) one.resolve(fresh.has(messageKey(one.row)));
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    isWriting = false;
  }

  /** Oldest first; one key once, so that the answer says which of two twins was written. */
  function takeBatch(): Waiting<T>[] {
    const batch: Waiting<T>[] = [];
    const later: Waiting<T>[] = [];
    const keys = new Set<string>();
    let bytes = 0;
    for (const one of waiting) {
      const key = messageKey(one.row);
      const size = one.row.message?.length ?? 0;
      if (batch.length >= maxBatch || keys.has(key) || (batch.length > 0 && bytes + size > maxBatchBytes)) later.push(one);
      else {
        keys.add(key);
        bytes += size;
        batch.push(one);
      }
    }
    waiting = later;
    return batch;
  }

  return (row) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= maxWaiting) return reject(new Error("the message log cannot keep up"));
      waiting.push({ row, resolve, reject });
      if (isWriting) return;
      isWriting = true;
      // after this turn of the event loop: what arrived together is written together
      setImmediate(() => void drain());
    });
}
