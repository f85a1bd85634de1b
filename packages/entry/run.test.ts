import assert from "node:assert/strict";
import { test } from "node:test";
import Type from "typebox";
import {
  type AnyKind,
  type Application,
  defineKind,
  isAllowed,
  memory,
  type Outcome,
  type Ref,
  runEntry,
  type Source,
  withNulls,
} from "./index.ts";

const application: Application = {
  ...{ kind: "move", facts: { to: "B" }, filedOn: "2026-11-29", filers: [], office: "66000000", officer: null },
};
const kindOf = (decide: AnyKind["decide"]): AnyKind => defineKind({ facts: Type.Object({}), legalBasis: "D0030006:16", decide });
const made = (changes: Outcome["changes"], findings: Outcome["findings"] = []): Outcome => ({ findings, changes });

/** Follows `next` from one record to the other; the last one gives its key. */
const walk = kindOf((_, world) => {
  let [key, data] = ["a", world.read("house", "a")];
  while (typeof data?.next === "string") [key, data] = [data.next, world.read("house", data.next)];
  return made([{ register: "house", key, data: { ...data, seen: true } }]);
});
const chain = [
  { register: "house", key: "a", data: { next: "b" } },
  { register: "house", key: "b", data: { next: "c" } },
];

test("a rule runs again with each record it wanted, reads none twice, and every record it looked at is known, also one that is not there", async () => {
  const houses = memory(chain);
  const asked: Ref[][] = [];
  const source: Source = { ...houses, read: (refs) => houses.read(asked[asked.push([...refs]) - 1]!) };
  const ran = await runEntry(walk, application, source);
  const refs = ["a", "b", "c"].map((key) => ({ register: "house", key }));
  assert.deepEqual(
    asked,
    refs.map((ref) => [ref]),
  );
  assert.deepEqual(ran.read, refs);
  assert.deepEqual(ran.outcome.changes, [{ register: "house", key: "c", data: { seen: true } }]);
  assert.equal(houses.data("house", "c"), undefined, "deciding changes nothing");
});

test("a rule that always looks further is stopped, and one that fails fails as it is", async () => {
  const endless = memory();
  const further: Source = { ...endless, read: (refs) => refs.map(({ key }) => ({ next: `${key}x` })) };
  await assert.rejects(runEntry(walk, application, further), /more records than it may/);
  const broken = kindOf(() => {
    throw new RangeError("a fault of the rule");
  });
  await assert.rejects(runEntry(broken, application, endless), new RangeError("a fault of the rule"));
});

test("numbers of a series follow each other within an entry, and only an entry that is made uses them up", async () => {
  const registers = memory();
  registers.setLast("A female", 41);
  const twins = kindOf((_, world) => {
    const [one, two, other] = [world.next("A female"), world.next("A female"), world.next("B male")];
    return { ...made([]), given: { one: String(one), two: String(two), other: String(other) } };
  });
  const first = await runEntry(twins, application, registers);
  assert.deepEqual(first.outcome.given, { one: "42", two: "43", other: "1" });
  assert.deepEqual(first.used, { "A female": 43, "B male": 1 });
  const same = await runEntry(twins, application, registers);
  assert.deepEqual(same.used, first.used, "what was not made used nothing up");
  registers.apply(first);
  assert.equal((await runEntry(twins, application, registers)).outcome.given?.one, "44");
});

test("a lot is drawn once, however often the rule runs again, and one outside of its range is an error", async () => {
  const houses = memory(chain);
  let drawn = 0;
  const source: Source = { ...houses, lot: () => drawn++ };
  const lots = kindOf((_, world) => {
    const one = world.lot("surname", 2);
    world.read("house", "a");
    const two = world.lot("order", 2);
    world.read("house", "b");
    return { ...made([]), given: { lots: `${one}${two}` } };
  });
  const ran = await runEntry(lots, application, source);
  assert.deepEqual([ran.outcome.given, ran.lots, drawn], [{ lots: "01" }, { surname: 0, order: 1 }, 2]);
  for (const odd of [2, -1, 0.5])
    await assert.rejects(
      runEntry(lots, application, { ...houses, lot: () => odd }),
      new RangeError(`lot surname of 2 is ${odd}`),
    );
});

