/**
 * Claims, with a million people in the registers of households: a write with audit, version, change and terms at 0.25 of a bare insert of the same
 * record, flushed to disk as it is; a read by law, with audit and what the person is told, at 0.4 of a bare indexed select of the same record; a
 * search by name answered within 50 ms in 95 of 100 cases. Measured are the functions behind the register's door, in the process that also asks,
 * beside a pool with as many connections; ours and the peer in turns, since each round meets another load of the machine.
 */
import { setTimeout } from "node:timers/promises";
import { taipeiDate } from "@troad/kernel";
import { type Person, people } from "@troad/population";
import { enter } from "../modules/registers/provider/enter.ts";
import { find } from "../modules/registers/provider/find.ts";
import { search } from "../modules/registers/provider/search.ts";
import { write } from "../modules/registers/provider/write.ts";
import { alternate } from "./invoice/load.ts";
import { type Row, rate } from "./kit.ts";
import { type Bench, fill, messageFor, population, startRegisters } from "./registers/government.ts";
import { load } from "./registers/load.ts";

const size = process.argv.includes("--small") ? 50_000 : 1_000_000;
/** Who is asked for, and whose children are born. */
const known = 50_000;
const rounds = 3;

const registerOf = ({ registers }: Bench, id: string) => registers.find((register) => register.id === id)!;
let turn = 0;
const next = <T>(from: readonly T[]): T => from[turn++ % from.length]!;

/** A bare insert of one record, with the durability of ours. */
async function bareInsert({ bare }: Bench, record: object): Promise<() => Promise<unknown>> {
  await bare.query("create table if not exists bare_record (like registers_moi.record including indexes)");
  const data = JSON.stringify(record);
  const text = `insert into bare_record (register, subject, data, valid_from, recorded_at, version) values ('person', $1, $2, '2026-01-01', now(), 1)`;
  let key = 0;
  return () => bare.query({ name: "insert", text, values: [`${process.pid}-${performance.now()}-${++key}`, data] });
}

type Facts = { mother: Person; order: number };

/** Children of mothers who live without a husband in their household; each mother's next child is another of the same birth. */
function births(all: readonly Person[]): () => Facts {
  const mothers = all.filter(
    ({ sex, age, relation, maritalStatus }) =>
      sex === "female" && age >= 19 && age <= 49 && relation === "head" && maritalStatus === "single",
  );
  let made = 0;
  return () => ({ mother: mothers[made % mothers.length]!, order: 10 + Math.floor(made++ / mothers.length) });
}

async function birthRow(bench: Bench, all: readonly Person[], child: () => Facts, clients: number): Promise<Row> {
  const [context, register] = [bench.contextOf("moi"), registerOf(bench, "person")];
  const today = taipeiDate(new Date());
  const ours = async (): Promise<void> => {
    const { mother, order } = child();
    const facts = {
      ...{ mother: mother.nationalId, father: null, name: { given: "安樂" }, surname: "mother", surnameAgreement: true, order },
      ...{ sex: "female", birthDate: today, birthPlace: mother.address.countyCode, bornAlive: true, children: 9, weeks: 38 },
      ...{ proof: "certificate", household: mother.householdNo },
    };
    const body = {
      ...{ writeKey: `birth ${mother.nationalId} ${order} ${clients}`, caseId: null, facts, filedOn: today },
      ...{ filers: [{ nationalId: mother.nationalId, as: "mother", present: "counter" }], office: mother.address.townCode },
      ...{ officer: null, reasons: "seen in the papers" },
    };
    const answer = await enter(context, register, messageFor("/enter/birth"), "birth", body);
    if (!answer.entered) throw new Error(answer.findings.map(({ code }) => code).join(", "));
  };
  const peer = await bareInsert(bench, { ...all[0] });
  const measured = await alternate(
    rounds,
    () => load(ours, { clients }),
    () => load(peer, { clients }),
  );
  const what = `entry of a birth (three records), ${clients} at a time`;
  return rate(what, "entries/s", measured.ours.perSecond, { what: "bare insert", perSecond: measured.peer.perSecond });
}

