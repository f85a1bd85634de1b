import assert from "node:assert/strict";
import { test } from "node:test";
import { type Column, compileColumns, type Facts, type Law, shiftDay, type Value } from "@troad/law";
import { benefits } from "../benefits/law.ts";
import { seeded } from "../income/population.ts";
import { late } from "./late.ts";
import { property } from "./property.ts";

const random = seeded(77);
const upTo = (most: number): number => Math.floor(random() * most);
const dayFrom = (day: string, within: number): string => shiftDay("days", day, upTo(within), "test");
const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length)] ?? assert.fail("none");

type Case = Readonly<Record<string, Value | readonly Readonly<Record<string, Value>>[]>>;
const isList = (value: Case[string] | undefined): value is readonly Readonly<Record<string, Value>>[] => Array.isArray(value);

/** The same cases by columns and one by one. */
function compare(law: Law, want: readonly string[], at: string, cases: readonly Case[]): void {
  const { inputs, codes, run } = compileColumns(law, { want, at });
  const number = (value: unknown): number => {
    if (typeof value !== "string") return Number(value);
    return codes.includes(value) ? codes.indexOf(value) : Number(value.replaceAll("-", ""));
  };
  const columns = inputs.map((name): Column => {
    if (law.definitions.group(name)) {
      let place = 0;
      const ends = cases.map((one) => {
        const members = one[name];
        place += isList(members) ? members.length : 0;
        return place;
      });
      return Int32Array.from([0, ...ends]);
    }
    const entity = law.definitions.input(name)?.entity;
    const group = law.groups.find(({ member }) => member === entity);
    if (!group) return Float64Array.from(cases, (one) => number(one[name]));
    const members = cases.flatMap((one) => {
      const list = one[group.name];
      return isList(list) ? list : [];
    });
    return Float64Array.from(members, (one) => number(one[name]));
  });
  const outputs = want.map(() => new Float64Array(cases.length));
  run(columns, outputs, 0, cases.length);
  for (const [place, situation] of cases.entries()) {
    const { values, missing } = law.calculate({ want, situation: situation as Facts, at });
    assert.deepEqual(missing, []);
    want.forEach((name, which) => {
      assert.equal(outputs[which]?.[place], number(values[name]), `${name} of ${JSON.stringify(situation)}`);
    });
  }
}

test("gifts, heirs, children and late interest come out the same in columns as one by one", () => {
  const gift = () => ({
    "gift.on": dayFrom("2024-10-01", 600),
    "gift.amount": upTo(4_000_000),
    "gift.burden": random() < 0.2 ? upTo(2_000_000) : 0,
    "gift.occasion": oneOf(["ordinary", "ordinary", "marriage", "spouse"]),
    "gift.marriage": upTo(3),
  });
  const donor = () => ({ gifts: Array.from({ length: upTo(8) }, gift) });
  compare(property, ["gift.taxOfGifts", "gift.mustDeclare", "gift.declareBy"], "2025-12-31", Array.from({ length: 300 }, donor));
  const heirs = () => [
    ...(random() < 0.7 ? [{ "heir.relation": "spouse", "heir.born": "1960-01-01", "heir.disabled": random() < 0.1 }] : []),
    ...Array.from({ length: upTo(5) }, () => ({
      "heir.relation": "descendant",
      "heir.born": dayFrom("1995-01-01", 11_000),
      "heir.disabled": random() < 0.1,
    })),
  ];
  const estate = () => ({ heirs: heirs(), "estate.gross": upTo(200_000_000), "estate.debts": upTo(5_000_000) });
  compare(property, ["estate.taxOfHeirs", "estate.minorYearsOfHeirs"], "2025-06-01", Array.from({ length: 300 }, estate));
  const children = () => ({
    children: Array.from({ length: upTo(6) }, () => ({
      "child.born": dayFrom("2018-01-01", 2_900),
      "child.publicCare": random() < 0.2,
    })),
  });
  compare(benefits, ["childcare.ofChildren"], "2026-05-01", Array.from({ length: 300 }, children));
  const debt = () => {
    const due = dayFrom("2019-06-01", 1_400);
    return {
      "late.tax": upTo(900_000_000),
      "late.due": due,
      "late.paid": dayFrom(due, 1_100),
      "late.kind": oneOf(["income", "house"]),
    };
  };
  compare(late, ["late.total", "late.interest", "late.percent", "late.lastDay"], "2023-01-01", Array.from({ length: 300 }, debt));
});
