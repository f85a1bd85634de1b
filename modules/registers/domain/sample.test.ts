import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError } from "@troad/kernel";
import { households } from "@troad/population";
import { isKey } from "./key.ts";
import { type Sample, sampler } from "./sample.ts";

const population = { seed: "t-road", size: 300, today: "2026-11-22" };
const some = [...households(population)];
const all = (sample: Sample) => some.flatMap(sampler(sample, population));

test("a mapping fills fields from person, household, a list of members, and constants", () => {
  const records = all({
    of: "person",
    fields: {
      name: { from: "person.name" },
      village: { from: "household.address.villageCode" },
      source: { value: "synthetic" },
      members: { each: "household.members", fields: { name: { from: "member.name" }, mine: { from: "person.name" } } },
    },
  });
  assert.equal(records.length, 300);
  const [first] = some;
  assert.deepEqual(records[1], {
    subject: first!.members[1]!.nationalId,
    fields: {
      name: first!.members[1]!.name,
      village: first!.address.villageCode,
      source: "synthetic",
      members: first!.members.map(({ name }) => ({ name, mine: first!.members[1]!.name })),
    },
  });
});

test("conditions choose who has a record, and a household's record is under its head", () => {
  const students = all({
    of: "person",
    when: [{ from: "person.schooling", is: "present" }],
    fields: { level: { from: "person.schooling.level" } },
  });
  assert.equal(students.length, some.flatMap(({ members }) => members).filter(({ schooling }) => schooling).length);
  const low = all({
    of: "household",
    when: [{ from: "household.lowIncome.status", in: ["low"] }],
    fields: { no: { from: "household.no" } },
  });
  assert.deepEqual(
    low.map(({ subject }) => subject),
    some.filter(({ lowIncome }) => lowIncome.status === "low").map(({ members }) => members[0]!.nationalId),
  );
});

test("what is absent on the way is null, what does not exist is a mistake of the content", () => {
  const levels = all({ of: "person", fields: { level: { from: "person.schooling.level" } } });
  assert.ok(levels.some(({ fields }) => fields.level === null) && levels.some(({ fields }) => fields.level === "university"));
  assert.throws(() => all({ of: "person", fields: { name: { from: "person.nmae" } } }), ConfigurationError);
  assert.throws(() => all({ of: "person", fields: { name: { from: "member.name" } } }), ConfigurationError);
});

test("records under a key of their own are each under a right one", () => {
  const many = [...households({ ...population, size: 5_000 })];
  const keysOf = (of: "vehicle" | "firm", part: string): string[] =>
    many
      .flatMap(
        sampler(
          {
            of: "person",
            key: `person.${of}.${part}`,
            when: [{ from: `person.${of}`, is: "present" }],
            fields: { owner: { from: "person.nationalId" } },
          },
          population,
        ),
      )
      .map(({ subject }) => subject);
  for (const [keys, form] of [
    [keysOf("vehicle", "plate"), "plate"],
    [keysOf("firm", "businessNumber"), "business-number"],
  ] as const) {
    assert.ok(keys.length > 50, form);
    assert.equal(new Set(keys).size, keys.length, form);
    assert.deepEqual(
      keys.filter((key) => !isKey({ name: "key", form }, key)),
      [],
      form,
    );
  }
});
