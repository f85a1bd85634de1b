/**
 * Claims: of a shop with 2 million invoices in a period the list, the list by a filter and the sums of the period within 100 ms for 95 of 100 looks;
 * a period's file as a stream at 0.3 of COPY of the same columns, in the same run.
 */
import { termOf } from "@troad/invoice-formats";
import type { Queryable, Sql } from "@troad/kernel";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { csvPage } from "../modules/invoice/exports/export-store.ts";
import { periodFile } from "../modules/invoice/exports/period-file.ts";
import { soldBy } from "../modules/invoice/shop/shop-store.ts";
import { daySums, salesOf } from "../modules/invoice/sums/sales-store.ts";
import { invoiceAt, invoicesOf, type Platform, perRequest, startPlatform } from "./invoice/shop.ts";
import { type Row, rate, seconds } from "./kit.ts";

const ban = "22099131";
const term = "11508";
const looks = 200;
const from = "2026-07-01";

/** Invoices of one shop on 62 days, every tenth to one of 5,000 businesses; the sums as the migration makes them of what is there. */
async function fill(platform: Platform, invoices: number): Promise<void> {
  const client = new pg.Client(platform.cluster.migrator("invoice"));
  client.on("error", () => undefined); // ends with its cluster if something fails
  await client.connect();
  await client.query("set search_path to invoice");
  await client.query("select open_period($1)", [term]);
  await client.query(
    `insert into package values ('00000000-0000-7000-8000-000000000000', 'bench', 'bench', 'bench', 'json', now(), '{}')`,
  );
  const { carrier: _carrier, ...content } = invoiceAt(0, from);
  await client.query(
    `insert into invoice (term, number, date, seller, buyer, carrier_type, carrier_id, cloud, total, package, content)
     select $1, 'ZZ' || lpad(n::text, 8, '0'), $2::date + (n % 62)::int, $3,
       case when n % 10 = 0 then lpad((10000000 + n % 5000)::text, 8, '0') else '0000000000' end, null, null, false, 1000,
       '00000000-0000-7000-8000-000000000000', $4::json
     from generate_series(1, $5::int) as n`,
    [term, from, ban, JSON.stringify(content), invoices],
  );
  await client.query(
    `insert into sales_day (term, seller, date, business, issued, ended, sales, zero_sales, exempt_sales, tax, total)
     select term, seller, date, business, count(*), 0, sum(sales), sum(zero_sales), sum(exempt_sales), sum(tax), sum(total)
     from invoice_figures where term = $1 and seller = $2 group by 1, 2, 3, 4`,
    [term, ban],
  );
  await client.query(`vacuum (analyze, freeze) invoice_${term}`);
  await client.query("vacuum analyze sales_day");
  await client.end();
}

const queryable = (client: pg.Client): Queryable => {
  const rows = async <R>({ text, values, name }: Sql): Promise<R[]> =>
    (await client.query({ text, values: [...values], ...(name === "" ? {} : { name }) })).rows as R[];
  return {
    rows,
    one: async <R>(statement: Sql) => (await rows<R>(statement))[0],
    run: async ({ text, values }: Sql) => (await client.query(text, [...values])).rowCount ?? 0,
  } as Queryable;
};

/** The time within which 95 of 100 looks were answered. */
async function within(what: string, look: (nth: number) => Promise<unknown>): Promise<Row> {
  const times: number[] = [];
  for (let nth = 0; nth < looks; nth++) times.push((await seconds(() => look(nth))) * 1_000);
  const p95 = times.slice(10).sort((a, b) => a - b)[Math.floor((looks - 10) * 0.95)]!;
  return { what, value: Number(p95.toFixed(1)), unit: "ms, p95", peer: "", ratio: null };
}

