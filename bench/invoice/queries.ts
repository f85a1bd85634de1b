import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import type { Queryable, Sql } from "@troad/kernel";
import pg from "pg";
import { codeHasher } from "../../modules/invoice/carriers/service.ts";
import type { DemoFile } from "../../modules/invoice/demo/citizens.ts";
import { winners } from "../../modules/invoice/prizes/match.ts";
import { type Row, rate } from "../kit.ts";
import { alternate, type Load, load, loadOf } from "./load.ts";
import { invoiceAt, type Platform } from "./shop.ts";

/** One bi-monthly period of so many invoices; five in each barcode. */
export type Size = { readonly invoices: number };
const perCarrier = 5;
const code = "Bench1234";
const known = 2000;

type Now = { readonly term: string; readonly day: string; readonly month: string };

/** Invoices that differ in number and barcode; numbers are spread over all that eight digits make. */
const filling = `
  insert into invoice
  select $1, 'ZZ' || lpad((n * 7919 % 100000000)::text, 8, '0'), $2::date, '12345675', '0000000000', '3J0002', barcode, true, 1000,
    '00000000-0000-7000-8000-000000000000', ($3 || ',"carrier":{"type":"3J0002","id1":"' || barcode || '","id2":"' || barcode || '"}}')::json
  from generate_series($4::bigint, $5::bigint) as n, lateral (select '/' || lpad(upper(to_hex(n / ${perCarrier})), 7, '0') as barcode) as held`;

/** The request that brought them: when an invoice was received stands there. */
const sent = `insert into package values ('00000000-0000-7000-8000-000000000000', 'bench', 'bench', 'bench', 'json', now(), '{}')`;

/** Fills the current period by one statement a part, and waits until all of it is on disk: what is measured is looking, not taking in. */
export async function fill(platform: Platform, { invoices }: Size, now: Now): Promise<void> {
  const config = platform.cluster.app("invoice", "troad_invoice", "invoice");
  const { carrier: _carrier, ...content } = invoiceAt(0, now.day);
  const text = JSON.stringify(content);
  const parts = 4;
  await Promise.all(
    Array.from({ length: parts }, async (_, part) => {
      const client = new pg.Client(config);
      await client.connect();
      if (part === 0) await client.query("select open_period($1)", [now.term]);
      if (part === 0) await client.query(sent);
      else await new Promise((resolve) => setTimeout(resolve, 500));
      const bounds = [Math.floor((invoices / parts) * part), Math.floor((invoices / parts) * (part + 1)) - 1];
      await client.query(filling, [now.term, now.day, text.slice(0, -1), ...bounds]);
      await client.end();
    }),
  );
  const owner = new pg.Client(platform.cluster.migrator("invoice"));
  await owner.connect();
  await owner.query(`vacuum (analyze, freeze) invoice.invoice_${now.term}`);
  await owner.end();
  const superuser = new pg.Client({ ...platform.cluster.migrator("invoice"), user: "postgres" });
  await superuser.connect();
  await superuser.query("checkpoint");
  await superuser.end();
}

const idAt = (person: number): string => `/${person.toString(16).toUpperCase().padStart(7, "0")}`;

async function registerCarriers(platform: Platform, people: number): Promise<string[]> {
  const hash = codeHasher(path.join(platform.folder, "invoice"));
  const ids = Array.from({ length: known }, (_, at) => idAt(Math.floor((people / known) * at)));
  const client = new pg.Client(platform.cluster.app("invoice", "troad_invoice", "invoice"));
  await client.connect();
  await client.query("insert into carrier select '3J0002', id, id, null, now() from unnest($1::text[]) id", [ids]);
  await client.query(
    "insert into carrier_code select gen_random_uuid(), '3J0002', id, hash, now() from unnest($1::text[], $2::text[]) as c(id, hash)",
    [ids, ids.map((id) => hash({ type: "3J0002", id }, code))],
  );
  await client.end();
  return ids;
}

