import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Invoice } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import { type Installation, install, numbered, postJson } from "./installation.ts";
import { clientOf, type Reply } from "./national-client.ts";

let at: Installation;
let client: ReturnType<typeof clientOf>;
before(async () => {
  at = await install();
  client = clientOf(at);
});
after(() => at.stop());

const days = { invoiceDateS: "20260101", invoiceDateE: "20260131" };
const ask = (more: Record<string, string> = {}, who = 0, how: "body" | "query" = "body"): Promise<Reply> => {
  const { cardNo: barcode, cardEncrypt: verifyCode } = client.demo.carriers[who]!;
  return client.call(
    "/ods-main/ODS371I/query",
    { version: "1.0", appID: client.demo.appID, barcode, verifyCode, ...days, ...more },
    how,
  );
};
const inCarrier = (serial: number, who: number, changes: Partial<Invoice> = {}): Invoice => {
  const { cardNo } = client.demo.carriers[who]!;
  return numbered(serial, { carrier: { type: "3J0002", id1: cardNo, id2: cardNo }, ...changes });
};

test("sums by day, place and carrier are those of the invoices that carrierInvChk lists", async () => {
  const { details } = await client.headers(0);
  const told = await ask();
  assert.deepEqual(
    [told.v, told.code, told.msg, told.invoiceDateS, told.invoiceDateE],
    ["1.0", "200", "執行成功", "20260101", "20260131"],
  );
  const sum = (rows: Reply[], field: string): number => rows.reduce((all, row) => all + row[field], 0);
  assert.equal(sum(told.details, "invoiceCount"), details.length);
  assert.equal(sum(told.details, "invoiceAmount"), sum(details, "amount"));
  const [row] = told.details;
  assert.match(row.invoiceDate, /^2026\/01\/\d\d$/);
  assert.ok(["中正區", "西屯區", "前鎮區"].includes(row.townNm), row.townNm);
  assert.ok(told.details.some(({ cardTypeNm, cardCodeNm }: Reply) => cardTypeNm === "共通性載具" && cardCodeNm === "手機條碼"));
  assert.ok(told.details.some(({ cardTypeNm, cardCodeNm }: Reply) => cardTypeNm === "悠遊卡載具" && cardCodeNm === "悠遊卡"));
});

test("filters narrow the rows, also when their values were encoded twice, and 台 is 臺", async () => {
  const all = (await ask()).details as Reply[];
  const taipei = all.filter(({ hsnNm }) => hsnNm === "臺北市");
  assert.ok(taipei.length > 0 && taipei.length < all.length);
  for (const hsnNm of ["臺北市", "台北市", encodeURIComponent("臺北市")])
    assert.deepEqual((await ask({ hsnNm }, 0, "query")).details, taipei, hsnNm);
  const card = await ask({ cardCodeNm: "悠遊卡" });
  assert.deepEqual(
    [card.cardCodeNm, card.details.length],
    ["悠遊卡", all.filter(({ cardCodeNm }) => cardCodeNm === "悠遊卡").length],
  );
  const none = await ask({ busiChiNm: "百貨公司" });
  assert.deepEqual([none.code, none.msg, none.details], ["901", "查無資料", []], "kinds of shops are not known here");
});

test("what was given away counts as given and never as a winner; what was cancelled does not count", async () => {
  const winners = await ask({ invoiceDateS: "20251001", invoiceDateE: "20251031" });
  const won = (reply: Reply): number => reply.details.reduce((all: number, row: Reply) => all + row.prizeCount, 0);
  assert.equal(won(winners), 1);
  const { details } = await client.headers(0, { startDate: "2025/10/01", endDate: "2025/10/31", onlyWinningInv: "Y" });
  const db = at.process.schemas.of("invoice");
  const { invNum, invPeriod, cardType, cardNo } = details[0];
  await db.run(sql`
    insert into donation (term, number, npo, carrier_type, carrier_id, app, at)
    values (${invPeriod}, ${invNum}, '25885', ${cardType}, ${cardNo}, null, now())`);
  const given = await ask({ invoiceDateS: "20251001", invoiceDateE: "20251031" });
  assert.deepEqual([won(given), given.details.reduce((all: number, row: Reply) => all + row.dntCount, 0)], [0, 1]);
  const sum = (reply: Reply): number => reply.details.reduce((all: number, row: Reply) => all + row.invoiceCount, 0);
  const before = sum(await ask({}, 7));
  await postJson(at, [inCarrier(91, 7), inCarrier(92, 7)]);
  await db.run(sql`
    insert into invoice_action (term, number, kind, seller, package, content)
    values ('11502', 'AB00000092', 'cancel', '12345675', ${"01990000-0000-7000-8000-000000000001"}, '{}')`);
  assert.equal(sum(await ask({}, 7)), before + 1);
});

