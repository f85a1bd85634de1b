import assert from "node:assert/strict";
import { test } from "node:test";
import { holds, type Rule } from "./rules.ts";

const today = "2026-03-02";
const rule = (...all: Rule["all"]): Pick<Rule, "all"> => ({ all });
const records = (sets: Record<string, Record<string, unknown>[]>) => new Map(Object.entries(sets));
const of65 = { set: "now", when: { value: "sources.now.birthDate.years", atLeast: 65 } } as const;

test("years count full birthdays, days count until a day, and a date that is none is nothing", () => {
  const born = (birthDate: string) => holds(rule(of65), records({ now: [{ birthDate }] }), today);
  assert.deepEqual(["1961-03-02", "1961-03-03", "1960-12-31", "soon", ""].map(born), [true, false, true, false, false]);
  const ends = { set: "card", when: { value: "sources.card.until.days", atMost: 60 } } as const;
  const until = (day: string) => holds(rule(ends), records({ card: [{ until: day }] }), today);
  assert.deepEqual(["2026-05-01", "2026-05-02", "2026-03-01"].map(until), [true, false, true]);
});

test("one record or entry has to fulfil a whole condition; `none` wants that no one does", () => {
  const low = { set: "status", when: { value: "sources.status.status", in: ["low", "mid-low"] } };
  const paid = {
    set: "allowances",
    each: "allowances",
    when: { value: "sources.allowances.kind", is: "living" },
    none: true,
  } as const;
  const one = rule(low, paid);
  const living = [{ allowances: [{ kind: "living" }] }];
  assert.equal(holds(one, records({ status: [{ status: "low" }], allowances: [{ allowances: [] }] }), today), true);
  assert.equal(holds(one, records({ status: [{ status: "low" }], allowances: living }), today), false);
  assert.equal(holds(one, records({ status: [{ status: "none" }], allowances: [] }), today), false);
  assert.equal(holds(one, records({ status: [{ status: "low" }], allowances: [] }), today), true, "nobody pays anything");
  const child = {
    set: "now",
    each: "members",
    when: {
      all: [
        { value: "sources.now.birthDate.years", atMost: 1 },
        { value: "sources.now.relation", is: "child" },
      ],
    },
  };
  const members = [
    { birthDate: "2025-06-01", relation: "child" },
    { birthDate: "1990-01-01", relation: "head" },
  ];
  assert.equal(holds(rule(child as Rule["all"][number]), records({ now: [{ members }] }), today), true);
  assert.equal(
    holds(
      rule(child as Rule["all"][number]),
      records({ now: [{ members: [{ ...members[0]!, relation: "other" }, members[1]!] }] }),
      today,
    ),
    false,
  );
});

test("a set that could not be had decides nothing, unless another condition says no", () => {
  assert.equal(holds(rule(of65), records({}), today), undefined);
  const more = rule(of65, { set: "status", when: { value: "sources.status.status", is: "low" } });
  assert.equal(holds(more, records({ status: [{ status: "none" }] }), today), false);
});
