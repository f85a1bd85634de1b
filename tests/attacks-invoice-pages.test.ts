import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { writeMessageDocument } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import type { DemoShop } from "../modules/invoice/demo/shop.ts";
import { numbered, postJson, postSigned, signed } from "../modules/invoice/test/installation.ts";
import { type Carrier, cookieOf, type InvoiceKey, type InvoicePeople, startInvoicePeople } from "./kit/invoice-people.ts";

/** What a signed-in citizen tries with someone else's invoices on the pages of cloud invoices, and what another site makes a browser send. */
let people: InvoicePeople;
const personAt = (at: number) => (): Carrier => people.carriers[at]!;
const [victim, thief, guessed, giver] = [personAt(0), personAt(1), personAt(2), personAt(3)];

before(async () => {
  // the prizes of May and June 2026 can be claimed then
  people = await startInvoicePeople("2026-08-20T12:00:00+08:00");
});
after(() => people?.government.stop());

const db = () => people.government.running.schemas.of("invoice");
const get: InvoicePeople["get"] = (...of) => people.get(...of);
const post: InvoicePeople["post"] = (...of) => people.post(...of);

const untraced = (text: string): string => text.replaceAll(/urn:trace:\w+/g, "");
const addressOf = ({ term, number }: InvoiceKey): string => `/invoice/mine/${term}/${number}`;
/** An invoice in someone's barcode, of the period that can be claimed (the one that won) or of this one. */
async function invoiceOf({ cardNo }: Carrier, which: "won" | "new"): Promise<InvoiceKey> {
  const term = which === "won" ? "11506" : "11508";
  const found = await db().rows<InvoiceKey & { won: boolean }>(sql`
    select i.term, i.number from invoice i where i.term = ${term} and i.carrier_id = ${cardNo}
    and not exists (select 1 from donation d where d.term = i.term and d.number = i.number) order by i.number`);
  if (which === "new") return found[0]!;
  for (const one of found) if ((await (await get(victim(), `${addressOf(one)}/claim`)).text()).includes('name="way"')) return one;
  throw new Error("nothing was won");
}
async function countOf(table: "claim" | "donation", { term, number }: InvoiceKey): Promise<number> {
  const claims = sql`select 1 from claim where term = ${term} and number = ${number}`;
  const donations = sql`select 1 from donation where term = ${term} and number = ${number}`;
  return (await db().rows(table === "claim" ? claims : donations)).length;
}

test("another citizen's invoice is as if it were not there: its page, its printed proof, its forms, any search", async () => {
  const one = await invoiceOf(victim(), "new");
  assert.equal((await get(victim(), addressOf(one))).status, 200);
  const absent = await get(thief(), addressOf({ term: one.term, number: "ZZ99999999" }));
  const absentText = untraced(await absent.text());
  for (const end of ["", "/donate", "/claim", "/proof.pdf"]) {
    const answer = await get(thief(), addressOf(one) + end);
    assert.equal(answer.status, 404, end);
    if (end === "") assert.equal(untraced(await answer.text()), absentText, "not even told apart from one that nobody has");
  }
  const month = "2026-07";
  const searches = [`words=${one.number}`, `carrier=${encodeURIComponent(`3J0002 ${victim().cardNo}`)}`, `month=${month}`];
  for (const address of searches.flatMap((search) => [`/invoice/mine?${search}`, `/invoice/mine.csv?${search}`])) {
    const text = await (await get(thief(), address)).text();
    assert.ok(!text.includes(addressOf(one)) && !text.includes(victim().cardNo), address);
    assert.ok(!address.includes(".csv") || !text.includes(one.number), address);
  }
  const stranger = await fetch(`${people.government.portal}/invoice/mine.csv`, { redirect: "manual" });
  assert.equal(stranger.status, 303, "a file is for who is signed in");
});

test("another citizen's winnings are not claimed, and the winner still claims them, once", async () => {
  const won = await invoiceOf(victim(), "won");
  assert.equal((await post(thief(), `${addressOf(won)}/claim`, { way: "counter" })).status, 404);
  assert.equal(await countOf("claim", won), 0);
  assert.ok(!(await (await get(thief(), "/invoice/winnings")).text()).includes(won.number));
  assert.equal((await post(victim(), `${addressOf(won)}/claim`, { way: "remitted" })).status, 303);
  const again = await post(victim(), `${addressOf(won)}/claim`, { way: "counter" });
  assert.equal(again.status, 422);
  assert.equal(await countOf("claim", won), 1);
});

test("another citizen's invoice is not given away by a form", async () => {
  const one = await invoiceOf(victim(), "new");
  assert.equal((await post(thief(), `${addressOf(one)}/donate`, { code: "25885" })).status, 404);
  assert.equal(await countOf("donation", one), 0);
});

