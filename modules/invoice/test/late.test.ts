import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { type Invoice, type MessageCode, migDay, toF0401, writeMessageDocument } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import { invoiceApi } from "../api.ts";
import type { Answer } from "../intake/take.ts";
import { type Installation, install, numbered, postJson, postSigned, repository, signed } from "./installation.ts";
import { clientOf } from "./national-client.ts";

let at: Installation;
before(async () => {
  at = await install({}, { at: "2026-11-28T02:00:00Z" });
});
after(() => at?.stop());

const items = [{ description: "茶", quantity: "1", unitPrice: "100", amount: "100", taxType: "1", sequence: "001" }];
const invoice = (serial: number, date: string, changes: Partial<Invoice> = {}): Invoice =>
  numbered(serial, { date, items, sales: "100", total: "100", carrier: undefined, print: true, ...changes });
const toBusiness = (ban: string): Partial<Invoice> => ({ buyer: { ban, name: "買方" }, tax: "5", total: "105" });
const issue = async (...invoices: Invoice[]): Promise<Answer> => (await (await postJson(at, invoices)).json()) as Answer;
const sendXml = async (xml: string, accept = "application/json"): Promise<Response> =>
  postSigned(at, await signed(at.shop, xml), { accept });
const send = async (code: MessageCode, body: object): Promise<Answer> =>
  (await (await sendXml(writeMessageDocument(code, "4.1", body))).json()) as Answer;
const cancel = (serial: number, date: string, on: string): object => ({
  CancelInvoiceNumber: numbered(serial).number,
  InvoiceDate: migDay(date),
  BuyerId: "0000000000",
  SellerId: "12345675",
  CancelDate: migDay(on),
  CancelTime: "09:00:00",
  CancelReason: "退貨",
});

