import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { sql } from "@troad/kernel";
import { businessInvoice } from "../../../packages/invoice/test/samples.ts";
import type { Answer } from "../intake/take.ts";
import { closePeriod } from "../periods/periods-store.ts";
import { periodSums } from "../returns/period-store.ts";
import { type Installation, install, numbered, postJson } from "./installation.ts";

let at: Installation;
before(async () => {
  at = await install();
});
after(() => at?.stop());

const db = () => at.process.schemas.of("invoice");
const isPartition = async (name: string): Promise<boolean | undefined> =>
  (
    await db().one<{ relispartition: boolean }>(sql`
    select relispartition from pg_class where relname = ${name} and relnamespace = 'invoice'::regnamespace`)
  )?.relispartition;

test("the partitions of the next period are there before anybody sends an invoice of it", async () => {
  while ((await isPartition("invoice_11504")) === undefined) await wait(20);
  assert.equal(await isPartition("allowance_share_11504"), true);
});

test("a period of more than five years ago is taken out of its tables and written into files that hold every row", async () => {
  const { package: sent } = (await (await postJson(at, [numbered(1)])).json()) as Answer;
  await db().run(sql`select open_period('10402')`);
  await db().run(sql`select open_period('11010')`);
  const invoices = Array.from({ length: 3000 }, (_, n) => numbered(n, { date: "2015-01-05" }));
  await db().run(sql`
    insert into invoice (term, number, date, seller, buyer, cloud, total, package, content)
    select '10402', i ->> 'number', '2015-01-05', '12345675', '0000000000', false, 216, ${sent}, i
    from json_array_elements(${JSON.stringify(invoices)}) as i`);
  at.clock.shift(86_400_000);
  while ((await db().rows(sql`select 1 from period_archive where term = '10402'`)).length < 5) await wait(50);
  assert.deepEqual(
    [await isPartition("invoice_10402"), await isPartition("invoice_11010")],
    [false, true],
    "of a later one nothing",
  );
  assert.equal((await db().rows(sql`select 1 from invoice where term = '10402'`)).length, 0);
  const written = await db().one<{ file: string; sha256: string; rows: number }>(sql`
    select file, sha256, row_count::int as rows from period_archive where term = '10402' and about = 'invoice'`);
  const lines = gunzipSync(fs.readFileSync(path.join(at.dataDir, "invoice", written!.file)));
  assert.equal(createHash("sha256").update(lines).digest("hex"), written!.sha256);
  const rows = lines
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { number: string; content: object });
  assert.deepEqual([rows.length, written!.rows], [3000, 3000]);
  assert.deepEqual(new Set(rows.map(({ number }) => number)), new Set(invoices.map(({ number }) => number)));
  assert.deepEqual(rows.find(({ number }) => number === invoices[7]!.number)?.content, JSON.parse(JSON.stringify(invoices[7])));
});

test("output tax of a period is that of businesses as stated and that in the prices of consumers, split once for the period", async () => {
  const seller = { ...numbered(0).seller, ban: "04595257" };
  const date = "2025-05-05";
  const consumers = [1, 2, 3].map((nth) => numbered(700 + nth, { seller, date }));
  const sent = await postJson(at, [...consumers, { ...businessInvoice, seller, date, number: "AB00000704" }]);
  const answer = (await sent.json()) as Answer;
  assert.equal(answer.taken, 4, JSON.stringify(answer));
  const sums = await periodSums(db(), { term: "11406", ban: seller.ban });
  // 333 and 17 as stated; three times 216 with tax is 648, of which 617 is the sale (articles 14 and 32 of the VAT Act)
  assert.deepEqual([sums.salesCount, sums.sales, sums.salesTax], [4, 333 + 617, 17 + 31]);
  const bought = await periodSums(db(), { term: "11406", ban: businessInvoice.buyer.ban });
  assert.deepEqual([bought.salesCount, bought.salesTax, bought.purchases, bought.purchasesTax], [0, 0, 333, 17]);
});

test("the role that serves requests can neither close a period whose books are to be kept nor drop one that is closed", async () => {
  await assert.rejects(closePeriod(db(), "11502"), /are to be kept/);
  await assert.rejects(closePeriod(db(), "x"), /not a period/);
  await assert.rejects(db().run(sql`drop table invoice_10402`), /must be owner/);
  await assert.rejects(db().run(sql`delete from invoice_10402`), /permission denied/);
  await assert.rejects(db().run(sql`insert into invoice_10402 select * from invoice limit 1`), /permission denied/);
});