test("anyone who gave an invoice away finds no page of it that tells its whole number", async () => {
  const gift = await invoiceOf(giver(), "new");
  assert.equal((await post(giver(), `${addressOf(gift)}/donate`, { code: "25885" })).status, 303);
  const audited = sql`select 1 from kernel_audit where action = 'invoice.donated' and target = ${`${gift.term} ${gift.number}`}`;
  assert.equal((await db().rows(audited)).length, 1, "a donation is an entry of the audit");
  const months = ["2026-07", "2026-08"].flatMap((month) => [`/invoice/mine?month=${month}`, `/invoice/mine.csv?month=${month}`]);
  for (const page of [...months, "/invoice/winnings", "/invoice/spending"])
    assert.ok(!(await (await get(giver(), page)).text()).includes(gift.number), page);
});

test("31 verification codes guessed at once on the page of carriers shut the carrier, on the page and in the interface, for a quarter of an hour", async () => {
  const { cardNo: barcode, cardEncrypt: code } = guessed();
  const guess = (guessedCode: string): Promise<Response> =>
    post(thief(), "/invoice/carriers/add", { barcode, code: guessedCode });
  const answers = await Promise.all([...Array.from({ length: 30 }, (_, n) => guess(`Guess${1000 + n}`)), guess(code)]);
  const texts = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()] as const));
  for (const [status, text] of texts) assert.deepEqual([status, text], texts[0], "the right one looks like a wrong one");
  assert.equal(texts[0]![0], 422);
  const app = JSON.parse(fs.readFileSync(path.join(people.government.data, "demo", "invoice-api.json"), "utf8")) as {
    appID: string;
  };
  const now = Math.floor(people.clock.now().getTime() / 1000) + 20;
  const query = {
    version: "0.5",
    action: "carrierInvChk",
    uuid: "u",
    appID: app.appID,
    cardType: "3J0002",
    cardNo: barcode,
    cardEncrypt: code,
  };
  const range = {
    startDate: "2026/08/01",
    endDate: "2026/08/31",
    onlyWinningInv: "N",
    timeStamp: String(now),
    expTimeStamp: "2147483647",
  };
  const shut = await fetch(`${people.government.portal}/PB2CAPIVAN/invServ/InvServ`, {
    method: "POST",
    body: new URLSearchParams({ ...query, ...range }),
  });
  assert.equal(((await shut.json()) as { code: number }).code, 919);
  // the same on the page that joins a card, where both codes are asked for
  const join = {
    barcode: thief().cardNo,
    barcodeCode: thief().cardEncrypt,
    type: "1K0001",
    id: "3000000000",
    cardCode: "Guess-1-ab",
  };
  for (let tries = 0; tries < 5; tries++) assert.equal((await post(thief(), "/invoice/carriers/join", join)).status, 422);
  people.forward(16 * 60_000);
  assert.equal((await guess(code)).status, 303, "it opens by itself");
});

test("forms that another site makes a browser send are refused, and nothing has changed", async () => {
  const one = await invoiceOf(victim(), "new");
  const { cardNo: id, cardEncrypt } = victim();
  const forms: [string, Record<string, string>][] = [
    [`${addressOf(one)}/donate`, { code: "25885" }],
    [`${addressOf(await anyOf("11506"))}/claim`, { way: "counter" }],
    ["/invoice/carriers/remove", { type: "3J0002", id }],
    ["/invoice/carriers/add", { barcode: id, code: cardEncrypt }],
    ["/invoice/carriers/join", { barcode: id, barcodeCode: cardEncrypt, type: "1K0001", id: "1", cardCode: "x" }],
    ["/invoice/check/clear", {}],
  ];
  const before = await holders();
  for (const [address, fields] of forms)
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }])
      assert.equal((await post(victim(), address, fields, headers)).status, 403, `${address} ${JSON.stringify(headers)}`);
  // a browser without Fetch Metadata tells where the form stands
  const old = await fetch(`${people.government.portal}${addressOf(one)}/donate`, {
    method: "POST",
    body: new URLSearchParams({ code: "25885" }),
    headers: { cookie: cookieOf(victim()), origin: "https://attacker.example" },
  });
  assert.equal(old.status, 403);
  assert.deepEqual([await countOf("donation", one), await holders()], [0, before]);
});

