import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log } from "../logging/log.ts";
import { startSchedules } from "./schedule.ts";

const quiet = { warn: () => undefined } as unknown as Log;

test("scheduled work never runs twice at once, a failure does not end it, and stopping waits for it", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const outcomes: string[] = [];
  let runs = 0;
  let release = (): void => undefined;
  const schedules = startSchedules(
    [
      {
        name: "shop.clear",
        everyMs: 1_000,
        run: async () => {
          runs += 1;
          if (runs === 1) throw new Error("away");
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        },
      },
    ],
    quiet,
    (name, outcome) => outcomes.push(`${name} ${outcome}`),
  );
  const settle = () => new Promise(setImmediate);
  t.mock.timers.tick(1_000);
  await settle();
  assert.deepEqual(outcomes, ["shop.clear failed"]);
  t.mock.timers.tick(3_000);
  await settle();
  assert.equal(runs, 2, "the second run is still under way");
  const stopped = schedules.stop();
  release();
  await stopped;
  assert.deepEqual(outcomes, ["shop.clear failed", "shop.clear done"]);
  t.mock.timers.tick(5_000);
  assert.equal(runs, 2);
});

test("a run at the start comes at once, an interval is lengthened by its jitter alone, and a stop is heard by who works", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(Math, "random", () => 0.5);
  const runs: string[] = [];
  let heard: AbortSignal | undefined;
  const run = (name: string) => async (signal: AbortSignal) => {
    runs.push(name);
    heard = signal;
  };
  const schedules = startSchedules(
    [
      { name: "now", everyMs: 1_000, atStart: true, run: run("now") },
      { name: "spread", everyMs: 1_000, jitterMs: 400, run: run("spread") },
    ],
    quiet,
    () => undefined,
  );
  const settle = () => new Promise(setImmediate);
  assert.deepEqual(runs, ["now"]);
  await settle();
  t.mock.timers.tick(1_000);
  await settle();
  assert.deepEqual(runs, ["now", "now"]);
  t.mock.timers.tick(200);
  await settle();
  assert.deepEqual(runs, ["now", "now", "spread"]);
  assert.equal(heard?.aborted, false);
  await schedules.stop();
  assert.equal(heard?.aborted, true);
});

test("work that fails again and again is counted each time and logged once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const [logged, counted]: [unknown[], string[]] = [[], []];
  const away = { name: "shop.ask", everyMs: 10, atStart: true, run: async () => Promise.reject(new Error("away")) };
  const log = { warn: (data: unknown) => logged.push(data) } as unknown as Log;
  const schedules = startSchedules([away], log, (_name, outcome) => counted.push(outcome));
  for (let turn = 0; turn < 3; turn++) {
    await new Promise(setImmediate);
    t.mock.timers.tick(10);
  }
  await schedules.stop();
  assert.equal(logged.length, 1);
  assert.ok(counted.length >= 3);
});
