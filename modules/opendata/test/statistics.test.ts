import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { auditTable } from "@troad/deid";
import { invoiceApi } from "@troad/invoice/api";
import { consumerBan, isBan, termOf } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import type { protectMonth } from "../statistics/protect.ts";
import { placeFile } from "../statistics/tables.ts";
import { ask, clock, db, origin, running, startOpenData } from "./kit.ts";
import { monthOf, type Shop, shops } from "./shops.ts";

let stop: () => Promise<void>;
let token = "";
const bans = Array.from({ length: 2_000 }, (_, no) => String(20_000_000 + no)).filter((ban) => isBan(ban));
const traders: Shop[] = shops(60, 21).map((shop, no) => ({ ...shop, ban: bans[no]! }));
const today = new Date();
const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);

before(async () => {
  stop = (await startOpenData()).stop;
  token = (JSON.parse(fs.readFileSync(path.join(running.dataDir, "demo", "invoice-shop.json"), "utf8")) as { token: string })
    .token;
});
after(() => stop?.());

const send = async (
  address: string,
  body: object,
  secret = token,
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${origin}${address}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const place = ({ ban, township, trade }: Shop) => ({ ban, township, trade, since: "2026-01-01" });

test("senders state where their sellers are: all of a list or none", async () => {
  const good = place(traders[0]!);
  const wrong: [number, object, string?][] = [
    [401, { sellers: [good] }, "x".repeat(40)],
    [400, { sellers: [] }],
    [400, { sellers: [{ ...good, since: "yesterday" }] }],
    [400, { sellers: [{ ...good, name: "x" }] }],
    [422, { sellers: [good, { ...good, township: "99999999" }] }],
    [422, { sellers: [good, { ...good, trade: "00" }] }],
  ];
  for (const [status, body, secret] of wrong)
    assert.equal((await send("/invoice/v1/sellers", body, secret)).status, status, JSON.stringify(body));
  assert.deepEqual((await send("/invoice/v1/sellers", { sellers: traders.map(place) })).body, { changed: traders.length });
  assert.deepEqual((await send("/invoice/v1/sellers", { sellers: traders.map(place) })).body, { changed: 0 });
});

test("a month's statistics appear by themselves, right and protected, and again when a late invoice changes them", async () => {
  const ranges = traders.map(({ ban: seller }, no) => ({
    ...{ term: termOf(`${month}-15`), track: "ZK", seller },
    ...{ first: String(numberOf(no, 0)), last: String(numberOf(no, 49)) },
  }));
  await running.use(invoiceApi).assignNumbers({ ranges, by: "tester", key: "shops" });
  const invoices = traders.flatMap((shop, no) => shop.sales.map((sale, at) => invoiceOf(shop, sale, numberOf(no, at))));
  const sent = await send("/invoice/v1/invoices", { invoices });
  assert.equal(sent.body.taken, invoices.length, JSON.stringify(sent.body).slice(0, 400));
  await until(async () => (await filesOf("einvoice-carriers")).length === 1);

  const rows = await rowsOf("einvoice-townships");
  const expected = monthOf(traders);
  assert.equal(rows.length, expected.places.township.length);
  let shown = 0;
  for (const row of rows) {
    const no = expected.places.township.findIndex(
      (township, at) => township === row.鄉鎮市區代碼 && nameOf[expected.places.trade[at]!] === row.行業名稱,
    );
    assert.ok(no >= 0, JSON.stringify(row));
    if (row.平均開立金額 === null) continue;
    shown++;
    assert.equal(row.平均開立金額, Number((expected.places.amount[no]! / expected.places.businesses[no]!).toFixed(0)));
    assert.equal(row.平均客單價, Number((expected.places.amount[no]! / expected.places.invoices[no]!).toFixed(1)));
  }
  assert.ok(shown > 0 && shown < rows.length, `${shown} of ${rows.length}`);
  // what an attacker reads in the published files, with the truth of the businesses behind them
  const blankPlaces = rows.flatMap((row) =>
    row.平均開立金額 === null ? [{ at: { place: row.鄉鎮市區代碼 as string, trade: codeOf(row.行業名稱 as string) } }] : [],
  );
  const counties = await rowsOf("einvoice-counties");
  const blankCounties = counties.flatMap((row) =>
    row.平均開立金額 === null ? [{ at: { place: row.縣市代碼 as string, trade: sectionOf[row.行業大類 as string]! } }] : [],
  );
  const stored = (await db.one<{ hidden: Awaited<ReturnType<typeof protectMonth>> }>(
    sql`select hidden from statistic_month where month = ${month} order by seq desc limit 1`,
  ))!.hidden;
  const unpublished = stored.places.flatMap((key) => {
    const [at = "", trade = ""] = key.split("|");
    // totals that no file has: what is hidden of them is as the service keeps it
    return isPublished(at, trade) ? [] : [{ at: { place: at, trade } }];
  });
  const file = placeFile(expected, new Map(Object.entries(sections)), "amount", []);
  assert.deepEqual(await auditTable({ ...file, suppressed: [...blankPlaces, ...blankCounties, ...unpublished] }), { open: [] });

  const topic = await ask("nobody", "/data/topics/late-night");
  assert.match(topic.text, /src="\/data\/topics\/late-night\/chart\.svg"/);
  assert.match(topic.text, /23:00/);
  const picture = await ask("nobody", "/data/topics/late-night/chart.svg");
  assert.match(picture.headers.get("content-type") ?? "", /svg/);
  assert.match(picture.text, /^<svg [\s\S]*23:00[\s\S]*<\/svg>$/);
  assert.equal((await ask("nobody", "/data/topics/no-such")).status, 404);
  assert.match((await ask("nobody", "/data/storage")).text, /einvoice-townships/);

  const late = traders[0]!;
  await send("/invoice/v1/invoices", {
    invoices: [invoiceOf(late, { hour: "12", carrier: "none", amount: 50 }, numberOf(0, 49))],
  });
  clock.shift(25 * 3_600_000);
  await until(async () => (await db.one<{ n: number }>(sql`select count(*)::int as n from statistic_month`))!.n === 2);
  const page = await ask("nobody", "/data/einvoice-carriers");
  assert.match(page.text, /late and voided|逾期/);
});

const numberOf = (shop: number, at: number): number => 10_000_000 + shop * 50 + at;
const sections: Record<string, string> = { "47": "G", "48": "G", "56": "I", "96": "S" };
const nameOf: Record<string, string> = {
  "47": "綜合商品及食品零售業",
  "48": "專賣零售業",
  "56": "餐飲業",
  "96": "其他個人服務業",
};
const sectionOf: Record<string, string> = { 批發及零售業: "G", 住宿及餐飲業: "I", 其他服務業: "S" };
const codeOf = (name: string): string => Object.entries(nameOf).find(([, one]) => one === name)![0];
const isPublished = (place: string, trade: string): boolean =>
  (place.length === 8 && trade.length === 2) || (place.length === 5 && /^[A-S]$/.test(trade));

const invoiceOf = (shop: Shop, sale: Shop["sales"][number], serial: number): object => ({
  number: `ZK${serial}`,
  date: `${month}-15`,
  time: `${sale.hour}:10:00`,
  seller: { ban: shop.ban, name: "測試商店" },
  buyer: { ban: consumerBan },
  ...(sale.carrier === "mobile-barcode" && { carrier: { type: "3J0002", id1: "/ABC+12.", id2: "/ABC+12." } }),
  ...(sale.carrier === "other-carrier" && { carrier: { type: "1K0001", id1: "3000000000", id2: "3000000000" } }),
  ...(sale.carrier === "donated" && { donatedTo: "25885" }),
  print: sale.carrier === "none",
  randomNumber: "1234",
  items: [{ description: "茶", quantity: 1, unitPrice: sale.amount, amount: sale.amount, taxType: "1", sequence: "1" }],
  ...{ sales: sale.amount, exemptSales: 0, zeroSales: 0, taxType: "1", taxRate: "0.05", tax: 0, total: sale.amount },
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isTrue()) return;
    await sleep(150);
  }
  assert.fail("it did not come to this");
}
const filesOf = async (set: string): Promise<{ id: string }[]> => {
  const shown = await ask("nobody", `/api/3/action/package_show?id=${set}`);
  return shown.status === 200 ? (JSON.parse(shown.text) as { result: { resources: { id: string }[] } }).result.resources : [];
};
const rowsOf = async (set: string): Promise<Record<string, unknown>[]> => {
  const [file] = await filesOf(set);
  return JSON.parse((await ask("nobody", `/data/${set}/${file!.id}/file.json`)).text) as Record<string, unknown>[];
};
