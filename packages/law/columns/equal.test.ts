import assert from "node:assert/strict";
import { test } from "node:test";
import type { Facts } from "../index.ts";
import { generalRun } from "../law/create.ts";
import { draws } from "../test/draws.ts";
import { familyLaw, familyVariables } from "../test/family.ts";
import { shiftDay } from "../values/days.ts";
import type { Value } from "../values/value.ts";
import { type Column, compileColumns } from "./columns.ts";

const at = "2024-03-15";
const law = familyLaw();
const draw = draws(41);
const dayOf = (from: string, within: number): string => shiftDay("days", from, draw.whole(within), "test");
const amount = (): number => draw.whole(2_000_001) - 1_000_000;
type Person = Readonly<Record<string, Value>>;
type Family = { readonly facts: Readonly<Record<string, Value | Record<string, Value>>>; readonly people: readonly Person[] };

function family(): Family {
  let heads = 0;
  const people = Array.from({ length: draw.whole(7) }, (): Person => {
    const isHead = heads < 2 && draw.whole(3) === 0;
    if (isHead) heads++;
    // Few days, so that twins are common.
    return { role: isHead ? "head" : "child", born: dayOf(`${1995 + draw.whole(25)}-02-27`, 4), pay: amount() };
  });
  const due = dayOf("2016-01-01", 3_600);
  const years = Object.fromEntries([2020, 2021, 2022, 2023, 2024].map((year) => [String(year), amount()]));
  const rents = Object.fromEntries(
    Array.from({ length: 12 }, (_, month) => [`2024-${String(month + 1).padStart(2, "0")}`, amount()]),
  );
  const facts = {
    due,
    paid: shiftDay("days", due, draw.whole(1_200) - 100, "test"),
    debt: amount(),
    loss: years,
    rent: rents,
    poor: draw.whole(3) === 0,
  };
  return { facts, people };
}
const situationOf = ({ facts, people }: Family): Facts => ({ ...facts, people });

const numberOf = (value: unknown, codes: readonly string[]): number => {
  if (typeof value !== "string") return Number(value);
  return codes.includes(value) ? codes.indexOf(value) : Number(value.replaceAll("-", ""));
};

/** Columns of families: facts by case, members one after the other with the place of each family's first. */
function columnsOf(families: readonly Family[], inputs: readonly string[], codes: readonly string[]): Column[] {
  const all = families.flatMap(({ people }) => people);
  return inputs.map((name) => {
    if (name === "people") {
      let place = 0;
      return Int32Array.from([0, ...families.map(({ people }) => (place += people.length))]);
    }
    if (all.some((person) => name in person)) return Float64Array.from(all, (person) => numberOf(person[name], codes));
    const [fact = "", period = ""] = name.split(" ");
    return Float64Array.from(families, ({ facts }) => {
      const value = facts[fact];
      return numberOf(typeof value === "object" ? value[period] : value, codes);
    });
  });
}

const shown = (value: Value | undefined): number => {
  if (typeof value !== "string") return Number(value);
  if (value.includes("-") && value.length === 10) return Number(value.replaceAll("-", ""));
  const [n, d = "1"] = value.split("/");
  return Number(n) / Number(d);
};

test("columns, quick closures and the traced interpreter agree on days, members, periods, exceptions and negative amounts", () => {
  const families = Array.from({ length: 400 }, family);
  const want = familyVariables.filter(({ entity }) => entity === "family").map(({ name }) => name);
  const { inputs, codes, run } = compileColumns(law, { want, at });
  const outputs = want.map(() => new Float64Array(families.length));
  run(columnsOf(families, inputs, codes), outputs, 0, families.length);
  for (const [place, one] of families.entries()) {
    const situation = situationOf(one);
    const wanted = want.map((name) => law.definitions.variable(name) ?? assert.fail(name));
    const general = generalRun(law.definitions, wanted, { want, situation, at });
    assert.deepEqual(general.missing, []);
    assert.equal(JSON.stringify(law.calculate({ want, situation, at })), JSON.stringify(general));
    want.forEach((name, which) => {
      assert.equal(outputs[which]?.[place], shown(general.values[name]), `${name} of ${JSON.stringify(situation)}`);
    });
  }
});

test("closures answer days, periods, exceptions and calendars by themselves, with the interpreter's trace", () => {
  const want = [
    "moved",
    "monthLater",
    "edges",
    "late",
    "lateMonths",
    "rateThen",
    "lossOfTwo",
    "rents",
    "lastRent",
    "balance",
    "charge",
    "nested",
    "thirdUp",
  ];
  const wanted = want.map((name) => law.definitions.variable(name) ?? assert.fail(name));
  for (let turn = 0; turn < 300; turn++) {
    const situation: Facts = family().facts;
    const general = generalRun(law.definitions, wanted, { want, situation, at });
    assert.equal(JSON.stringify(law.calculate({ want, situation, at })), JSON.stringify(general));
  }
});
