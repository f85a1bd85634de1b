import assert from "node:assert/strict";
import { test } from "node:test";
import { startPoller } from "../gateway/sealing/poller.ts";
import { openSignatureScheduler } from "../gateway/signature-scheduler.ts";

test("of a burst eight go at once, eight more a turn of the event loop, in order, and nobody is forgotten", async () => {
  const turn = openSignatureScheduler();
  let loops = 0;
  let counting = true;
  const count = (): void => {
    loops += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const went: { index: number; loop: number }[] = [];
  await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      await turn();
      went.push({ index, loop: loops });
    }),
  );
  counting = false;
  assert.deepEqual(
    went.map(({ index }) => index),
    Array.from({ length: 100 }, (_, index) => index),
  );
  const perLoop = Object.values(Object.groupBy(went, ({ loop }) => loop)).map((group) => group!.length);
  assert.ok(perLoop.length >= 12 && perLoop.every((size) => size <= 8), String(perLoop));
  assert.equal(turn() === undefined || turn() instanceof Promise, true);
});

test("rounds follow a second after each other, soon after a wake, and in dense traffic at their own pace", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const seen: number[] = [];
  let isDense = false;
  let now = 0;
  const pass = async (ms: number): Promise<void> => {
    for (const until = now + ms; now < until; ) {
      now += 10;
      t.mock.timers.tick(10);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const poller = startPoller(
    async () => {
      seen.push(now);
    },
    () => isDense,
    3_000,
  );
  await new Promise((resolve) => setImmediate(resolve));
  await pass(1_000);
  assert.deepEqual(seen, [0, 1_000]);
  await pass(200);
  poller.wake();
  await pass(100);
  assert.deepEqual(seen.slice(2), [1_250]);
  isDense = true;
  await pass(1_000);
  assert.deepEqual(seen.slice(3), [2_250]);
  poller.wake();
  await pass(2_900);
  assert.deepEqual(seen.slice(4), [], "no wake hurries dense traffic");
  await pass(200);
  assert.deepEqual(seen.slice(4), [5_250]);
  await poller.stop();
  await pass(5_000);
  assert.equal(seen.length, 5);
});
