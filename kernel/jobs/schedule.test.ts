import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log } from "../log.ts";
import { startSchedules } from "./schedule.ts";

const quiet = { warn: () => undefined } as unknown as Log;

test("scheduled work never runs twice at once, a failure does not end it, and stopping waits for it", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
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
