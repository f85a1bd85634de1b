import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { type Database, instant, openContent, sql, taipeiDate } from "@troad/kernel";
import { readRegisters } from "../domain/read-registers.ts";
import { levyYearly } from "../levy.ts";
import { openWorld, type World } from "./world.ts";

/** The office of Kaohsiung, whose books were filled today, and what it assesses when the next year begins. */
let world: World;
let db: Database;
const registers = readRegisters(openContent([path.join(import.meta.dirname, "../../../content")])).filter(
  ({ agency }) => agency.id === "kctax",
);
before(async () => {
  world = await openWorld({ people: 3_000 });
  db = world.running.schemas.ofAgency("registers", "kctax");
});
after(() => world.close());

const year = Number(taipeiDate(new Date()).slice(0, 4)) + 1;
const levy = (today: string, on = db) =>
  levyYearly({ db: on, registers, today, at: () => instant({ now: () => new Date() }), atOnce: 20 }, new Set());
type Bill = {
  tax: string;
  taxpayer: string;
  object: string;
  year: number;
  assessed: number;
  base: number;
  due: string;
  payments: unknown[];
};
const bills = async (of: number, tax = "vehicle"): Promise<Bill[]> =>
  (
    await db.rows<{ data: Bill }>(sql`
      select distinct on (subject) data from record where register = 'tax-assessment' and data ->> 'tax' = ${tax} and (data ->> 'year')::int = ${of}
      order by subject, recorded_at desc`)
  ).map(({ data }) => data);
const things = (all: readonly Bill[]) => all.map(({ taxpayer, object }) => `${taxpayer} ${object}`).toSorted();

test("before the days of payment nothing is assessed; then each thing in the books is, once, also where it broke off", async () => {
  assert.equal(await levy(`${year}-03-31`), 0);
  const before = await bills(year - 1);
  assert.ok(before.length > 40, `${before.length}`);
  // it breaks off in the third batch, after its writes, as when the program is killed there
  let batch = 0;
  const breaking: Database = {
    ...db,
    tx: (work, kind) =>
      db.tx(async (tx) => {
        const done = await work(tx);
        if (++batch === 3) throw new Error("killed");
        return done;
      }, kind),
  };
  await assert.rejects(levy(`${year}-04-01`, breaking), /killed/);
  assert.equal((await bills(year)).length, 40, "two batches are whole, the third left nothing");
  const [first, second] = await Promise.all([levy(`${year}-04-01`), levy(`${year}-04-01`)]);
  const now = await bills(year);
  assert.equal(first + second, now.length - 40, "two at once make each of them once");
  assert.deepEqual(things(now), things(before), "the same things of the same people, each once");
  for (const one of now) {
    const last = before.find(({ taxpayer, object }) => taxpayer === one.taxpayer && object === one.object)!;
    assert.deepEqual([one.base, one.assessed, one.payments], [last.base, last.assessed, []]);
    assert.ok(one.due >= `${year}-04-30`);
  }
  assert.equal(await levy(`${year}-04-02`), 0, "the next day there is nothing left");
});

test("a thing whose assessment was cancelled is not levied again, and a corrected base counts", async () => {
  const [cancelled, corrected] = await bills(year);
  const change = (one: Bill, values: object) =>
    db.run(sql`
      insert into record (register, subject, data, valid_from, recorded_at, version)
      select register, subject, data || ${JSON.stringify(values)}::jsonb, current_date, recorded_at + interval '1 second', version + 1 from record
      where register = 'tax-assessment' and data ->> 'taxpayer' = ${one.taxpayer} and data ->> 'object' = ${one.object}
        and (data ->> 'year')::int = ${year} and data ->> 'tax' = 'vehicle'`);
  await change(cancelled!, { state: "cancelled" });
  await change(corrected!, { base: 1_197 });
  await levy(`${year + 1}-04-01`);
  const next = await bills(year + 1);
  const of = ({ taxpayer, object }: Bill) => next.filter((one) => one.taxpayer === taxpayer && one.object === object);
  assert.deepEqual(of(cancelled!), []);
  assert.deepEqual(
    of(corrected!).map(({ assessed }) => assessed),
    [4_320],
  );
});
