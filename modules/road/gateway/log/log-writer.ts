import type { Database } from "@troad/kernel";
import {
  insertMessages,
  insertSigner,
  messageKey,
  type OutcomeRow,
  type RequestRow,
  type SignerRow,
} from "../../store/messages.ts";

/** Writes rows durably, several exchanges per commit; answers each caller only after the commit that contains its row. */
export type LogWriter = {
  /** False if this side already has a request with that id. */
  request(row: RequestRow, signer: SignerRow): Promise<boolean>;
  /** The number of the outcome; undefined if there was already one: the first one counts. */
  outcome(row: OutcomeRow, signer: SignerRow | undefined): Promise<number | undefined>;
};

type Message = { part: "request"; row: RequestRow } | { part: "outcome"; row: OutcomeRow };
/** `said` is undefined for a message that already existed, null for a request. */
type Waiting = Message & { key: string; resolve(said: number | null | undefined): void; reject(error: unknown): void };

/** Maximum number of waiting rows: a database that cannot keep up causes an error instead of filling the memory. */
const maxWaiting = 10_000;
const maxBatch = 128;
const maxBatchBytes = 8 * 1024 * 1024;

export function openLogWriter(db: Database): LogWriter {
  const lane = db.lane();
  const write = queueOf((batch) =>
    insertMessages(
      lane,
      batch.flatMap((one) => (one.part === "request" ? [one.row] : [])),
      batch.flatMap((one) => (one.part === "outcome" ? [one.row] : [])),
    ),
  );
  const kept = new WeakSet<SignerRow>();
  /** A signer is on disk before the first row that refers to it; it changes every few minutes. */
  const keep = async (signer: SignerRow | undefined): Promise<void> => {
    if (!signer || kept.has(signer)) return;
    await insertSigner(db, signer);
    kept.add(signer);
  };
  return {
    request: async (row, signer) => {
      await keep(signer);
      return (await write({ part: "request", row })) !== undefined;
    },
    outcome: async (row, signer) => {
      await keep(signer);
      return (await write({ part: "outcome", row })) ?? undefined;
    },
  };
}

/**
 * Group commit: while a batch is being written the next one gathers, so concurrent exchanges share the flush to disk, which dominates a
 * durable write. A single row waits for nothing.
 */
function queueOf(
  insert: (batch: Message[]) => Promise<Map<string, number | null>>,
): (message: Message) => Promise<number | null | undefined> {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const fresh = await insert(batch);
        for (const one of batch) one.resolve(fresh.get(one.key));
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    isWriting = false;
  }

  /** Oldest first; each key once, so that the answer says which of two duplicates was written. */
  function takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    const keys = new Set<string>();
    let bytes = 0;
    for (const one of waiting) {
      const size = one.row.message?.length ?? 0;
      if (batch.length >= maxBatch || keys.has(one.key) || (batch.length > 0 && bytes + size > maxBatchBytes)) later.push(one);
      else {
        keys.add(one.key);
        bytes += size;
        batch.push(one);
      }
    }
    waiting = later;
    return batch;
  }

  return (message) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= maxWaiting) return reject(new Error("the message log cannot keep up"));
      waiting.push({ ...message, key: messageKey(message.part, message.row), resolve, reject });
      if (isWriting) return;
      isWriting = true;
      // after this turn of the event loop: rows that arrived together are written together
      setImmediate(() => void drain());
    });
}
