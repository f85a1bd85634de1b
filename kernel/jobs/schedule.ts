import { randomUUID } from "node:crypto";
import type { Database } from "../db/database.ts";
import { asHolder, giveLeasesUp, type Lease, leaseSeconds, renewLeases, takeLease } from "../db/lease.ts";
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
  const leader = leadership(log);

  async function runOnce(schedule: Schedule): Promise<void> {
    const { name, run, onceIn } = schedule;
    try {
      const lease = onceIn && (await leader.lease(onceIn, name));
      if (onceIn && !lease) return;
      await (lease ? asHolder(lease, () => run(stopping.signal)) : run(stopping.signal));
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
      await leader.stop();
    },
  };
}

/** Renewed three times within the time for which a lease is kept. */
const renewMs = (leaseSeconds * 1_000) / 3;

/**
 * Decides which process runs a schedule that only one may run: the holder of its lease, as long as it renews it. A process that stops gives it up; of one
 * that was killed, or stands still, another takes it over after its time, and what the former holder then still writes is of no effect.
 */
function leadership(log: Log) {
  const holder = randomUUID();
  const databases = new Set<Database>();
  let failing = false;
  const renew = async (): Promise<void> => {
    const renewed = await Promise.allSettled([...databases].map((db) => renewLeases(db, holder)));
    const lost = renewed.find((one) => one.status === "rejected");
    if (lost && !failing) log.warn({ err: lost.reason }, "leases cannot be renewed; others take them over");
    failing = lost !== undefined;
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    lease: (db: Database, name: string): Promise<Lease | undefined> => {
      databases.add(db);
      timer ??= setInterval(() => void renew(), renewMs);
      return takeLease(db, db.schema, name, holder);
    },
    stop: async (): Promise<void> => {
      clearInterval(timer);
      // a database that is away keeps them until their time is over
      await Promise.allSettled([...databases].map((db) => giveLeasesUp(db, holder)));
    },
  };
}