test("one who is not signed in is sent to sign in by every form, and a carrier of someone else is not removed", async () => {
  const one = await invoiceOf(victim(), "new");
  for (const address of [
    `${addressOf(one)}/donate`,
    `${addressOf(one)}/claim`,
    "/invoice/carriers/add",
    "/invoice/carriers/remove",
  ]) {
    const answer = await fetch(`${people.government.portal}${address}`, {
      method: "POST",
      body: new URLSearchParams({ code: "25885" }),
      redirect: "manual",
    });
    assert.equal(answer.status, 303, address);
    assert.match(answer.headers.get("location") ?? "", /\/auth\/sign-in/);
  }
  await post(thief(), "/invoice/carriers/remove", { type: "3J0002", id: victim().cardNo });
  assert.equal((await get(victim(), addressOf(one))).status, 200);
});

const holders = async (): Promise<number> => (await db().rows(sql`select 1 from carrier_holder`)).length;
const anyOf = async (term: string): Promise<InvoiceKey> =>
  (await db().one<InvoiceKey>(
    sql`select term, number from invoice where term = ${term} and carrier_id = ${victim().cardNo} limit 1`,
  ))!;

test("an invoice that was voided and issued again shows its holder the day and total of the former version, and nobody its items", async () => {
  const shop = JSON.parse(fs.readFileSync(path.join(people.government.data, "demo", "invoice-shop.json"), "utf8")) as DemoShop;
  const at = { process: { origin: people.government.portal }, shop };
  const carrier = { type: victim().cardType, id1: victim().cardNo, id2: victim().cardNo };
  const invoice = (description: string, total: string, day: string) => {
    const items = [{ description, quantity: "1", unitPrice: total, amount: total, taxType: "1", sequence: "001" }];
    return numbered(55_000_001, { date: day, items, sales: total, total, carrier });
  };
  const taken = async (response: Response): Promise<void> => {
    const answer = (await response.json()) as { taken: number };
    assert.equal(answer.taken, 1, JSON.stringify(answer));
  };
  await taken(await postJson(at, [invoice("別人的東西", "987", "2026-08-18")]));
  const voided = {
    VoidInvoiceNumber: "AB55000001",
    InvoiceDate: "20260818",
    BuyerId: "0000000000",
    SellerId: "12345675",
    VoidDate: "20260819",
    VoidTime: "09:00:00",
    VoidReason: "開錯",
  };
  const message = await signed(shop, writeMessageDocument("F0701", "4.1", voided));
  await taken(await postSigned(at, message, { accept: "application/json" }));
  await taken(await postJson(at, [invoice("茶", "123", "2026-08-19")]));
  const known = { term: "11508", number: "AB55000001" };
  const shown = await (await get(victim(), addressOf(known))).text();
  const [now, former] = shown.split("before the shop reissued it") as [string, string];
  assert.match(now, /NT\$123/);
  assert.match(former, /18 August 2026[^<]*NT\$987/);
  assert.ok(!shown.includes("別人的東西"), "what someone else may have bought");
  assert.equal((await get(thief(), addressOf(known))).status, 404);
});

test("winning numbers of the demonstration are said to be made up, on the pages and in the interface, and a winner claims with them", async () => {
  await people.moveTo("2026-11-28T12:00:00+08:00");
  for (const [lang, note] of [
    ["zh-Hant", "示範用的虛構號碼"],
    ["en", "made up for the demonstration"],
  ] as const) {
    const headers = { cookie: cookieOf(victim()), "accept-language": lang };
    const shown = await (await fetch(`${people.government.portal}/invoice/winnings`, { headers })).text();
    const [before, ...terms] = shown.split("<section");
    assert.equal(
      [before, ...terms].filter((part) => part!.includes(note)).length,
      2,
      "of the two last periods, not of the real one before",
    );
  }
  const { appID } = JSON.parse(fs.readFileSync(path.join(people.government.data, "demo", "invoice-api.json"), "utf8")) as {
    appID: string;
  };
  const messageOf = async (invTerm: string): Promise<string> => {
    const body = new URLSearchParams({ version: "0.2", action: "QryWinningList", invTerm, appID });
    const answer = await fetch(`${people.government.portal}/PB2CAPIVAN/invapp/InvApp`, { method: "POST", body });
    return ((await answer.json()) as { msg: string }).msg;
  };
  assert.match(await messageOf("11508"), /虛構號碼/);
  assert.equal(await messageOf("11506"), "執行成功");
  const won = await db().one<InvoiceKey>(sql`
    select term, number from invoice where term = '11508' and carrier_id = ${victim().cardNo} and number like '%20653'`);
  assert.ok(won, "a citizen has a winner");
  assert.match(await (await get(victim(), `${addressOf(won)}/claim`)).text(), /made up for the demonstration/);
  assert.equal((await post(victim(), `${addressOf(won)}/claim`, { way: "remitted" })).status, 303);
  assert.equal(await countOf("claim", won), 1);
});
