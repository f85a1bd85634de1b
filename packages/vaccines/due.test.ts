import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { type Given, isForAge, openDoses, readSchedules, standingOf } from "./index.ts";

const folder = path.join(import.meta.dirname, "../../content/vaccine-schedules/childhood");
const json = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));
type Reader = Parameters<typeof readSchedules>[0];
const readerOf = (value: unknown): Reader => {
  const text = { "zh-Hant": json("text/zh-Hant.json"), en: json("text/en.json") };
  return { read: () => [{ id: "childhood", value, text }] } as unknown as Reader;
};
const [schedule] = readSchedules(readerOf(json("schedule.json")));
const childhood = schedule!;
/** Everything that the schedule has by an age in months, given on its first day. */
const givenBy = (bornOn: string, months: number): Given[] =>
  standingOf(childhood, { bornOn, given: [] }, "1900-01-01").doses.flatMap(({ vaccineCode, dose, from }, at) =>
    childhood.doses[at]!.from <= months ? [{ date: from, vaccineCode, dose }] : [],
  );
const born = "2026-01-31";
const stateOf = (given: readonly Given[], today: string, of: string) =>
  standingOf(childhood, { bornOn: born, given }, today).doses.find(({ vaccineCode, dose }) => `${vaccineCode}-${dose}` === of)
    ?.state;

test("on the day of birth the first dose against hepatitis B is open and nothing else", () => {
  assert.deepEqual(
    openDoses(childhood, { bornOn: born, given: [] }, born).map(({ vaccineCode, dose }) => `${vaccineCode}-${dose}`),
    ["08-1"],
  );
  assert.equal(standingOf(childhood, { bornOn: born, given: [] }, born).state, "complete");
});

test("a month after a birth on the thirty-first is the last of February, and the day after its last day a dose is late", () => {
  const first = [{ date: born, vaccineCode: "08", dose: 1 }];
  const two = standingOf(childhood, { bornOn: born, given: first }, born).doses.find(
    (one) => one.vaccineCode === "08" && one.dose === 2,
  )!;
  assert.equal(two.from, "2026-02-28");
  assert.equal(stateOf(first, "2026-02-27", "08-2"), "later");
  assert.equal(stateOf(first, "2026-02-28", "08-2"), "open");
  assert.equal(stateOf(first, two.until, "08-2"), "open");
  assert.equal(stateOf(first, "2026-06-01", "08-2"), "late");
});

test("the second dose waits for the first and for the days between them, however late it is", () => {
  const today = "2027-06-15";
  const open = (given: Given[]) =>
    openDoses(childhood, { bornOn: born, given }, today)
      .filter(({ vaccineCode }) => vaccineCode === "120")
      .map(({ dose }) => dose);
  assert.deepEqual(open([]), [1]);
  assert.deepEqual(open([{ date: "2027-06-14", vaccineCode: "120", dose: 1 }]), []);
  assert.deepEqual(open([{ date: "2027-05-18", vaccineCode: "120", dose: 1 }]), [2]);
});

test("a school learns what is late, and of a child who had everything by then that it is complete", () => {
  const [bornOn, today] = ["2020-03-10", "2026-09-01"];
  const all = givenBy(bornOn, 80);
  assert.deepEqual(standingOf(childhood, { bornOn, given: all }, today).missing, []);
  const without = all.filter(({ vaccineCode, dose }) => !(vaccineCode === "03" && dose === 2));
  const { state, missing } = standingOf(childhood, { bornOn, given: without }, today);
  assert.deepEqual([state, missing], ["incomplete", [{ vaccineCode: "03", dose: 2 }]]);
});

test("the schedule is for children: from birth to the day before the birthday at which it ends", () => {
  assert.ok(isForAge(childhood, born, born));
  assert.ok(!isForAge(childhood, "2026-02-01", born));
  assert.ok(!isForAge(childhood, `${2026 - childhood.below}-01-31`, born));
});

test("a schedule whose second dose has no first is refused", () => {
  const wrong = { ...childhood, doses: [{ code: "03", dose: 2, from: 12, until: 15 }] };
  assert.throws(() => readSchedules(readerOf(wrong)), /does not follow another/);
});
