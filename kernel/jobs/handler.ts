import type { Database, Tx } from "../db/database.ts";
import type { JobDefinition } from "./definition.ts";
import type { EventToken } from "./event.ts";

/** `payload` has been validated against the definition's schema. */
export type Job<P = unknown> = { payload: P; attempt: number; db: Database };
export type JobHandler<P = unknown> = (job: Job<P>) => Promise<void>;

/** A definition with the handler of a module; `run` parses the payload first. */
export type HandledJob = Pick<JobDefinition, "kind" | "retry" | "concurrency"> & { run(job: Job): Promise<void> };

/** The payload will not fit at a later attempt either. */
export class UnfitPayload extends Error {}

/** Throw this to postpone the job without counting it as a failure (the other side is not ready yet). */
export class RetryLater extends Error {
  readonly afterMs: number;
  constructor(afterMs: number, reason: string) {
    super(reason);
    this.afterMs = afterMs;
  }
}

export function handleJob<P>(definition: JobDefinition<P>, handler: JobHandler<P>): HandledJob {
  const { kind, retry, concurrency, fault } = definition;
  return {
    ...{ kind, retry, concurrency },
    run: async (job) => {
      const reason = fault(job.payload);
      if (reason !== undefined) throw new UnfitPayload(`payload: ${reason}`);
      await handler({ ...job, payload: job.payload as P });
    },
  };
}

/** Runs in the transaction that marks the event as handled. */
export type EventHandler<T> = (payload: T, tx: Tx) => Promise<void>;
export type HandledEvent = { event: EventToken; run(payload: unknown, tx: Tx): Promise<void> };

/** A module's handler of an event. The kernel has checked the payload before it calls `run`. */
export const handleEvent = <T>(event: EventToken<T>, handler: EventHandler<T>): HandledEvent => ({
  event,
  run: (payload, tx) => handler(payload as T, tx),
});
