import assert from "node:assert/strict";
import { test } from "node:test";
import { passbookFailure } from "../errors.ts";
import { openWhose } from "../whose.ts";

const session = { subject: "widow", name: "Lin" } as Parameters<ReturnType<typeof openWhose>["others"]>[0];

test("a household office that does not answer is told, not kept: the next look asks it again", async () => {
  let away = true;
  let asked = 0;
  const records: Record<string, Record<string, unknown>> = {
    A2: { name: "Lin", status: "resident", maritalStatus: "married", spouse: "A1" },
    A1: { name: "Wang", status: "dead" },
  };
  const person = async (number: string) => {
    asked += 1;
    if (away) throw passbookFailure("passbook.office-away");
    return records[number] ?? null;
  };
  const whose = openWhose({
    ...{ people: { inForce: async () => [] }, keyOf: (number) => number, now: () => 0, inspect: async () => "I-1" },
    offices: { person, spouseBefore: async () => null, kin: person, childrenOf: async () => [] },
  });
  assert.deepEqual(await whose.others(session, "A2"), { list: [], complete: false });
  await assert.rejects(whose.of(session, "A2", "heir-spouse"), { code: "passbook.office-away" });
  away = false;
  const { list, complete } = await whose.others(session, "A2");
  assert.deepEqual([list.map(({ id, name }) => [id, name]), complete], [[["heir-spouse", "Wang"]], true]);
  const before = asked;
  assert.equal((await whose.of(session, "A2", "heir-spouse")).number, "A1");
  assert.equal(asked, before, "what it answered is kept");
});
