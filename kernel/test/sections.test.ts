import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { gatherSections, isSectionsMethod, offerSections } from "../process/sections.ts";

const log = { info: () => undefined };
const section = {
  tasks: [{ text: "shop.task", href: "/shop" }],
  tiles: [{ title: "shop.title", href: "/shop", order: 1, count: 2 }],
};

test("a module that is away, slow or says something else takes its own section along and nothing else", async () => {
  const answers: Record<string, () => Promise<unknown>> = {
    shop: async () => section,
    away: () => Promise.reject(new Error("no connection")),
    slow: () => pause(5_000, section, { ref: false }),
    odd: async () => ({ tasks: [], tiles: [{ title: "t", href: "/", order: 1, count: -1 }] }),
  };
  const invoke = async (module: string) => answers[module]!();
  const started = performance.now();
  const gathered = await gatherSections({ modules: Object.keys(answers), invoke, log }, 100)({ subject: "p" });
  assert.ok(performance.now() - started < 3_000, "nobody waits for the slow one");
  assert.deepEqual(gathered, [
    { module: "shop", section },
    { module: "away", missing: "away" },
    { module: "slow", missing: "slow" },
    { module: "odd", missing: "away" },
  ]);
});

test("a section is asked for by the subject and nothing else", async () => {
  const asked: unknown[] = [];
  const offered = offerSections("shop", async (person) => {
    asked.push(person);
    return section;
  });
  assert.deepEqual([...offered.keys()].filter(isSectionsMethod), ["$me"]);
  const call = offered.get("$me")!;
  assert.throws(() => call.parse([{ subject: "p", nationalId: "A123456789" }]), { code: "peer.invalid" });
  assert.throws(() => call.parse([{}]), { code: "peer.invalid" });
  assert.deepEqual(asked, []);
});