/** `troad invoice ...` beside the running program. */
async function troad(...args: string[]): Promise<{ code: number; said: unknown }> {
  const main = path.join(repository, "apps/troad/main.ts");
  const child = spawn(process.execPath, [main, "invoice", ...args, `--data=${at.dataDir}`, "--json"]);
  let said = "";
  child.stdout.on("data", (part: Buffer) => {
    said += String(part);
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, said: said === "" ? undefined : JSON.parse(said) };
}

test("an invoice that comes after two days, or seven to a business, is taken and marked with the day on which it was due", async () => {
  const answer = await issue(
    invoice(1, "2026-11-25"),
    invoice(2, "2026-11-26"),
    invoice(3, "2026-11-20", toBusiness("10458574")),
    invoice(4, "2026-11-21", toBusiness("10458574")),
  );
  assert.equal(answer.taken, 4, JSON.stringify(answer.refused));
  assert.deepEqual(answer.late, [
    { number: "AB00000001", due: "2026-11-27" },
    { number: "AB00000003", due: "2026-11-27" },
  ]);
});

test("cancellations and blank numbers that come late are marked too, also while they wait; a message in time is not", async () => {
  assert.deepEqual((await send("F0501", cancel(2, "2026-11-26", "2026-11-27"))).late, []);
  const early = await send("F0501", cancel(5, "2026-11-20", "2026-11-21"));
  assert.deepEqual([early.waiting, early.late], [["AB00000005"], [{ number: "AB00000005", due: "2026-11-23" }]]);
  const blank = (term: string, track: string): object => ({
    Main: { HeadBan: "12345675", BranchBan: "12345675", InvoiceType: "07", YearMonth: term, InvoiceTrack: track },
    Details: { BranchTrackBlankItem: [{ InvoiceBeginNo: "99999950", InvoiceEndNo: "99999999" }] },
  });
  assert.deepEqual((await send("E0402", blank("11510", "AB"))).late, [{ number: "AB99999950", due: "2026-11-10" }]);
  assert.deepEqual((await send("E0402", blank("11512", "AB"))).late, []);
});

test("the seller is told of a late message by a line of its own in the ProcessResult", async () => {
  const xml = writeMessageDocument("F0401", "4.1", toF0401(invoice(7, "2026-11-24")));
  const result = await (await sendXml(xml, "application/xml")).text();
  assert.match(
    result,
    /<Code>4<\/Code><Description>[^<]+<\/Description><Parameter0>AB00000007<\/Parameter0><Parameter1>2026-11-26</,
  );
});

test("an officer lists what came late, by period and seller, a page at a time", async () => {
  const api = at.process.use(invoiceApi);
  const all = await api.lateMessages({ term: "11512", seller: null, after: 0, limit: 100 });
  assert.deepEqual(
    all.map(({ number, kind, due, sender }) => [number, kind, due, sender]),
    [
      ["AB00000001", "issue", "2026-11-27", at.shop.id],
      ["AB00000003", "issue", "2026-11-27", at.shop.id],
      ["AB00000005", "cancel", "2026-11-23", at.shop.id],
      ["AB00000007", "issue", "2026-11-26", at.shop.id],
    ],
  );
  assert.deepEqual(await api.lateMessages({ term: "11512", seller: "10458574", after: 0, limit: 100 }), []);
  const { code, said } = await troad("late", "--term=11512", "--seller=12345675", `--after=${all[2]!.no}`);
  assert.deepEqual([code, (said as { number: string }[]).map(({ number }) => number)], [0, ["AB00000007"]]);
});

test("a number that was registered although it breaks the check digit is taken everywhere, its neighbour nowhere", async () => {
  const answer = await issue(
    invoice(11, "2026-11-27", toBusiness("90316313")),
    invoice(12, "2026-11-27", toBusiness("90316314")),
  );
  assert.deepEqual(
    [answer.taken, answer.refused.map(({ at: place, errors }) => [place, errors[0]?.code])],
    [1, [[1, "ban.check-digit"]]],
  );
  const message = (serial: number, ban: string): object => toF0401(invoice(serial, "2026-11-27", toBusiness(ban)));
  assert.equal((await send("F0401", message(13, "90316313"))).taken, 1);
  assert.equal((await send("F0401", message(14, "90316314"))).refused[0]?.errors[0]?.code, "ban.check-digit");
  const { BuyerId: _consumer, ...ending } = cancel(13, "2026-11-27", "2026-11-28") as { BuyerId: string };
  assert.equal((await send("F0501", { ...ending, BuyerId: "90316313" })).taken, 1);
  const range = { term: "11512", track: "QX", first: "00000000", last: "00000049" };
  const assign = (seller: string): Promise<string> =>
    at.process.use(invoiceApi).assignNumbers({ ranges: [{ ...range, seller }], by: "tester", key: seller });
  await assert.rejects(assign("90316314"));
  await assign("90316313");
  const client = clientOf(at);
  const asked = async (ban: string): Promise<string> => {
    const fields = {
      version: "1.0",
      action: "qryBanUnitTp",
      ban,
      serial: "0000000001",
      timeStamp: client.now(),
      appId: client.demo.appID,
    };
    return (await client.call("/BIZAPIVAN/biz", client.signedBy(fields))).banUnitTpStatus;
  };
  assert.deepEqual([await asked("90316313"), await asked("90316314")], ["Y", "N"]);
});

test("invoices stored with characters that nothing can carry are listed, and no page or call about them fails", async () => {
  const client = clientOf(at);
  const { package: sent } = await issue(invoice(20, "2026-11-27"));
  const id = client.demo.carriers[3]!.cardNo;
  const texts = ["a\u0000b\ud800", "\ufffe", "a\bb", "\u001f"];
  const numbers = texts.map((_, n) => numbered(31 + n).number);
  for (const [n, description] of texts.entries()) {
    const carrier = { type: "3J0002", id1: id, id2: id };
    const bad = invoice(31 + n, "2026-11-27", {
      items: [{ ...items[0]!, description }],
      carrier,
      print: false,
      randomNumber: "4711",
    });
    await at.process.schemas.of("invoice").run(sql`
      insert into invoice (term, number, date, seller, buyer, carrier_type, carrier_id, cloud, total, package, content)
      values ('11512', ${bad.number}, '2026-11-27', '12345675', '0000000000', '3J0002', ${id}, true, 100, ${sent}, ${JSON.stringify(bad)})`);
  }
  assert.deepEqual(await troad("unreadable", "--term=11512"), { code: 0, said: numbers });
  assert.deepEqual(await troad("unreadable", "--term=11512", `--after=${numbers[0]}`, "--limit=1"), {
    code: 0,
    said: [numbers[1]],
  });
  const month = { startDate: "2026/11/01", endDate: "2026/11/30", onlyWinningInv: "N" };
  const headers = await client.call("/PB2CAPIVAN/invServ/InvServ", client.carried("carrierInvChk", month, 3));
  assert.equal(headers.code, 200);
  for (const number of numbers) {
    const detail = { invNum: number, invDate: "2026/11/27" };
    assert.equal((await client.call("/PB2CAPIVAN/invServ/InvServ", client.carried("carrierInvDetail", detail, 3))).code, 200);
    const typed = new URLSearchParams({ term: "11512", number, random: "4711" });
    const added = await fetch(`${at.process.origin}/invoice/check/number`, { method: "POST", body: typed, redirect: "manual" });
    const cookie = added.headers.get("set-cookie")!.split(";")[0]!;
    const shown = await fetch(`${at.process.origin}/invoice/check`, { headers: { cookie } });
    assert.deepEqual([added.status, shown.status, (await shown.text()).includes(number)], [303, 200, true], number);
  }
});
