import assert from "node:assert/strict";
import path from "node:path";
import { before, test } from "node:test";
import { root } from "./kit/government.ts";
import { openService, pathsOf, servicesIn } from "./kit/service-report.ts";
import { citizensOf, isGoneBy, recordsOf } from "./kit/try-people.ts";

/**
 * Every service has one person on the page "Try it" who is granted, and one who is refused, with what the registers hold of them. Services of which that
 * does not hold say what an application for another service changes first.
 */
const today = "2026-11-30";
const citizens = citizensOf(today);
let all: Awaited<ReturnType<typeof recordsOf>>;
before(async () => {
  all = await recordsOf(citizens, today);
});

/** Granted once another service has been granted. */
const after: Readonly<Record<string, string>> = {
  "estate-tax-return": "death-registration",
  "inheritance-registration": "death-registration",
  "organ-donor-funeral-subsidy": "death-registration",
  "survivors-pension": "death-registration",
  "newborn-health-card": "birth-registration",
  "foreign-labour-recruitment": "employer-recruiting",
};

const services = servicesIn(path.join(root, "content")).map((folder) => {
  const paths = pathsOf(folder).map((one) => ({ ...one, at: today }));
  return { id: path.basename(folder), service: openService(folder), paths };
});
const lacking = (end: "granted" | "refused"): string[] =>
  services.flatMap(({ id, service, paths }) => {
    const ways = paths.filter((one) => one.end === end);
    return ways.length === 0 || isGoneBy(service, ways, citizens, all) ? [] : [id];
  });

test("of every service one person of the demonstration is granted, but for those that say why not", () => {
  assert.deepEqual(lacking("granted"), Object.keys(after).sort());
  for (const [later, first] of Object.entries(after)) assert.ok(!(first in after), `${later} after ${first}`);
});

test("of every service one person of the demonstration is refused", () => {
  assert.deepEqual(lacking("refused"), []);
});

test("who has no business leads none: a path that nobody can go is found", () => {
  const { service, paths } = services.find(({ id }) => id === "phoenix-micro-loan")!;
  const granted = paths.filter(({ end }) => end === "granted");
  const founders = citizens.filter(({ label }) => label === "founder");
  assert.ok(isGoneBy(service, granted, founders, all));
  const students = citizens.filter(({ label }) => ["low", "mid-low", "none"].includes(label));
  assert.ok(!isGoneBy(service, granted, students, all));
});