async function exporting(q: Queryable, client: pg.Client, invoices: number): Promise<Row> {
  const columns = `copy (select i.number, i.date, i.content ->> 'time', i.buyer, i.content -> 'buyer' ->> 'name', i.carrier_type, i.content ->> 'sales',
    i.content ->> 'zeroSales', i.content ->> 'exemptSales', i.content ->> 'tax', i.content ->> 'total'
    from invoice i where term = '${term}' and seller = '${ban}' order by date, number) to stdout (format csv)`;
  const runs = { ours: [] as number[], copy: [] as number[] };
  for (let round = 0; round < (invoices > 500_000 ? 1 : 3); round++) {
    runs.copy.push(
      await seconds(async () => {
        for await (const _chunk of client.query(copyTo(columns)));
      }),
    );
    let lines = 0;
    const asked = { ban, term, asOf: new Date().toISOString(), limit: 5_000 };
    runs.ours.push(
      await seconds(async () => {
        for await (const part of periodFile((query) => csvPage(q, query), asked)) lines += part.split("\r\n").length - 1;
      }),
    );
    if (lines !== invoices + 1) throw new Error(`${lines} lines of ${invoices} invoices`);
  }
  const best = (times: readonly number[]): number => invoices / Math.min(...times);
  return rate("a period as a file", "invoices/s", best(runs.ours), {
    what: "COPY of the same columns",
    perSecond: best(runs.copy),
  });
}

/** Messages sent at once, in requests of 500; who is told to wait does, and asks again with the same bytes. */
async function atOnce({ origin, shop }: Platform, messages: number): Promise<Row> {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  let waited = 0;
  const send = async (request: number): Promise<void> => {
    const body = JSON.stringify(invoicesOf(request, today));
    for (;;) {
      const answer = await fetch(`${origin}/invoice/v1/invoices`, {
        ...{ method: "POST", body },
        headers: {
          authorization: `Bearer ${shop.token}`,
          "content-type": "application/json",
          "idempotency-key": `desks ${request}`,
        },
      });
      const told = (await answer.json()) as { taken?: number };
      if (answer.status === 200 && told.taken === perRequest) return;
      if (answer.status !== 503) throw new Error(`${answer.status} ${JSON.stringify(told).slice(0, 300)}`);
      waited++;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };
  const took = await seconds(() => Promise.all(Array.from({ length: messages / perRequest }, (_, request) => send(request))));
  return rate(
    `${messages.toLocaleString("en")} messages at once (${took.toFixed(1)} s, ${waited} answers of 503)`,
    "invoices/s",
    messages / took,
  );
}

export default async (): Promise<Row[]> => {
  const invoices = process.argv.includes("--small") ? 100_000 : 2_000_000;
  const platform = await startPlatform();
  const client = new pg.Client(platform.cluster.app("invoice", "troad_invoice", "invoice"));
  try {
    if (termOf(from) !== term) throw new Error("the period of the day");
    await fill(platform, invoices);
    await client.connect();
    const q = queryable(client);
    const list = (before: string | undefined, words = "") => soldBy(q, { ban, term, words, before, limit: 51 });
    const day = (nth: number): string => new Date(Date.parse(from) + (nth % 61) * 86_400_000).toISOString().slice(0, 10);
    const rows = [
      await atOnce(platform, 100_000),
      await within(`a page of the list among ${invoices.toLocaleString("en")}`, (nth) =>
        list(nth === 0 ? undefined : `${day(nth)}T00:00:00.000Z ZZ05000000`),
      ),
      await within("the list of one buyer", (nth) => list(undefined, String(10_000_000 + ((nth * 10) % 5_000)))),
      await within("one number", (nth) => list(undefined, `ZZ${String(nth * 997 + 1).padStart(8, "0")}`)),
      await within("sums of the period, by day and for the return", async () => {
        await daySums(q, ban, term);
        await salesOf(q, ban, term);
      }),
      await exporting(q, client, invoices),
    ];
    return rows;
  } finally {
    await client.end();
    await platform.stop();
  }
};