test("what is not allowed changes nothing, gives nothing away and uses nothing up; its findings stay", async () => {
  const finding = { code: "too-young", level: "refused", article: "B0000001:980" } as const;
  const refused = kindOf((_, world) => ({
    ...made([{ register: "house", key: "a", data: {} }], [finding]),
    given: { nationalId: `A${world.next("A female")}`, surname: String(world.lot("surname", 2)) },
  }));
  const ran = await runEntry(refused, application, memory(chain));
  assert.deepEqual([ran.allowed, ran.outcome.changes, ran.outcome.given, ran.used, ran.lots], [false, [], {}, {}, {}]);
  assert.deepEqual(ran.outcome.findings, [finding]);
});

test("an officer allows what is theirs to judge with a reason, of the finding or of all, and nothing else", () => {
  const of = (level: "refused" | "missing" | "judge" | "note"): Outcome =>
    made([], [{ code: "late", level, article: "D0030006:48" }]);
  assert.equal(isAllowed(of("note")), true);
  for (const level of ["judge", "missing", "refused"] as const) assert.equal(isAllowed(of(level)), false, level);
  assert.equal(isAllowed(of("judge"), { judged: { late: "seen in the papers" } }), true);
  assert.equal(isAllowed(of("judge"), { reasons: "seen in the papers" }), true);
  assert.equal(isAllowed(of("judge"), { judged: { late: " " }, reasons: "for another finding" }), false);
  for (const level of ["missing", "refused"] as const)
    assert.equal(isAllowed(of(level), { judged: { late: "reason" }, reasons: "reason" }), false, level);
});

test("making recorded entries again, with the lots of then, gives the same records, and finding by a field follows them", async () => {
  const birth = kindOf((_, world) => {
    const number = world.next("ids");
    const siblings = world.keysWith("person", "mother", "m").length;
    const surname = world.lot("surname", 2) === 0 ? "王" : "陳";
    return made([{ register: "person", key: `p${number}`, data: { mother: "m", surname, siblings } }]);
  });
  const once = memory();
  const kept: Record<string, number>[] = [];
  for (const lot of [1, 0, 1]) {
    once.setLots({ surname: lot });
    const ran = await runEntry(birth, application, once);
    kept.push({ ...ran.lots });
    once.apply(ran);
  }
  const again = memory();
  for (const lots of kept) {
    again.setLots(lots);
    again.apply(await runEntry(birth, application, again));
  }
  assert.deepEqual([...again.all("person")], [...once.all("person")]);
  assert.deepEqual(
    [...again.all("person")].map(([, { surname, siblings }]) => [surname, siblings]),
    [
      ["陳", 0],
      ["王", 1],
      ["陳", 2],
    ],
  );
  assert.deepEqual(again.keysWith("person", "mother", "m"), ["p1", "p2", "p3"]);
  again.put({ register: "person", key: "p2", data: { mother: "n" } });
  assert.deepEqual([again.keysWith("person", "mother", "m"), again.keysWith("person", "mother", "n")], [["p1", "p3"], ["p2"]]);
});

test("what may be null and is not stated is null, also within a fact; what need not be stated stays away", () => {
  const id = Type.Union([Type.String(), Type.Null()]);
  const schema = Type.Object({ father: id, guardian: Type.Object({ id, name: Type.String() }), former: Type.Optional(id) });
  assert.deepEqual(withNulls(schema, { guardian: { name: "home" } }), { father: null, guardian: { id: null, name: "home" } });
  assert.deepEqual(withNulls(schema, { father: "f" }), { father: "f" }, "a fact that has to be stated is not made up");
});
