import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { signParameters } from "@troad/invoice-formats";
import { TaiwanEInvoice } from "node-tw-e-invoice";
import type { DemoFile } from "../demo/citizens.ts";
import { type Installation, install, numbered, postJson } from "./installation.ts";

let at: Installation;
let demo: DemoFile;
before(async () => {
  at = await install();
  demo = JSON.parse(fs.readFileSync(path.join(at.dataDir, "demo", "invoice-api.json"), "utf8")) as DemoFile;
});
after(() => at.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers are read as any client reads them
type Reply = any;
const app = "/PB2CAPIVAN/invapp/InvApp";
const now = (): number => Math.floor(at.clock.now().getTime() / 1000) + 20;

async function call(
  address: string,
  parameters: Record<string, string | number>,
  how: "body" | "query" = "body",
): Promise<Reply> {
  const text = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString();
  const url = `${at.process.origin}${address}`;
  const response =
    how === "query"
      ? await fetch(`${url}?${text}`, { method: "POST" })
      : await fetch(url, { method: "POST", body: text, headers: { "content-type": "application/x-www-form-urlencoded" } });
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type")!, /^application\/json/);
  return response.json();
}

const plain = (action: string, more: Record<string, string>) => ({
  version: "0.5",
  action,
  UUID: "u-1",
  appID: demo.appID,
  ...more,
});
const carried = (action: string, more: Record<string, string>, who = 0): Record<string, string | number> => {
  const { cardType, cardNo, cardEncrypt } = demo.carriers[who]!;
  return {
    version: "0.5",
    action,
    uuid: "u-1",
    appID: demo.appID,
    cardType,
    cardNo,
    cardEncrypt,
    timeStamp: now(),
    expTimeStamp: 2147483647,
    ...more,
  };
};
const signedBy = (parameters: Record<string, string | number>, key = demo.apiKey): Record<string, string> => {
  const texts = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  return { ...texts, signature: signParameters(texts, key) };
};
const month = { startDate: "2026/01/01", endDate: "2026/01/31", onlyWinningInv: "N" };
const headers = async (who = 0, more = {}): Promise<Reply> =>
  call("/PB2CAPIVAN/invServ/InvServ", carried("carrierInvChk", { ...month, ...more }, who));

test("the winning list has the fields, paddings and time stamp that captured answers have", async () => {
  const list = await call(app, plain("QryWinningList", { invTerm: "10802", version: "0.2" }));
  assert.deepEqual(
    [
      list.v,
      list.code,
      list.invoYm,
      list.superPrizeNo,
      list.firstPrizeNo3,
      list.firstPrizeNo4,
      list.firstPrizeNo10,
      list.sixthPrizeNo2,
      list.sixthPrizeNo3,
    ],
    ["0.2", "200", "10802", "00106725", "09775722", "", "", "264", ""],
  );
  assert.deepEqual(
    [list.superPrizeAmt, list.spcPrizeAmt, list.firstPrizeAmt, list.sixthPrizeAmt],
    ["10000000", "2000000", "0200000", "0000200"],
  );
  assert.equal(list.updateDate, "1080325");
  const { year, month: of, date, day, hours, timezoneOffset } = list.timeStamp;
  assert.deepEqual([year, of, date, day, hours, timezoneOffset], [119, 2, 25, 1, 14, -480]);
});

test("unknown periods, odd months, unknown applications and missing parameters have their codes", async () => {
  const code = async (more: Record<string, string>): Promise<unknown> => (await call(app, plain("QryWinningList", more))).code;
  assert.equal(await code({ invTerm: "10902" }), "901");
  assert.equal(await code({ invTerm: "10803" }), "902");
  assert.equal(await code({ invTerm: "11412" }), "901", "its draw is still to come");
  assert.equal(await code({ invTerm: "10802", appID: "EINV0000000000000" }), "998");
  assert.equal(await code({}), "903");
  assert.equal((await call(app, { appID: demo.appID, action: "nonsense" })).code, "903");
});

test("the header and, with the right random number, the items of an invoice are told; texts are texts", async () => {
  await postJson(at, [numbered(1)]);
  const of = { type: "Barcode", invNum: "AB00000001", generation: "V2", invDate: "2026/01/05" };
  const header = await call(app, plain("qryInvHeader", of), "query");
  assert.deepEqual(
    [
      header.v,
      header.code,
      header.invStatus,
      header.invDate,
      header.invPeriod,
      header.sellerBan,
      header.buyerBan,
      header.currency,
    ],
    ["0.5", "200", "已確認", "20260105", "11502", "12345675", "", ""],
  );
  const detail = await call(app, plain("qryInvDetail", { ...of, invTerm: "11502", randomNumber: "1234" }));
  assert.deepEqual([detail.v, detail.code, detail.amount, detail.details.length], [undefined, "200", "216", 2]);
  assert.deepEqual(detail.details[1], {
    rowNum: "2",
    description: "便當 & 湯",
    quantity: "1",
    unitPrice: "95.5",
    amount: "95.5",
  });
  const guessed = await call(app, plain("qryInvDetail", { ...of, invTerm: "11502", randomNumber: "0000" }));
  assert.deepEqual([guessed.code, guessed.details, guessed.invNum], ["200", undefined, "AB00000001"]);
  const code = async (more: Record<string, string>, action = "qryInvDetail"): Promise<unknown> =>
    (await call(app, plain(action, { ...of, invTerm: "11502", randomNumber: "1234", ...more }))).code;
  assert.equal(await code({ type: "barcode" }), "904", "upper and lower case differ");
  assert.equal(await code({ invDate: "2026/02/30" }), "903");
  assert.equal(await code({ invDate: "2026/01/06" }), "915");
  assert.equal(await code({ invNum: "AB99999999" }, "qryInvHeader"), "915");
  assert.equal(await code({ type: "QRCode", encrypt: "x".repeat(24), sellerID: "10458574" }), "915");
});

test("an invoice is looked at 99 times, and the hundredth is refused", async () => {
  await postJson(at, [numbered(2)]);
  const query = plain("qryInvDetail", {
    type: "Barcode",
    invNum: "AB00000002",
    generation: "V2",
    invDate: "2026/01/05",
    invTerm: "11502",
    randomNumber: "0000",
  });
  const codes = await Promise.all(Array.from({ length: 120 }, async () => (await call(app, query)).code as string));
  assert.equal(codes.filter((code) => code === "200").length, 99, "also when all come at once");
  assert.equal(codes.filter((code) => code === "950").length, 21);
});

test("a barcode shows the invoices of the cards that are joined to it, each with its own carrier", async () => {
  const list = await headers();
  assert.deepEqual([list.v, list.code, list.msg, list.onlyWinningInv], ["0.5", 200, "執行成功", "N"]);
  assert.ok(list.details.some(({ cardType }: Reply) => cardType === "1K0001"));
  const [first] = list.details;
  assert.deepEqual(
    [first.rowNum, typeof first.amount, first.invStatus, first.invDonatable, first.donateMark],
    [1, "number", "2", true, 0],
  );
  assert.deepEqual(
    [first.invDate.year, first.invDate.month, first.invDate.hours, first.invDate.timezoneOffset],
    [115, 1, 0, -480],
  );
  assert.equal(first.invDate.time, Date.parse(`2026-01-${String(first.invDate.date).padStart(2, "0")}T00:00:00+08:00`));
  assert.ok(
    (await headers(1)).details.every(({ cardType }: Reply) => cardType === "3J0002"),
    "the second person joined none",
  );
  const detail = await call(
    "/PB2CAPIVAN/invServ/InvServ",
    carried("carrierInvDetail", { invNum: first.invNum, invDate: `2026/01/${String(first.invDate.date).padStart(2, "0")}` }),
  );
  assert.deepEqual([detail.code, detail.invNum, detail.amount], [200, first.invNum, first.amount]);
  assert.ok(
    detail.details.every(
      ({ rowNum, quantity, amount }: Reply) => rowNum === "1" && typeof quantity === "string" && typeof amount === "number",
    ),
  );
});

test("winners of a drawn period are found by asking for them alone", async () => {
  const [drawn] = demo.terms;
  assert.equal(drawn, "11408");
  const { lists } = { lists: await call(app, plain("QryWinningList", { invTerm: "11410" })) };
  assert.equal(lists.code, "200");
  const days = { startDate: "2025/10/01", endDate: "2025/10/31", onlyWinningInv: "Y" };
  const winners = (await headers(0, days)).details;
  assert.deepEqual(
    winners.map(({ invNum }: Reply) => invNum.slice(-5)),
    [lists.firstPrizeNo1.slice(-5)],
  );
});

test("across months, before the look-back, with stale or future stamps, another's code: the right code each", async () => {
  const code = async (more: Record<string, string | number>): Promise<unknown> =>
    (await call("/PB2CAPIVAN/invServ/InvServ", { ...carried("carrierInvChk", month), ...more })).code;
  assert.equal(await code({ endDate: "2026/02/01" }), 903);
  assert.equal(await code({ startDate: "2025/04/01", endDate: "2025/04/30" }), 903);
  assert.equal(await code({ startDate: "2025/05/01", endDate: "2025/05/31" }), 200, "nine months before an odd month");
  assert.equal(await code({ timeStamp: now() - 3600 }), 951);
  assert.equal(await code({ timeStamp: now() + 3600 }), 951);
  assert.equal(await code({ expTimeStamp: now() - 60 }), 952);
  assert.equal(await code({ cardEncrypt: demo.carriers[1]!.cardEncrypt }), 919);
  assert.equal(await code({ cardNo: "/NOBODY+" }), 919);
  assert.equal(await code({ appID: "x" }), 998);
});

test("five wrong codes shut a carrier, the right one included, until a quarter of an hour has passed; guesses at once count all", async () => {
  const guess = async (cardEncrypt: string): Promise<unknown> =>
    (await call("/PB2CAPIVAN/invServ/InvServ", { ...carried("carrierInvChk", month, 5), cardEncrypt })).code;
  const right = demo.carriers[5]!.cardEncrypt;
  const guesses = [...Array.from({ length: 30 }, (_, n) => `Guess${1000 + n}`), right];
  const codes = await Promise.all(guesses.map(guess));
  assert.ok(
    codes.every((code) => code === 919),
    "the right one came after the fifth wrong one",
  );
  assert.equal(await guess(right), 919);
  at.clock.shift(16 * 60_000);
  assert.equal(await guess(right), 200);
  assert.equal((await headers(6)).code, 200, "nobody else was shut out");
});

test("a donation is signed, done once, masked, and never told as a winner", async () => {
  const { details } = await headers(2);
  const [gift] = details.filter(({ cardType }: Reply) => cardType === "3J0002");
  const invDate = `2026/01/${String(gift.invDate.date).padStart(2, "0")}`;
  const request = {
    ...carried("carrierInvDnt", { version: "0.1", serial: "0000000001", invNum: gift.invNum, invDate, npoBan: "25885" }, 2),
  };
  const send = (parameters: Record<string, string | number>): Promise<Reply> => call("/PB2CAPIVAN/CarInv/Donate", parameters);
  assert.equal((await send({ ...request, signature: "x" })).code, 954);
  assert.equal((await send(signedBy(request, "another key"))).code, 954);
  assert.equal((await send({ ...signedBy(request), npoBan: "00100" })).code, 954, "another love code than was signed");
  assert.equal((await send(signedBy({ ...request, npoBan: "99999" }))).code, 907);
  const signed = signedBy({ ...request, serial: "0000000002" });
  const done = await send(signed);
  assert.deepEqual([done.code, done.invNum, done.NPOBan, done.invStatus], [200, gift.invNum, "25885", "已捐贈"]);
  assert.equal(done.hashSerial.length, 44);
  assert.equal((await send(signed)).code, 954, "the same signed request is taken once");
  assert.equal((await send(signedBy({ ...request, serial: "0000000003" }))).code, 908);
  const masked = (await headers(2)).details.find(({ donateMark }: Reply) => donateMark === 1);
  assert.deepEqual([masked.invNum, masked.invDonatable], [`${gift.invNum.slice(0, 7)}***`, false]);
});

test("an invoice with a business number cannot be donated, nor one of another carrier", async () => {
  const { cardNo } = demo.carriers[3]!;
  const carrier = { type: "3J0002", id1: cardNo, id2: cardNo };
  const business = {
    ...numbered(70, { carrier, buyer: { ban: "10458574", name: "買方" }, sales: "206", tax: "10", total: "216" }),
    items: [{ description: "a", quantity: "1", unitPrice: "206", amount: "206", sequence: "1" }],
  };
  assert.equal(((await (await postJson(at, [business])).json()) as { taken: number }).taken, 1);
  const gift = async (who: number, serial: string): Promise<unknown> =>
    (
      await call(
        "/PB2CAPIVAN/CarInv/Donate",
        signedBy(carried("carrierInvDnt", { serial, invNum: "AB00000070", invDate: "2026/01/05", npoBan: "25885" }, who)),
      )
    ).code;
  assert.equal(await gift(3, "0000000011"), 913);
  assert.equal(await gift(4, "0000000012"), 915);
});

test("clients that encode nothing work: a blank stands for the plus it was", async () => {
  assert.match(demo.carriers[0]!.cardNo, /\+/);
  for (let tries = 0, times = 0; times < 3 && tries < 60; tries++) {
    const next = signedBy(carried("qryCarrierAgg", { version: "1.0", serial: String(100 + tries).padStart(10, "0") }));
    if (!next.signature!.includes("+")) continue; // the signature shall have one too
    times++;
    const query = Object.entries(next)
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    const answer = (await (
      await fetch(`${at.process.origin}/PB2CAPIVAN/Carrier/Aggregate?${query}`, { method: "POST" })
    ).json()) as Reply;
    assert.deepEqual([answer.code, answer.carriers.length, answer.carriers[0].carrierType], [200, 1, "1K0001"], query);
  }
});

test("shops ask whether barcodes and love codes exist", async () => {
  const ask = (more: Record<string, string>): Promise<Reply> =>
    call("/BIZAPIVAN/biz", { version: "1.0", appId: demo.appID, TxID: "t1", ...more });
  assert.equal((await ask({ action: "bcv", barCode: demo.carriers[0]!.cardNo })).isExist, "Y");
  assert.equal((await ask({ action: "bcv", barCode: "/ABCDEFG" })).isExist, "N");
  assert.equal((await ask({ action: "preserveCodeCheck", pCode: "25885" })).isExist, "Y");
  assert.equal((await ask({ action: "preserveCodeCheck", pCode: "77777" })).isExist, "N");
  const signed = signedBy({
    version: "1.0",
    appId: demo.appID,
    action: "qryBanUnitTp",
    ban: "12345675",
    serial: "0000000031",
    timeStamp: now(),
  });
  assert.equal((await call("/BIZAPIVAN/biz", signed)).banUnitTpStatus, "Y");
  assert.equal((await ask({ action: "bcv", barCode: "/ABCDEFG", appId: "x" })).code, "998");
});

test("love codes are found by a part of code, number or name, counted from 0", async () => {
  const { details, code } = await call(
    "/PB2CAPIVAN/loveCodeapp/qryLoveCode",
    plain("qryLoveCode", { qKey: "25885", version: "0.2" }),
  );
  assert.equal(code, "200");
  assert.deepEqual(details[0], {
    rowNum: 0,
    SocialWelfareBAN: "05200169",
    LoveCode: "25885",
    SocialWelfareName: "財團法人伊甸社會福利基金會",
    SocialWelfareAbbrev: "伊甸基金會",
  });
});

test("requests of the package node-tw-e-invoice work, and its SHA-1 signatures get 954", async () => {
  const client = new TaiwanEInvoice(demo.appID, demo.apiKey).inquirer("u-1");
  const send = async (action: string, parameters: object): Promise<Reply> => {
    const { path: url, param }: Reply = await client.action(action, parameters as never);
    return call(new URL(url).pathname, param as Record<string, string>);
  };
  const list = await send("QryWinningList", { invTerm: "11410" });
  assert.deepEqual([list.code, list.superPrizeNo], ["200", "25834483"]);
  assert.equal((await send("qryLoveCode", { qKey: "25885" })).details[0].LoveCode, "25885");
  const { cardType, cardNo, cardEncrypt } = demo.carriers[0]!;
  const stamp = { timeStamp: new Date(now() * 1000), expTimeStamp: new Date(2147483647000) };
  const found = await send("carrierInvChk", { cardType, cardNo, cardEncrypt, ...stamp, ...month });
  assert.equal(found.code, 200);
  const aggregate = await send("qryCarrierAgg", {
    cardType,
    cardNo,
    cardEncrypt,
    serial: "0000000041",
    timeStamp: stamp.timeStamp,
  });
  assert.equal(aggregate.code, 954);
});
