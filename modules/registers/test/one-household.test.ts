import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { type Database, json, openContent, sql } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { type RecordKey, requestHash } from "../domain/find-request.ts";
import { readRegisters } from "../domain/read-registers.ts";
import { seedRegisters } from "../seed.ts";
import { mint, openWorld, type World } from "./world.ts";

type Recorded = { nationalId: string; record: Record<string, unknown> };
/** What the service `household` answered of sixty synthetic people when every member still had a copy of the household. */
const recorded = fs
  .readFileSync(path.join(import.meta.dirname, "recorded/household.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);
const content = path.join(import.meta.dirname, "../../../content");
const population = { seed: "t-road", size: recorded.length, today: "2026-11-29" };

let world: World;
let key: MemberKey;
let moi: Database;
before(async () => {
  world = await openWorld({ people: 0 });
  key = await world.seal("GOV/MODA");
  await world.lists.publish("one", key, []);
  moi = world.running.schemas.ofAgency("registers", "moi");
});
after(() => world.close());

const book = readRegisters(openContent([content])).filter((register) => register.book === "household" && !register.sample);
const fill = (at: string): Promise<string[]> => seedRegisters({ registers: book, agencyDb: () => moi, population, at });

const fields = Object.keys(recorded[0]!.record);
async function answerOf(nationalId: string): Promise<unknown> {
  const consent = await mint(key, world.clock.now(), { nationalId, fields, uri: world.lists.uri("one") });
  return (await world.ask({ nationalId, fields, consent, id: crypto.randomUUID() })).body.record;
}

test("the service answers of a person and the one record of the household as it did of a copy for each member", async () => {
  await fill(new Date().toISOString());
  const units = await moi.one<{ n: number }>(sql`select count(*) as n from record where register = 'household-unit'`);
  assert.ok(units!.n < recorded.length, "fewer households than people");
  for (const { nationalId, record } of recorded) assert.deepEqual(await answerOf(nationalId), record);
});

test("a data folder with a copy for each member starts: its people become records, and a consent used before is answered as then", async () => {
  await world.close();
  world = await openWorld({ people: 0 });
  key = await world.seal("GOV/MODA");
  await world.lists.publish("one", key, []);
  moi = world.running.schemas.ofAgency("registers", "moi");
  const before = new Date(Date.now() - 86_400_000 * 3).toISOString();
  for (const { nationalId, record } of recorded)
    await moi.run(sql`
      insert into record (register, subject, data, valid_from, recorded_at) values ('household', ${nationalId}, ${json(record)}, '2026-11-20', ${before})`);
  const [one] = recorded;
  const consent = await mint(key, world.clock.now(), {
    nationalId: one!.nationalId,
    fields: ["address"],
    uri: world.lists.uri("one"),
    id: "used",
  });
  const usedAt = new Date(Date.now() - 86_400_000).toISOString();
  const hashed = requestHash({ subject: one!.nationalId as RecordKey, fields: ["address"] });
  await moi.run(sql`
    insert into consent_use (consent_id, service, message_id, request_hash, used_at)
    values ('used', 'TWDEMO/GOV/MOI/REGISTERS/household', 'then', ${hashed}, ${usedAt})`);
  assert.deepEqual((await fill(new Date().toISOString())).sort(), ["household-unit", "id-card", "person"]);
  for (const { nationalId, record } of recorded) assert.deepEqual(await answerOf(nationalId), record);
  const again = await world.ask({ nationalId: one!.nationalId, fields: ["address"], consent, id: "then" });
  assert.deepEqual([again.status, again.body.record], [200, { address: one!.record.address }]);
  // a second start finds everything filled
  assert.deepEqual(await fill(new Date().toISOString()), []);
});
