import assert from "node:assert/strict";
import { test } from "node:test";
import { oldestOf, type StandingQueue } from "./queues.ts";

const queue = (href: string, length: StandingQueue["length"]): StandingQueue => ({ module: "a", href, text: href, length });

test("an officer begins with what has waited longest; queues that are away or empty have nothing", () => {
  const queues = [
    queue("/away", "away"),
    queue("/plain", "uncounted"),
    queue("/empty", { count: 0, oldest: null }),
    queue("/new", { count: 9, oldest: "2026-01-02T00:00:00.000Z" }),
    queue("/old", { count: 1, oldest: "2026-01-01T00:00:00.000Z" }),
  ];
  assert.equal(oldestOf(queues)?.queue.href, "/old");
  assert.equal(oldestOf(queues.slice(0, 3)), undefined);
});
