import type { Log } from "../log.ts";

/** Work that a module does again and again, whatever anybody asks: clearing what has ended, looking for what is due. */
export type Schedule = {
  name: string;
  everyMs: number;
  run(): Promise<unknown>;
};

/**
 * Runs schedules, each by itself and never twice at once: a run that takes longer than its interval delays the next one. A failure is
 * logged and counted, and the next run comes in its turn. `stop` waits for what is running.
 */
export function startSchedules(
  schedules: readonly Schedule[],
  log: Log,
  onOutcome: (name: string, outcome: "done" | "failed") => void,
): { stop(): Promise<void> } {
  const running = new Map<string, Promise<void>>();
  const runOnce = async ({ name, run }: Schedule): Promise<void> => {
    try {
      await run();
      onOutcome(name, "done");
    } catch (error) {
      log.warn({ err: error, schedule: name }, "scheduled work failed, its next turn comes");
      onOutcome(name, "failed");
    }
  };
  const timers = schedules.map((one) =>
    setInterval(() => {
      if (running.has(one.name)) return;
      running.set(
        one.name,
        runOnce(one).finally(() => running.delete(one.name)),
      );
    }, one.everyMs),
  );
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
