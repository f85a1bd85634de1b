import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Queryable, Sql } from "@troad/kernel";
import pg from "pg";
import { type Cluster, embeddedCluster } from "../../../kernel/db/cluster.ts";
import { migrateSchema } from "../../../kernel/db/migrate.ts";
import { testCluster } from "../../../kernel/test/cluster.ts";
import { presentAllowanceActions, presentAllowances, presentRanges } from "../intake/present-store.ts";
import { findInvoice } from "../invoices/invoices-store.ts";
import { forgetSignatures } from "../national/apps-store.ts";
import { publishedCloudNumbers } from "../prizes/cloud-numbers-store.ts";
import { partsOfWinners, unnoticed } from "../prizes/winnings-store.ts";
import { sendsFor } from "../senders/senders-store.ts";

/** Which ways PostgreSQL takes among a million rows: that a table is read as a whole does not show in tests of ten rows. */
let folder = "";
let cluster: Cluster;
let client: pg.Client;
const [term, before11502] = ["11502", "11412"];
const migrations = path.resolve(import.meta.dirname, "../store/migrations");
const [uuid, digest] = ["01990000-0000-7000-8000-000000000001", "d".repeat(64)];

before(async () => {
  folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-scale-"));
  fs.chmodSync(folder, 0o711);
  cluster = (await testCluster()) ?? (await embeddedCluster(path.join(folder, "postgres")));
  const plan = { schema: "invoice", role: "troad_invoice", scope: "invoice" };
  await migrateSchema(cluster, { ...plan, folders: [migrations] }, new Date().toISOString());
  client = new pg.Client(cluster.migrator("invoice"));
  await client.connect();
  await client.query("set search_path to invoice; set synchronous_commit to off");
  for (const one of [before11502, term]) await client.query("select open_period($1)", [one]);
  for (const fill of fills) await client.query(fill);
  await client.query("analyze");
});
after(async () => {
  await client?.end();
  await cluster?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const number = (letters: string): string => `'${letters}' || lpad(n::text, 8, '0')`;
const seller = "lpad((n % 60000)::text, 8, '0')";
/** Two periods, as many sellers as a small country's, a million rows together. */
const fills = [
  `insert into allowance select case when n % 2 = 0 then '${term}' else '${before11502}' end, ${seller}, ${number("AL")}, '${uuid}', '{}'
   from generate_series(1, 200000) n`,
  `insert into allowance_action (term, seller, number, kind, package, content)
   select case when n % 2 = 0 then '${term}' else '${before11502}' end, ${seller}, ${number("AL")}, 'cancel', '${uuid}', '{}'
   from generate_series(1, 100000) n`,
  `insert into number_range select '${term}', 'assigned', chr(65 + n % 26) || chr(65 + n / 26 % 26), lpad((n * 50)::text, 8, '0'),
   lpad((n * 50 + 49)::text, 8, '0'), ${seller}, '${uuid}', '{}' from generate_series(1, 100000) n`,
  `insert into package values ('${uuid}', 's', 'k', 'd', 'json', now(), '{}')`,
  `insert into invoice (term, number, date, seller, buyer, carrier_type, carrier_id, cloud, total, package, content)
   select '${term}', ${number("AB")}, '2026-01-05', ${seller}, case when n % 50 = 0 then '10458574' else '0000000000' end,
   'EJ0011', n % 100000 || '@example.tw', true, 100, '${uuid}', '{"seller": {"ban": "1"}}' from generate_series(1, 200000) n`,
  `insert into sender select 's' || n, 'x', array[lpad(n::text, 8, '0')], 't' || n, 'c' || n, now() from generate_series(1, 100000) n`,
  `insert into used_signature select 'x' || n, '2026-01-01'::timestamptz + n * interval '1 second' from generate_series(1, 100000) n`,
  `insert into draw_publication values ('${uuid}', '${term}', '${digest}', '{}', null, null, 'x', now())`,
  `insert into cloud_number select '${term}', ${number("AB")}, '${digest}', 500 from generate_series(1, 200000) n`,
  `insert into winning select '${term}', ${number("AB")}, '${uuid}', 'cloud', 500 from generate_series(1, 50000) n`,
];

/** The plans of what a query of the module would run; it is given no rows. */
async function plansOf(query: (q: Queryable) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  const explain = async ({ text, values }: Sql): Promise<void> => {
    const { rows } = await client.query<{ "QUERY PLAN": string }>({ text: `explain (costs off) ${text}`, values: [...values] });
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  };
  const q: Queryable = {
    rows: (statement) => explain(statement).then(() => []),
    one: (statement) => explain(statement).then(() => undefined),
    run: (statement) => explain(statement).then(() => 0),
  };
  await query(q);
  assert.ok(plans.length > 0);
  return plans.join("\n");
}

const wholeTable = /Seq Scan on (allowance|number_range|invoice_\d|sender( |$)|used_signature|cloud_number|winning )/;
/** Runs what a query of the module asks. */
const rowsOf = (on: pg.Client): Queryable => {
  const run = async <T extends object>({ text, values }: Sql): Promise<T[]> =>
    (await on.query({ text, values: [...values] })).rows as T[];
  return {
    rows: run,
    one: async <T extends object>(one: Sql) => (await run<T>(one))[0],
    run: async (one) => (await run(one)).length,
  };
};

const key = { term, number: "AL00000500", seller: "00000500" };
const page = { term, publication: uuid, after: "AB00020000", until: "", limit: 500 };
const queries: [string, RegExp, (q: Queryable) => Promise<unknown>][] = [
  [
    "allowances that are sent again",
    /allowance_11502_pkey|allowance_pkey|allowance_1\d+_pkey/,
    (q) => presentAllowances(q, [key]),
  ],
  ["cancelled allowances that are sent again", /allowance_action_1\d+_pkey/, (q) => presentAllowanceActions(q, [key])],
  [
    "ranges that are sent again",
    /number_range_key/,
    (q) => presentRanges(q, [{ term, kind: "assigned", track: "QA", first: "00000500" }]),
  ],
  ["who sends for a business", /sender_sellers/, (q) => sendsFor(q, "00000500")],
  ["signatures that are forgotten", /used_signature_at/, (q) => forgetSignatures(q, "2026-01-01T00:10:00Z")],
  ["a page of winners to tell", /winning_key/, (q) => unnoticed(q, page)],
  ["a page of cloud numbers", /cloud_number_key/, (q) => publishedCloudNumbers(q, uuid, "AB00020000", 500)],
  ["an invoice with what the cloud draw has for it", /cloud_number_key/, (q) => findInvoice(q, term, "AB00000500")],
  [
    "the invoices of a seller",
    /invoice_11502_seller_date_idx/,
    (q) =>
      q.rows({
        text: "select number from invoice where term = $1 and seller = $2 order by date",
        values: [term, key.seller],
        name: "s",
      }),
  ],
  [
    "what a business bought",
    /invoice_11502_buyer_date_idx/,
    (q) =>
      q.rows({
        text: "select number from invoice where buyer = $1 and buyer <> '0000000000' and date = $2 and term = $3",
        values: ["10458575", "2026-01-06", term],
        name: "b",
      }),
  ],
];

for (const [what, index, query] of queries)
  test(`${what}: found by an index among a million rows, no table is read as a whole`, async () => {
    const plan = await plansOf(query);
    assert.match(plan, index);
    // tables that are nearly empty here are read as a whole, and rightly
    assert.doesNotMatch(plan, wholeTable, plan);
  });

test("a query by columns that no index begins with is recognised by the same look at its plan", async () => {
  const text = "select 1 as there from allowance where (term, number) in (select * from unnest($1::text[], $2::text[]))";
  const plan = await plansOf((q) => q.rows({ text, values: [[term], [key.number]], name: "n" }));
  assert.match(plan, wholeTable);
});

test("pages of winners, told side by side by parts of the numbers, together hold each winner once", async () => {
  const q = rowsOf(client);
  const edges = await partsOfWinners(q, term, uuid, 4);
  assert.equal(edges.length, 3);
  let count = 0;
  for (const [at, begin] of ["", ...edges].entries()) {
    for (let after: string | undefined = begin; after !== undefined; ) {
      const { holders, last }: Awaited<ReturnType<typeof unnoticed>> = await unnoticed(q, {
        ...{ term, publication: uuid, after, until: edges[at] ?? "", limit: 5000 },
      });
      count += holders.length;
      after = last;
    }
  }
  assert.equal(count, 50_000);
});

test("lists of before have their cloud numbers in the table after the migration, and the list keeps the rest", async () => {
  const older = fs.mkdtempSync(path.join(folder, "older-"));
  for (const name of fs.readdirSync(migrations).filter((file) => file < "0011"))
    fs.copyFileSync(path.join(migrations, name), path.join(older, name));
  const [plan, now] = [{ schema: "invoice_before", role: "troad_invoice", scope: "invoice" }, new Date().toISOString()];
  await migrateSchema(cluster, { ...plan, folders: [older] }, now);
  const list = {
    term,
    super: ["11111111"],
    cloud: [
      { amount: 500, numbers: ["AB00000001", "AB00000002"] },
      { amount: 800, numbers: [] },
    ],
  };
  await client.query("set search_path to invoice_before");
  for (const [no, by] of [
    [uuid, "a"],
    [uuid.replace(/1$/, "2"), "b"],
  ])
    await client.query("insert into draw_entry values ($1, $2, $3, $4, $5, now())", [no, term, digest, JSON.stringify(list), by]);
  await client.query("insert into draw_publication values ($1, $2, $3, $4, null, null, 'a', now())", [
    uuid,
    term,
    digest,
    JSON.stringify(list),
  ]);
  // the folder's name is part of a migration's name
  for (const name of fs.readdirSync(migrations)) fs.copyFileSync(path.join(migrations, name), path.join(older, name));
  await migrateSchema(cluster, { ...plan, folders: [older] }, now);
  const { rows } = await client.query<{ number: string; amount: number }>(
    "select number, amount from cloud_number order by number",
  );
  assert.deepEqual(
    rows.map(({ number: one, amount }) => [one, amount]),
    [
      ["AB00000001", 500],
      ["AB00000002", 500],
    ],
  );
  const kept = await client.query<{ list: object }>("select list from draw_publication union all select list from draw_entry");
  for (const { list: one } of kept.rows) assert.deepEqual(one, { term, super: ["11111111"] });
  await client.query("set search_path to invoice");
});