async function writeRow(bench: Bench, all: readonly Person[], clients: number): Promise<Row> {
  const { bare } = bench;
  const [context, register] = [bench.contextOf("motc"), registerOf(bench, "vehicle")];
  const plates = Array.from({ length: 500 }, (_, at) => `ABC-${1000 + at}`);
  await bare.query(
    `insert into registers_motc.record (register, subject, data, valid_from, recorded_at)
     select 'vehicle', plate, $2, '2026-01-01', '2026-01-01' from unnest($1::text[]) as plate on conflict do nothing`,
    [plates, JSON.stringify({ ...Object.fromEntries(register.fields.map(({ name }) => [name, null])), kind: "car" })],
  );
  let written = 0;
  const ours = (): Promise<unknown> => {
    const { nationalId, name } = next(all);
    const body = { writeKey: `write ${clients} ${++written}`, caseId: "bench", create: false, key: next(plates) };
    const values = { owner: nationalId, ownerName: name };
    return write(context, register, messageFor("/write", Object.keys(values)), { ...body, values });
  };
  const peer = await bareInsert(bench, { kind: "car", ...all[0] });
  const measured = await alternate(
    rounds,
    () => load(ours, { clients }),
    () => load(peer, { clients }),
  );
  const what = `write of one record, ${clients} at a time`;
  return rate(what, "writes/s", measured.ours.perSecond, { what: "bare insert", perSecond: measured.peer.perSecond });
}

async function findRow(bench: Bench, all: readonly Person[], id: string, fields: string[]): Promise<Row> {
  const [context, register] = [bench.contextOf("moi"), registerOf(bench, id)];
  const text =
    "select data from registers_moi.record where register = 'person' and subject = $1 order by recorded_at desc limit 1";
  const measured = await alternate(
    rounds,
    () => load(() => find(context, register, messageFor("/find", fields), { nationalId: next(all).nationalId, fields })),
    () => load(() => bench.bare.query({ name: "select", text, values: [next(all).nationalId] })),
  );
  await settled(bench);
  const what = `find by law in ${id}`;
  return rate(what, "reads/s", measured.ours.perSecond, { what: "bare select", perSecond: measured.peer.perSecond });
}

/** What people are told of reads is delivered after the answers; the next row does not wait for it. */
async function settled({ bare }: Bench): Promise<void> {
  const waiting = "select 1 from registers_moi.kernel_job where done_at is null and dead_at is null limit 1";
  for (let tries = 0; tries < 60 && (await bare.query(waiting)).rowCount !== 0; tries++) await setTimeout(500);
}

async function searchRow(bench: Bench, all: readonly Person[], clients: number): Promise<Row> {
  const [context, register] = [bench.contextOf("moi"), registerOf(bench, "person")];
  const found = await load(
    () => search(context, register, messageFor("/search"), { by: "name", text: next(all).name.slice(0, 1 + (turn % 3)) }),
    { clients },
  );
  await settled(bench);
  const what = `search by name, twenty hits, ${clients} at a time (p95 ${found.p95.toFixed(1)} ms, 50 wanted)`;
  return rate(what, "searches/s", found.perSecond);
}

export default async (): Promise<Row[]> => {
  const bench = await startRegisters();
  try {
    await fill(bench, size);
    const all: Person[] = [];
    for (const person of people(population(size))) if (all.push(person) >= known) break;
    const [child, rows] = [births(all), [] as Row[]];
    for (const clients of [1, 4]) rows.push(await searchRow(bench, all, clients));
    for (const clients of [1, 16]) rows.push(await birthRow(bench, all, child, clients), await writeRow(bench, all, clients));
    rows.push(await findRow(bench, all, "person", ["name", "birthDate", "householdNo"]));
    rows.push(await findRow(bench, all, "household", ["name", "address", "members"]));
    return rows;
  } finally {
    await bench.stop();
  }
};
