import type { Database } from "../db/database.ts";
import type { Queryable } from "../db/queryable.ts";
import { sql } from "../db/sql.ts";
import type { Log } from "../logging/log.ts";

/** Work that a module repeats at intervals: clearing expired rows, looking for what is due. */
export type Schedule = {
  /** The same schedule for each agency of a process. */
  name: string;
  everyMs: number;
  /** Each interval is extended by up to this much, so that many processes do not call the same service in the same second. */
  jitterMs?: number;
  /** The first run starts once everything has started, not an interval later. */
  atStart?: boolean;
  /** In only one process of all that have this schema open. */
  onceIn?: Database;
  /** `signal` is aborted when the process stops; a long-running task checks it. */
  run(signal: AbortSignal): Promise<unknown>;
};

type Outcome = "done" | "failed";

/**
 * Runs schedules independently and never twice at once: a run that takes longer than its interval delays the next one. A failure is counted
 * and logged, and the next run comes at its time. `stop` waits for running ones.
 */
export function startSchedules(
  schedules: readonly Schedule[],
  log: Log,
  onOutcome: (name: string, outcome: Outcome) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const timers = new Map<Schedule, NodeJS.Timeout>();
  const running = new Map<Schedule, Promise<void>>();
  const failing = new Set<Schedule>();
  const isMine = leadership();

  async function runOnce(schedule: Schedule): Promise<void> {
    const { name, run, onceIn } = schedule;
    try {
      if (onceIn && !(await isMine(onceIn, name))) return;
      await run(stopping.signal);
      failing.delete(schedule);
      onOutcome(name, "done");
    } catch (error) {
      // logged once but counted each time, so that an outage of an hour does not fill the log
      if (!failing.has(schedule)) log.warn({ err: error, schedule: name }, "scheduled work failed, its next turn comes");
      failing.add(schedule);
      onOutcome(name, "failed");
    }
  }
  function begin(schedule: Schedule): void {
    const began = performance.now();
    const done = runOnce(schedule).finally(() => {
      running.delete(schedule);
      next(schedule, performance.now() - began);
    });
    running.set(schedule, done);
  }
  function next(schedule: Schedule, tookMs = 0): void {
    if (stopping.signal.aborted) return;
    const { everyMs, jitterMs = 0 } = schedule;
    const waitMs = Math.max(0, everyMs - tookMs) + Math.random() * jitterMs;
    timers.set(
      schedule,
      setTimeout(() => begin(schedule), waitMs),
    );
  }

  for (const schedule of schedules) schedule.atStart ? begin(schedule) : next(schedule);
  return {
    stop: async () => {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

/**
 * Decides which process runs a schedule that only one may run: the one that holds its advisory lock, until it or its connection ends. Then
 * the next one that tries takes over. Between a lost connection and the end of a run, two may work briefly, so the work must tolerate that.
 */
function leadership(): (db: Database, name: string) => Promise<boolean> {
  const lanes = new Map<Database, Queryable>();
  return async (db, name) => {
    const lane = lanes.get(db) ?? db.lane();
    lanes.set(db, lane);
    const lock = await lane.one<{ mine: boolean }>(
      sql`select pg_try_advisory_lock(7310, hashtext(${`${db.schema} ${name}`})) as mine`,
    );
    return lock?.mine ?? false;
  };
}