test("parameters, application and verification code are checked in this order, and what was asked is repeated", async () => {
  const code = async (more: Record<string, string>): Promise<unknown> => (await ask(more)).code;
  assert.equal(await code({ invoiceDateS: "202601" }), "903", "the national program asks for days");
  assert.equal(await code({ invoiceDateS: "20260230" }), "903");
  assert.equal(await code({ invoiceDateS: "20260201" }), "903", "from after to");
  assert.equal(await code({ version: "" }), "903");
  assert.equal(await code({ appID: "", verifyCode: "x" }), "903");
  assert.equal(await code({ appID: "x", verifyCode: "x" }), "998");
  const wrong = await ask({ verifyCode: "Wrong1234", hsnNm: "臺北市" });
  assert.deepEqual([wrong.code, wrong.msg, wrong.hsnNm, wrong.details], ["919", "參數驗證碼錯誤", "臺北市", []]);
  assert.equal(await code({ barcode: "/NOBODY+" }), "919");
  assert.equal(await code({ invoiceDateS: "20240101", invoiceDateE: "20240131" }), "901");
});

test("verification codes guessed by this call count with all others", async () => {
  for (let guess = 0; guess < 5; guess++) assert.equal((await ask({ verifyCode: `Guess${1000 + guess}` }, 9)).code, "919");
  assert.equal((await ask({}, 9)).code, "919", "the right one");
  assert.equal((await client.headers(9)).code, 919, "the other calls too");
});

test("a full page of 0.6 says by 996 that another one follows; 0.5 asks for fewer days", async () => {
  const many = Array.from({ length: 510 }, (_, n) => inCarrier(1000 + n, 8));
  assert.equal((await postJson(at, many)).status, 200);
  const first = await client.headers(8, { version: "0.6" });
  assert.deepEqual([first.code, first.details.length, first.details[499].rowNum], [996, 500, 500]);
  const second = await client.headers(8, { version: "0.6", page: "2" });
  assert.equal(second.code, 200);
  assert.ok(second.details.length >= 10 && second.details[0].rowNum === 501);
  assert.deepEqual((await client.headers(8)).code, 996);
});

test("whether a business fetches what is sent to it is told to anyone who signs the question now", async () => {
  const { demo, now, call, signedBy } = client;
  const db = at.process.schemas.of("invoice");
  await db.run(sql`insert into sender values ('book', 'a bookshop', ${["10458574"]}, ${"0".repeat(64)}, null, now())`);
  let serial = 0;
  const route = (ban: string, more: Record<string, string | number> = {}): Promise<Reply> => {
    const request = { version: "1.0", appId: demo.appID, action: "qryRecvRout", ban, TxID: "t", timeStamp: now() };
    return call("/BIZAPIVAN/biz", signedBy({ ...request, serial: String(++serial).padStart(10, "0"), ...more }));
  };
  const known = await route("10458574");
  assert.deepEqual([known.code, known.ban, known.recvRoutStatus, known.hashSerial.length], ["200", "10458574", "Y", 44]);
  assert.equal((await route("12345675")).recvRoutStatus, "N", "an agent for everybody is nobody's route");
  assert.equal((await route("10458571")).recvRoutStatus, "N");
  assert.equal((await route("10458574", { timeStamp: now() - 3600 })).code, "951");
  assert.equal(
    (await call("/BIZAPIVAN/biz", { version: "1.0", appId: demo.appID, action: "qryRecvRout", ban: "10458574" })).code,
    "954",
  );
  const unknown = await call("/BIZAPIVAN/biz", { appId: demo.appID, action: "cardBin", bankNo: "822" });
  assert.equal(unknown.code, "903", "calls whose answer no document shows are not there");
});
