import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { auditLedger, checkSchema, type Database, sql, taipeiDate } from "@troad/kernel";
import { isNationalId, type Person, people } from "@troad/population";
import pg from "pg";
import { socketFolder } from "../../../kernel/db/socket.ts";
import { registersApi } from "../api.ts";
import type { BookCheck } from "../check.ts";
import { openWorld, type World } from "./world.ts";

/** Two offices register a thousand births at once while their writes break off one after the other; then the registers are looked at as a whole. */
const births = 1_000;
const size = 7_000;
let world: World;
let moi: Database;
let breaking: pg.Client;
let population: Person[];
before(async () => {
  world = await openWorld({ people: size });
  moi = world.running.schemas.ofAgency("registers", "moi");
  population = [...people({ seed: "t-road", size, today: taipeiDate(world.clock.now()) })];
  const database = await moi.one<{ name: string }>(sql`select current_database() as name`);
  const host = process.env.TROAD_TEST_SERVER ?? socketFolder(path.join(world.root, "data", "postgres"));
  breaking = new pg.Client({ host, user: "postgres", database: database!.name });
  await breaking.connect();
});
after(async () => {
  await breaking?.end();
  await world?.close();
});

/** Every so many writes one fails before it is made, as if the program were killed there; a prime, so that each kind of write has its turn. */
const stride = 211;
async function breakWrites(): Promise<void> {
  await breaking.query(`
    create schema break_off;
    create sequence break_off.writes;
    create table break_off.hit (place text);
    create function break_off.count() returns trigger language plpgsql security definer as $$
      begin
        if nextval('break_off.writes') % ${stride} = 0 then
          raise exception 'killed before a write of %', tg_table_name;
        end if;
        return new;
      end $$`);
  for (const table of ["entry", "record", "record_change", "record_term", "series", "kernel_audit", "kernel_audit_head"])
    await breaking.query(
      `create trigger break_off before insert or update on registers_moi.${table} for each row execute function break_off.count()`,
    );
}

type Answer = {
  status: number;
  body: { entered?: boolean; code?: string; given?: { nationalId?: string }; findings?: { code: string }[] };
};
let endpoint: { url: string; token: string };

async function enter(office: "one" | "two", body: Record<string, unknown> & { writeKey: string }): Promise<Answer> {
  const right = { id: "r", consentRequired: false, fields: [], endpoints: [{ method: "POST", path: "/enter/birth" }] };
  const headers = {
    authorization: `Bearer ${endpoint.token}`,
    "content-type": "application/json",
    "x-road-client": `TWDEMO/GOV/MOI/OFFICE-${office}`,
    "x-road-id": crypto.randomUUID(),
    "x-troad-right": JSON.stringify(right),
  };
  const reply = await fetch(`${endpoint.url}/enter/birth`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: reply.status, body: (await reply.json()) as Answer["body"] };
}

/** What was not answered is sent again under the same key, as a case does. */
let retried = 0;
async function untilAnswered(office: "one" | "two", body: Parameters<typeof enter>[1]): Promise<Answer> {
  for (;;) {
    const answer = await enter(office, body);
    if (answer.status < 500) return answer;
    retried += 1;
  }
}

test("of a thousand births from two offices none is lost and none is there twice, though writes break off at every kind of write", async () => {
  endpoint = (await world.running.use(registersApi).serviceEndpoint("moi", "person"))!;
  const today = taipeiDate(world.clock.now());
  const husbands = new Map(
    population.flatMap((one) =>
      one.sex === "male" && one.maritalStatus === "married" && ["head", "spouse"].includes(one.relation)
        ? [[one.householdNo, one] as const]
        : [],
    ),
  );
  const mothers = population.filter(
    ({ sex, age, relation, maritalStatus, householdNo }) =>
      sex === "female" &&
      age >= 19 &&
      age <= 49 &&
      ["head", "spouse"].includes(relation) &&
      (maritalStatus === "single" || (maritalStatus === "married" && husbands.has(householdNo))),
  );
  assert.ok(mothers.length >= births / 2, `${mothers.length} mothers`);
  await breakWrites();
  const names = ["安", "樂", "明", "芳", "德", "仁", "華", "美"];
  const wanted = Array.from({ length: births }, (_, index) => {
    const mother = mothers[index % mothers.length]!;
    // a second child of the same mother: the other of twins
    const order = 10 + Math.floor(index / mothers.length);
    const husband = mother.maritalStatus === "married" ? husbands.get(mother.householdNo) : undefined;
    const facts = {
      ...{
        mother: mother.nationalId,
        father: husband?.nationalId ?? null,
        name: { given: `${names[index % 8]}${names[(index >> 3) % 8]}` },
        surname: "mother",
        surnameAgreement: true,
      },
      ...{ sex: index % 2 === 0 ? "female" : "male", birthDate: today, birthPlace: mother.address.countyCode, bornAlive: true },
      ...{ order, children: 2, weeks: 38, proof: "certificate", household: mother.householdNo },
    };
    return { mother, facts };
  });
  const entered: string[] = [];
  const doubles: Answer[] = [];
  const other: Answer[] = [];
  const register = async (index: number): Promise<void> => {
    const { mother, facts } = wanted[index]!;
    const body = {
      ...{
        caseId: `birth-${index}`,
        facts,
        filedOn: today,
        office: mother.address.townCode,
        officer: null,
        reasons: "seen in the papers",
      },
      filers: [{ nationalId: mother.nationalId, as: "mother", present: "counter" }],
    };
    // every tenth birth is registered at both offices at once
    const offices = index % 10 === 0 ? (["one", "two"] as const) : ([index % 2 === 0 ? "one" : "two"] as const);
    const answers = await Promise.all(
      offices.map((office) => untilAnswered(office, { writeKey: `birth ${index} ${office}`, ...body })),
    );
    for (const answer of answers) {
      if (answer.body.entered && answer.body.given?.nationalId) entered.push(answer.body.given.nationalId);
      else if (answer.body.findings?.some(({ code }) => code === "birth-registered-already")) doubles.push(answer);
      else other.push(answer);
    }
  };
  let next = 0;
  const clerk = async (): Promise<void> => {
    while (next < births) await register(next++);
  };
  await Promise.all(Array.from({ length: 8 }, clerk));
  assert.deepEqual(other.slice(0, 3), []);
  assert.equal(new Set(entered).size, births, "every birth has a number of its own");
  assert.equal(doubles.length, births / 10, "and what two offices sent is there once");
  assert.ok(retried > 50, `${retried} were sent again`);
  assert.ok(entered.every(isNationalId));
  await breaking.query("drop schema break_off cascade");
});

