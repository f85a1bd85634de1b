import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change, Data } from "@troad/entry";
import { countHousehold } from "./counting.ts";
import { type MadeEntry, statistics } from "./statistics.ts";

const villages: Readonly<Record<string, string>> = { U1: "63000050001", U2: "63000050002", U3: "65000010001" };
const households: Readonly<Record<string, string>> = { grandmother: "U1", father: "U1", mother: "U1", bride: "U2", groom: "U3" };
const before = {
  householdOf: (id: string) => households[id] ?? null,
  villageOf: (no: string) => villages[no] ?? null,
};

const person = (key: string, householdNo: string | null): Change => ({ register: "person", key, data: { householdNo } });
const unit = (key: string, villageCode: string): Change => ({ register: "household-unit", key, data: { villageCode } });
const entry = (kind: string, filedOn: string, ...changes: Change[]): MadeEntry => ({ kind, filedOn, changes });

const entries: readonly MadeEntry[] = [
  entry("birth", "2026-01-05", person("twin1", "U1"), unit("U1", "63000050001")),
  entry("birth", "2026-01-05", person("twin2", "U1"), unit("U1", "63000050001")),
  entry("death", "2026-01-06", person("grandmother", null), unit("U1", "63000050001")),
  entry("marriage", "2026-01-07", person("bride", "U2"), person("groom", "U3")),
  // a family of four to another township, and back within it a month later
  entry(
    "move-in",
    "2026-01-31",
    unit("U9", "65000010001"),
    ...["father", "mother", "twin1", "twin2"].map((key) => person(key, "U9")),
  ),
  entry(
    "address-change",
    "2026-02-01",
    unit("U9", "65000010002"),
    ...["father", "mother", "twin1", "twin2"].map((key) => person(key, "U9")),
  ),
  entry("divorce", "2026-02-03", person("bride", "U2"), person("groom", "U3")),
  entry("move-abroad", "2026-02-04", person("groom", null), unit("U3", "65000010001")),
  entry("first-registration", "2026-02-05", person("immigrant", "U2"), unit("U2", "63000050002")),
  entry("boundary-change", "2026-02-06", unit("U2", "63000050003")),
  entry("death", "2026-02-09", person("bride", null)),
  entry("guardianship", "2026-02-10", person("abroad", null)),
];

const counted = (): ReturnType<typeof statistics> => {
  const counts = statistics(before);
  for (const one of entries) counts.add(one);
  return counts;
};

test("births, deaths, marriages, divorces and moves are counted by month and village", () => {
  const rows = counted()
    .villages()
    .map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== 0)));
  assert.deepEqual(rows, [
    { month: "2026-01", village: "63000050001", births: 2, deaths: 1, movedOut: 4, naturalIncrease: 1, netMigration: -4 },
    { month: "2026-01", village: "63000050002", marriages: 1 },
    { month: "2026-01", village: "65000010001", movedIn: 4, netMigration: 4 },
    { month: "2026-02", village: "63000050002", divorces: 1, movedIn: 1, netMigration: 1 },
    { month: "2026-02", village: "63000050003", deaths: 1, naturalIncrease: -1 },
    { month: "2026-02", village: "65000010001", movedOut: 1, changedOut: 4, netMigration: -5 },
    { month: "2026-02", village: "65000010002", changedIn: 4, netMigration: 4 },
  ]);
});

test("what leaves one village arrives in another, so within the country moves add up to nothing", () => {
  const rows = counted().villages();
  const sum = (field: "movedIn" | "movedOut" | "changedIn" | "changedOut"): number =>
    rows.reduce((all, row) => all + row[field], 0);
  assert.equal(sum("changedIn"), sum("changedOut"));
  assert.deepEqual([sum("movedIn"), sum("movedOut")], [4 + 1, 4 + 1], "one came from abroad, another left");
});

test("entries are counted by kind, those of people without a village too", () => {
  const kinds = counted().kinds();
  assert.equal(
    kinds.reduce((all, { entries }) => all + entries, 0),
    entries.length,
  );
  assert.deepEqual(kinds[0], { month: "2026-01", village: "63000050001", kind: "birth", entries: 2 });
  assert.ok(kinds.some(({ kind, village }) => kind === "guardianship" && village === ""));
});

test("counting the same entries again gives the same rows", () => {
  assert.deepEqual([counted().villages(), counted().kinds()], [counted().villages(), counted().kinds()]);
});

test("entries counted each by itself, in any order, come to the same as one after the other", () => {
  const records = new Map<string, Data>([
    ...Object.entries(households).map(([key, householdNo]) => [`person ${key}`, { householdNo }] as const),
    ...Object.entries(villages).map(([key, villageCode]) => [`household-unit ${key}`, { villageCode }] as const),
  ]);
  const made = entries.map((one) => {
    const before = new Map(records);
    const changes = one.changes.map((change) => ({ ...change, before: before.get(`${change.register} ${change.key}`) }));
    for (const { register, key, data } of one.changes) records.set(`${register} ${key}`, data);
    return { entry: { ...one, changes }, after: new Map(records) };
  });
  const counting = countHousehold();
  for (const { entry, after } of made.toReversed()) {
    const looked = new Set(counting.looksAt(entry).map(({ key }) => key));
    counting.count(entry, ({ register, key }) => (looked.has(key) ? after.get(`${register} ${key}`) : undefined));
  }
  const { villages: rows, kinds } = counting.rows();
  assert.deepEqual(rows, counted().villages());
  assert.deepEqual(
    kinds.find(({ kind, month }) => kind === "birth" && month === "2026-01"),
    { month: "2026-01", village: "63000050", kind: "birth", entries: 2 },
  );
});
