import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "@troad/kernel";
import { allowance, askedAbout, benefits, db, drafted, lineFor, paidRun, parent, register, startBenefits } from "./kit.ts";

startBenefits();
const childOf = (subject: string): string => `child-of-${subject}`;
const unjudged = async (subject: string) =>
  (await benefits.unjudged({ schemes: [allowance], subject, limit: 50 })).map(({ month, reason }) => [month, reason]).sort();

test("registers are read again in each run; who is in none is never paid and never silently refused, but listed", async () => {
  const known = await parent();
  const nowhere = await parent({ from: "2026-09-01" });
  const silent = await parent();
  register.set(childOf(nowhere.subject), { code: "not-found" });
  register.set(childOf(silent.subject), { code: "road.unreachable" });
  const run = await drafted("2026-10-01");
  assert.equal((await lineFor(run, known.subject))?.amount, 5_000);
  // the case said a birthday of its own (facts of the kit): it is not believed where the register says nothing
  for (const { subject } of [nowhere, silent]) assert.equal(await lineFor(run, subject), undefined);
  assert.deepEqual(await unjudged(nowhere.subject), [
    ["2026-09-01", "not-found"],
    ["2026-10-01", "not-found"],
  ]);
  assert.deepEqual(await unjudged(silent.subject), [["2026-10-01", "unread:road.unreachable"]]);
  assert.equal((await benefits.runs.beside(run)).now?.unknown, 3);
  assert.equal(askedAbout.filter((one) => one === childOf(silent.subject)).length, 2, "asked once more, and listed");
  await benefits.runs.drop({ run, by: "opener", reason: "tried" });
  // the register answers, and has the child now: three months at once, and nobody is on the list
  register.clear();
  const next = await drafted("2026-10-01");
  assert.deepEqual([(await lineFor(next, nowhere.subject))?.amount, await unjudged(nowhere.subject)], [10_000, []]);
  const reads = await db.rows<{ exchange: string }>(sql`
    select f.exchange_id as exchange from fact_read f join entitlement e on e.id = f.entitlement where e.subject = ${known.subject}`);
  assert.equal(reads.length, 2, "one read a run");
  await benefits.runs.drop({ run: next, by: "opener", reason: "tried" });
});

test("a birthday that the register corrects changes every month; a death that only the reading saw ends the benefit with its month", async () => {
  const late = await parent({ from: "2026-09-01" });
  const dead = await parent({ from: "2026-09-01" });
  await paidRun("2026-10-01");
  // two years old in October: what was paid for it is claimed
  register.set(childOf(late.subject), { read: { facts: { birthDate: "2024-09-20" }, endedOn: null } });
  register.set(childOf(dead.subject), { read: { facts: { birthDate: "2025-10-15" }, endedOn: "2026-10-31" } });
  const run = await drafted("2026-11-01");
  for (const { subject } of [late, dead]) assert.equal(await lineFor(run, subject), undefined);
  const claims = await benefits.claims.list({ subject: late.subject, limit: 5 });
  assert.deepEqual(
    claims.map(({ amount, reason }) => [amount, reason]),
    [[5_000, "age"]],
  );
  assert.deepEqual(await benefits.claims.list({ subject: dead.subject, limit: 5 }), []);
  await benefits.runs.drop({ run, by: "opener", reason: "tried" });
  const asked = askedAbout.length;
  const again = await drafted("2026-12-01");
  assert.ok(!askedAbout.slice(asked).includes(childOf(dead.subject)), "what has ended and was judged is read no more");
  await benefits.runs.drop({ run: again, by: "opener", reason: "tried" });
});

test("attack: what was read, and what could not be judged, is changed: the database refuses", async () => {
  for (const change of [sql`update fact_read set facts = null`, sql`delete from fact_read`, sql`delete from unjudged`])
    await assert.rejects(db.run(change), /permission denied/);
});