/** `troad registers check --json`, beside the running program. */
async function checkCommand(): Promise<{ exit: number; told: BookCheck & { agency: string; book: string } }> {
  const { host, database } = breaking;
  const url = `postgres://postgres@localhost/${database}?host=${encodeURIComponent(host)}`;
  const args = [path.join(import.meta.dirname, "../../../apps/troad/main.ts"), "registers", "check", "--json"];
  const env = { ...process.env, DATABASE_URL: url };
  const [exit, out] = await new Promise<[number, string]>((resolve) =>
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      resolve([error ? Number(error.code) : 0, stdout === "" ? JSON.stringify([stderr]) : stdout]),
    ),
  );
  return { exit, told: JSON.parse(out)[0] };
}

test("afterwards every family is consistent, series have no gaps, and making all entries again gives the same registers", async () => {
  const { exit, told } = await checkCommand();
  assert.deepEqual([exit, told.agency, told.book, told.faults, told.counts], [0, "moi", "household", [], {}]);
  assert.equal(told.entries, births);
  assert.ok(told.records > size + births, `${told.records} records`);
  const given = await moi.rows<{ series: string; serials: number[] }>(sql`
    select used.key as series, array_agg(used.value::int order by entry.seq) as serials
    from entry cross join lateral jsonb_each_text(entry.used) as used group by used.key`);
  assert.ok(given.length > 10, "series of several counties and both sexes");
  for (const { series, serials } of given) {
    assert.deepEqual(
      serials,
      [...new Set(serials)].sort((a, b) => a - b),
      `${series} only moves on`,
    );
    const last = await moi.one<{ last: number }>(sql`select last from series where name = ${series}`);
    assert.equal(last?.last, serials.at(-1));
  }
  const changes = await moi.one<{ n: number }>(
    sql`select count(*) as n from record_change where kind = 'birth' and register = 'person'`,
  );
  assert.equal(changes?.n, births, "each child is told of once");
  const chain = { q: moi, schema: moi.schema, ledgers: [auditLedger] };
  assert.deepEqual((await checkSchema(chain, () => new Date().toISOString())).faults, []);
});

test("a record that was changed past its book, a series set back and an entry taken away are each found", async () => {
  const owner = async (statement: string): Promise<string> => (await breaking.query<{ found: string }>(statement)).rows[0]!.found;
  await breaking.query("set search_path to registers_moi");
  const children = "select subject from record where register = 'person' and version = 1 and entry =";
  const [first, last] = [`(${children} (select min(seq) from entry))`, `(${children} (select max(seq) from entry))`];
  const changed = await owner(`
    update record set data = data || '{"name": "別的"}' where register = 'person' and subject = ${first} returning subject as found`);
  const gone = await owner(`select ${last} as found`);
  const series = await owner(
    "update series set last = last + 1 where name = (select min(name) from series) returning name as found",
  );
  await breaking.query("alter table record drop constraint record_entry_fkey");
  await breaking.query("delete from entry where seq = (select max(seq) from entry)");
  const { exit, told } = await checkCommand();
  assert.equal(exit, 1);
  for (const subject of [changed, gone])
    assert.ok(told.faults.includes(`person ${subject}: not what its entries make of it`), subject);
  assert.ok(told.faults.includes(`series ${series}: stands otherwise than its entries left it`), series);
});
