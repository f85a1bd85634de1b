import type { Clock } from "../clock.ts";
import type { Database } from "../db/database.ts";
import { CodedError } from "../errors.ts";
import type { Log } from "../logging/log.ts";
import { inTrace } from "../trace.ts";
import { claimer } from "./claim.ts";
import { backoffMs, usualRetry } from "./definition.ts";
import { type HandledJob, RetryLater, UnfitPayload } from "./handler.ts";
import { type ClaimedJob, failJob, finishJob, nextDue, postponeJob, purgeJobs, renewLeases } from "./outbox.ts";
import { reasonOf } from "./reason.ts";

const concurrency = 8;
/** Renewed while the worker lives: a long job is not started twice, and another worker soon takes up the jobs of a killed one. */
const leaseMs = 10_000;
const renewMs = 2_500;
export const idlePollMs = 5_000;
const keepDoneMs = 7 * 86_400_000;

/** After this a job that another module was needed for, which was away or did not offer it yet, is begun anew. */
const awayMs = 2_000;

/** How soon to check again while other processes use up the concurrency of a kind. */
const fullPollMs = 1_000;

export type Worker = {
  /** Checks at once. */
  wake(): void;
  /** There is a job that falls due then, as was seen by the watch over all schemas. */
  expect(due: string): void;
  /** Waits for running jobs. */
  stop(): Promise<void>;
};

/** A module that is away, or of a release that does not offer the call yet, is no fault of the job; one that is away for a day misses no event. */
const isAway = (error: unknown): error is CodedError => error instanceof CodedError && error.code === "peer.unavailable";

/**
 * Processes the outbox of one schema. One that is `told` of what falls due neither looks at its start nor from time to time, and so opens
 * no connection to a schema where nothing happens.
 */
export function startWorker(
  db: Database,
  handled: readonly HandledJob[],
  clock: Clock,
  log: Log,
  onOutcome: (kind: string, outcome: string) => void,
  told = false,
): Worker {
  const handlers = new Map(handled.map((job) => [job.kind, job]));
  const claims = claimer(db, handled);
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let looksAt = Number.POSITIVE_INFINITY;
  let looking = false;
  let again = false;
  const running = new Map<number, Promise<void>>();
  const at = (ms: number) => new Date(clock.now().getTime() + ms).toISOString();

  async function runOne(job: ClaimedJob): Promise<void> {
    const handler = handlers.get(job.kind);
    try {
      if (!handler) throw new Error(`no handler for job ${job.kind}`);
      const trace = job.trace_id ? `00-${job.trace_id}-0000000000000001-01` : undefined;
      await inTrace(trace, () => handler.run({ payload: job.payload, attempt: job.attempts, db }));
      await finishJob(db, job.id, at(0));
      onOutcome(job.kind, "done");
    } catch (error) {
      const later =
        error instanceof RetryLater ? error : isAway(error) ? new RetryLater(awayMs, error.detail ?? error.code) : null;
      await (later ? postponed(job, later) : failed(job, error)).catch(() => undefined);
    }
  }

  async function postponed(job: ClaimedJob, later: RetryLater): Promise<void> {
    log.info({ job: job.kind, id: job.id, reason: later.message }, "job put off");
    onOutcome(job.kind, "later");
    await postponeJob(db, job.id, later.message, at(later.afterMs));
  }

  async function failed(job: ClaimedJob, error: unknown): Promise<void> {
    const retry = handlers.get(job.kind)?.retry ?? usualRetry;
    const dead = error instanceof UnfitPayload || job.attempts >= retry.attempts;
    const text = error instanceof Error ? error.message : String(error);
    log[dead ? "error" : "warn"](
      { job: job.kind, id: job.id, attempt: job.attempts, err: error instanceof CodedError ? text : error },
      dead ? "job given up" : "job failed, will be tried again",
    );
    onOutcome(job.kind, dead ? "dead" : "failed");
    await failJob(db, job.id, { text, reason: reasonOf(error) }, at(backoffMs(retry, job.failures + 1)), dead ? at(0) : null);
  }

  async function look(): Promise<void> {
    if (stopping) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    clearTimeout(timer);
    let full: readonly string[] = [];
    try {
      do {
        again = false;
        const free = concurrency - running.size;
        if (free <= 0) break;
        const claimed = await claims({ now: at(0), leaseUntil: at(leaseMs), limit: free });
        full = claimed.full;
        for (const job of claimed.jobs) {
          const done: Promise<void> = runOne(job).finally(() => {
            running.delete(job.id);
            wake();
          });
          running.set(job.id, done);
        }
      } while (again && !stopping);
      const due = await nextDue(
        db,
        [...handlers.keys()].filter((kind) => !full.includes(kind)),
      );
      const soon = at(fullPollMs);
      schedule(full.length > 0 && (due === undefined || due > soon) ? soon : due);
    } catch (error) {
      if (!stopping) log.warn({ err: error, schema: db.schema }, "the job table cannot be read; will look again");
      schedule(at(1_000));
    } finally {
      looking = false;
      if (again && !stopping) setImmediate(wake);
    }
  }

  function schedule(due: string | undefined): void {
    clearTimeout(timer);
    looksAt = Number.POSITIVE_INFINITY;
    if (stopping) return;
    const left = due ? Math.max(5, Date.parse(due) - clock.now().getTime()) : Number.POSITIVE_INFINITY;
    if (told && left > idlePollMs && running.size === 0) return;
    const wait = running.size >= concurrency ? idlePollMs : Math.min(idlePollMs, left);
    looksAt = clock.now().getTime() + wait;
    timer = setTimeout(wake, wait);
  }

  function wake(): void {
    void look();
  }

  db.onEnqueued(wake);
  const purge = setInterval(() => void purgeJobs(db, at(-keepDoneMs)).catch(() => undefined), 3_600_000);
  const renew = setInterval(() => {
    if (running.size > 0) void renewLeases(db, [...running.keys()], at(leaseMs)).catch(() => undefined);
  }, renewMs);
  if (!told) wake();
  return {
    wake,
    expect: (due) => {
      const at = Date.parse(due);
      if (at <= clock.now().getTime()) wake();
      // what was seen may be older than what this worker knows
      else if (!looking && at < looksAt) schedule(due);
    },
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      clearInterval(purge);
      await Promise.all(running.values());
      clearInterval(renew);
    },
  };
}
