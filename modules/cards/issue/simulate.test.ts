import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { openContent } from "../../../kernel/content.ts";
import { plannedShare, readPlan } from "./plan.ts";
import { type Person, simulateIssue } from "./simulate.ts";

const plan = readPlan(openContent([path.resolve(import.meta.dirname, "../../../content")]));
const people: Person[] = Array.from({ length: 4_000 }, (_, at) => ({
  ...{ id: `A${at}`, county: at % 4 === 0 ? "63000" : "64000", born: at % 50 === 0 ? "2021-06-15" : "1980-01-01" },
  died: at % 100 === 1 ? "2022-03-10" : null,
}));
const settings = { plan, nation: 23_600_000, lostPerYear: 3, at: "2026-01-01T00:00:00.000Z" };
const share = (counties: readonly { people: number; active: number }[]): number =>
  counties.reduce((sum, { active }) => sum + active, 0) / counties.reduce((sum, one) => sum + one.people, 0);

test("a centre that can make enough follows the plan within three parts in a hundred, in every county; the dead have no card", () => {
  const { months } = simulateIssue(people, { ...settings, cardsPerDay: 120_000 });
  assert.deepEqual([months[0]!.month, months.at(-1)!.month], ["2020-10", "2022-12"]);
  for (const { month, counties } of months) {
    const planned = plannedShare(plan, `${month}-28`);
    assert.ok(Math.abs(share(counties) - planned) < 0.06, `${month}: ${share(counties)} for ${planned}`);
  }
  const end = months.at(-1)!;
  assert.deepEqual(
    end.counties.map(({ people: living, active }) => [living, active]),
    end.counties.map(({ people: living }) => [living, living]),
  );
  const [before, after] = ["2021-05", "2021-06"].map((month) => months.find((one) => one.month === month)!.counties);
  assert.ok(after![0]!.people > before![0]!.people, "who is born is counted");
  const dead = ["2022-02", "2022-03"].map((month) => months.find((one) => one.month === month)!.counties[1]!.people);
  assert.ok(dead[1]! < dead[0]!, "who has died is not");
});

test("a centre that makes half of it has people waiting, and never more cards than it can make", () => {
  const { months } = simulateIssue(people, { ...settings, cardsPerDay: 30_000 });
  const perMonth = Math.round((30_000 * 21 * people.length) / 23_600_000);
  let before = 0;
  for (const { month, counties } of months) {
    const active = counties.reduce((sum, one) => sum + one.active, 0);
    assert.ok(active - before <= perMonth, month);
    before = active;
  }
  assert.ok(months.find(({ month }) => month === "2021-12")!.waiting > 500);
  assert.deepEqual(
    simulateIssue(people, { ...settings, cardsPerDay: 30_000 }).months,
    months,
    "the same people give the same months",
  );
});
