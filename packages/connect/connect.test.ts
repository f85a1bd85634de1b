import assert from "node:assert/strict";
import { test } from "node:test";
import { mayFollow, orderFault, states } from "./order.ts";
import { faultsOfPage } from "./page.ts";

const both = (zh: string, en: string) => ({ "zh-Hant": zh, en });
const page = {
  ...{ contract: 1, id: "parking-permit", kind: "apply" },
  ...{ name: both("停車證", "Parking permit"), summary: both("申請停車證", "Apply for a permit"), who: both("車主", "Owners") },
  ...{ need: both("車牌", "A plate"), time: both("五天", "Five days"), cost: both("免費", "Free") },
  ...{ lifeEvents: ["moving"], law: [{ act: "停車場法", article: "12" }], start: "https://city.example/apply" },
  return: "https://city.example/back",
  privacy: { keepMonths: 12, address: "https://city.example/privacy" },
};
const found = (value: unknown, origins?: string[]) =>
  faultsOfPage(value, origins).map(({ pointer, code }) => `${pointer} ${code}`);

test("a page that fits has no fault, and each fault is told with its place", () => {
  assert.deepEqual(found(page, ["https://city.example"]), []);
  const { name: _, ...nameless } = page;
  assert.deepEqual(found(nameless), ["/name form.required"]);
  assert.deepEqual(found({ ...page, name: both("Parking", "停車證") }), [
    "/name/zh-Hant text.no-chinese",
    "/name/en text.no-english",
  ]);
  assert.deepEqual(found({ ...page, start: "https://evil.example/" }, ["https://city.example"]), ["/start address.elsewhere"]);
  assert.deepEqual(found({ ...page, cost: { "zh-Hant": "免費" } }), ["/cost/en form.required"]);
  assert.deepEqual(found({ ...page, more: 1 }), ["/more form.unknown"]);
  assert.match(found({ ...page, start: "javascript:alert(1)" })[0]!, /^\/start form\.pattern/);
  for (const value of [null, [], "x", 7]) assert.notEqual(found(value).length, 0);
});

test("events follow each other in the order of the contract, for one person, and none from the future", () => {
  const now = new Date("2026-03-02T08:00:00Z");
  const told = { state: "in-review", at: "2026-03-02T07:00:00Z", subject: "p" } as const;
  const standing = { state: "received", at: "2026-03-02T06:00:00Z", subject: "p" } as const;
  assert.equal(orderFault(standing, told, now), undefined);
  assert.equal(orderFault(undefined, told, now), "out-of-order");
  assert.equal(orderFault(undefined, { ...told, state: "received" }, now), "channel-missing");
  assert.equal(orderFault(undefined, { ...told, state: "received", channel: "online" }, now), undefined);
  assert.equal(orderFault(standing, { ...told, subject: "q" }, now), "another-person");
  assert.equal(orderFault(standing, { ...told, at: "2026-03-02T05:00:00Z" }, now), "before-the-last");
  assert.equal(orderFault(standing, { ...told, at: "2026-03-02T08:06:00Z" }, now), "in-the-future");
  assert.equal(orderFault(standing, { ...told, at: "2026-99-02T08:06:00Z" }, now), "in-the-future");
  assert.equal(orderFault(standing, { ...told, due: "2026-04-01" }, now), "due-without-action");
  for (const end of ["withdrawn", "closed"] as const) assert.deepEqual(mayFollow(end), []);
  for (const state of states) assert.ok(!mayFollow(state).includes("received"));
});