/** One month of a barcode by the national interface, beside the same rows by a bare indexed select over as many connections. */
export async function carrierRows(platform: Platform, { invoices }: Size, now: Now): Promise<Row[]> {
  const demo = JSON.parse(fs.readFileSync(path.join(platform.folder, "demo", "invoice-api.json"), "utf8")) as DemoFile;
  const ids = await registerCarriers(platform, invoices / perCarrier);
  let at = 0;
  const next = (): string => {
    at = (at + 7) % ids.length;
    return ids[at]!;
  };
  const month = now.month.replace("-", "/");
  const lastDay = new Date(Date.UTC(Number(now.month.slice(0, 4)), Number(now.month.slice(5)), 0)).getUTCDate();
  const body = (): string =>
    new URLSearchParams({
      version: "0.5",
      action: "carrierInvChk",
      appID: demo.appID,
      uuid: "bench",
      cardType: "3J0002",
      cardNo: next(),
      cardEncrypt: code,
      timeStamp: String(Math.floor(Date.now() / 1000) + 20),
      expTimeStamp: "2147483647",
      startDate: `${month}/01`,
      endDate: `${month}/${lastDay}`,
      onlyWinningInv: "N",
    }).toString();
  const good = (text: string): boolean => text.includes('"code":200') && text.includes(`"rowNum":${perCarrier}`);
  const { ours, peer } = await alternate(
    3,
    () => load(platform.origin, "/PB2CAPIVAN/invServ/InvServ", body, good, { seconds: 4 }),
    () => bareSelect(platform, now, next),
  );
  return [
    rate(`carrier query among ${invoices.toLocaleString("en")} (p99 ${ours.p99.toFixed(1)} ms)`, "queries/s", ours.perSecond, {
      what: `bare indexed select (p99 ${peer.p99.toFixed(1)} ms)`,
      perSecond: peer.perSecond,
    }),
  ];
}

async function bareSelect(platform: Platform, now: Now, next: () => string): Promise<Load> {
  const config = platform.cluster.app("invoice", "troad_invoice", "invoice");
  const text = "select content from invoice where term = $1 and carrier_id = $2 and date between $3 and $4";
  const seconds = 2;
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const client = new pg.Client(config);
      await client.connect();
      for (let began = performance.now(); began < until; began = performance.now()) {
        await client.query({ name: "bare", text, values: [now.term, next(), `${now.month}-01`, now.day] });
        times.push(performance.now() - began);
      }
      await client.end();
    }),
  );
  return loadOf(times, seconds);
}

/** The winners of the whole period. */
export async function matchingRow(platform: Platform, { invoices }: Size, now: Now): Promise<Row> {
  const client = new pg.Client(platform.cluster.app("invoice", "troad_invoice", "invoice"));
  await client.connect();
  const run = async (statement: Sql) =>
    client.query({ text: statement.text, values: [...statement.values], name: statement.name });
  const rows = async (statement: Sql) => (await run(statement)).rows;
  const q = { rows, one: async (statement: Sql) => (await rows(statement))[0], run: async () => 0 } as Queryable;
  const amounts = {
    super: 10_000_000,
    special: 2_000_000,
    first: 200_000,
    second: 40_000,
    third: 10_000,
    fourth: 4000,
    fifth: 1000,
    sixth: 200,
    add6: 200,
  };
  const draw = {
    term: now.term,
    super: ["00106725"],
    special: ["90819218"],
    first: ["13440631", "26650552", "09775722"],
    additional: [],
  };
  let found = 0;
  const began = performance.now();
  for await (const won of winners(q, draw, { term: now.term, digest: "", drawnAt: new Date().toISOString() }, amounts))
    found += won.length;
  const elapsed = (performance.now() - began) / 1000;
  await client.end();
  return rate(`matching (${found.toLocaleString("en")} winners)`, "invoices/s", invoices / elapsed);
}

/** The winning list beside Fastify that answers the same text and does nothing else. */
export async function winningRow(platform: Platform): Promise<Row> {
  const demo = JSON.parse(fs.readFileSync(path.join(platform.folder, "demo", "invoice-api.json"), "utf8")) as DemoFile;
  const body = new URLSearchParams({ version: "0.2", action: "QryWinningList", invTerm: "11410", appID: demo.appID }).toString();
  const address = "/PB2CAPIVAN/invapp/InvApp";
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const text = await (await fetch(platform.origin + address, { method: "POST", body, headers })).text();
  const bare = fork(path.join(import.meta.dirname, "bare.ts"), [text], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const [line] = (await once(bare.stdout!, "data")) as [Buffer];
  const good = (answer: string): boolean => answer === text;
  const options = { connections: 32, seconds: 2 };
  const { ours, peer } = await alternate(
    7,
    () => load(platform.origin, address, () => body, good, options),
    () => load(line.toString().trim(), "/", () => body, good, options),
  );
  bare.kill();
  return rate("winning list", "answers/s", ours.perSecond, { what: "bare Fastify", perSecond: peer.perSecond });
}
