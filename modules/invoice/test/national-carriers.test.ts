import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "@troad/kernel";
import { type Installation, install, numbered, postJson } from "./installation.ts";
import { clientOf, month, type Reply } from "./national-client.ts";

let at: Installation;
let client: ReturnType<typeof clientOf>;
before(async () => {
  at = await install();
  client = clientOf(at);
});
after(() => at.stop());
const app = "/PB2CAPIVAN/invapp/InvApp";

test("a barcode shows the invoices of the cards that are joined to it, each with its own carrier", async () => {
  const { call, carried, headers } = client;
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
  const { demo, call, plain, headers } = client;
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
  const { demo, now, call, carried } = client;
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
  const { demo, call, carried, headers } = client;
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
  const { call, carried, signedBy, headers } = client;
  const { details } = await headers(2);
  const [gift] = details.filter(({ cardType }: Reply) => cardType === "3J0002");
  const invDate = `2026/01/${String(gift.invDate.date).padStart(2, "0")}`;
  const request = {
    ...carried("carrierInvDnt", { version: "0.1", serial: "0000000001", invNum: gift.invNum, invDate, npoBan: "25885" }, 2),
  };
  const send = (parameters: Record<string, string | number>): Promise<Reply> => call("/PB2CAPIVAN/CarInv/Donate", parameters);
  assert.equal((await send({ ...request, signature: "x" })).code, 954);
  assert.equal((await send(signedBy(request, "another key"))).code, 954);
  assert.equal((await send({ ...signedBy(request), npoBan: "00100" })).code, 954, "another donation code than was signed");
  assert.equal((await send(signedBy({ ...request, npoBan: "99999" }))).code, 907);
  const signed = signedBy({ ...request, serial: "0000000002" });
  const done = await send(signed);
  assert.deepEqual([done.code, done.invNum, done.NPOBan, done.invStatus], [200, gift.invNum, "25885", "已捐贈"]);
  assert.equal(done.hashSerial.length, 44);
  assert.equal((await send(signed)).code, 954, "the same signed request is taken once");
  assert.equal((await send(signedBy({ ...request, serial: "0000000003" }))).code, 908);
  const audited = await at.process.schemas
    .of("invoice")
    .rows<{ actor: string; target: string; detail: object }>(
      sql`select actor, target, detail from kernel_audit where action = 'invoice.donated'`,
    );
  assert.equal(audited.length, 1, "and is one entry of the audit, which names application, invoice and organisation");
  assert.deepEqual([audited[0]?.actor, audited[0]?.detail], [`app ${request.appID}`, { npo: "25885" }]);
  assert.ok(audited[0]?.target.endsWith(gift.invNum));
  const masked = (await headers(2)).details.find(({ donateMark }: Reply) => donateMark === 1);
  assert.deepEqual([masked.invNum, masked.invDonatable], [`${gift.invNum.slice(0, 7)}***`, false]);
});

test("an invoice with a business number cannot be donated, nor one of another carrier", async () => {
  const { demo, call, carried, signedBy } = client;
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

test("blank pages lead to the own pages, with no code in the address; wrong parameters are answered as data", async () => {
  const base = `${at.process.origin}/PB2CAPIVAN/APIService`;
  const { appID } = client.demo;
  const open = async (name: string, more: Record<string, string> = {}, method = "GET"): Promise<string> => {
    const text = new URLSearchParams({ uuid: "u-1", appID, ...more }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const reply =
      method === "GET"
        ? await fetch(`${base}/${name}?${text}`, { redirect: "manual" })
        : await fetch(`${base}/${name}`, { method, body: text, headers, redirect: "manual" });
    return reply.headers.get("location") ?? `${reply.status} ${((await reply.json()) as { code: string }).code}`;
  };
  const card = { cardCode: "1K0001", cardNo: "1234567890123456", verifyCode: "secret" };
  for (const method of ["GET", "POST"]) {
    assert.equal(await open("generalCarrierRegBlank", {}, method), "/invoice/carriers");
    assert.equal(await open("carrierLinkBlank", card, method), "/invoice/carriers/join");
    assert.equal(await open("carrierBankAccBlank", {}, method), "/invoice/settings");
    assert.equal(await open("carrierInvDntBlank", { dntNo: "25885", qryYM: "202601" }, method), "/invoice/mine?month=2026-01");
  }
  for (const [name, more, code] of [
    ["generalCarrierRegBlank", { appID: "EINV0" }, "998"],
    ["generalCarrierRegBlank", { uuid: "" }, "903"],
    ["carrierLinkBlank", { ...card, cardCode: "ZZ0000" }, "903"],
    ["carrierLinkBlank", { ...card, verifyCode: "" }, "903"],
    ["carrierInvDntBlank", { dntNo: "99999999", qryYM: "202601" }, "903"],
    ["carrierInvDntBlank", { dntNo: "9999999", qryYM: "202601" }, "907"],
    ["carrierInvDntBlank", { dntNo: "25885", qryYM: "202613" }, "903"],
  ] as const)
    assert.equal(await open(name, more), `200 ${code}`, `${name} ${JSON.stringify(more)}`);
});
