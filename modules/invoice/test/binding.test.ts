import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type Invoice, type MessageCode, migDay, toF0401, writeMessageDocument } from "@troad/invoice-formats";
import { createRoot, generateSigner, parseCertificates, signerFromKey } from "@troad/trust";
import type { DemoFile } from "../demo/citizens.ts";
import type { DemoShop } from "../demo/shop.ts";
import type { Answer } from "../intake/take.ts";
import { findInvoice, invoiceVersions } from "../invoices/invoices-store.ts";
import { dayResults } from "../senders/day-results.ts";
import { insertSender } from "../senders/senders-store.ts";
import { type Installation, install, numbered, postJson, postSigned, signed } from "./installation.ts";

let at: Installation;
/** Another shop, which may speak for 10458574 alone. */
let stranger: DemoShop;
let demo: DemoFile;
before(async () => {
  at = await install({}, { at: "2026-11-28T02:00:00Z" });
  demo = JSON.parse(fs.readFileSync(path.join(at.dataDir, "demo", "invoice-api.json"), "utf8")) as DemoFile;
  const signer = await generateSigner("P-256");
  const years = { notBefore: new Date("2026-01-01"), notAfter: new Date("2030-01-01") };
  const certificate = await createRoot({ ...years, subject: { C: "TW", O: "x", CN: "stranger" }, signer });
  const key = signerFromKey(signer.privateKey).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  stranger = { id: "stranger", name: "stranger", token: "s".repeat(40), certificate: certificate.pem, key };
  await insertSender(at.process.schemas.of("invoice"), {
    id: "stranger",
    name: "stranger",
    sellers: ["10458574"],
    tokenSha256: createHash("sha256").update(stranger.token).digest("hex"),
    certificateSha256: parseCertificates(certificate.pem)[0]!.fingerprint,
    since: at.clock.now().toISOString(),
  });
});
after(() => at?.stop());

const date = "2026-11-20";
const invoice = (serial: number, changes: Partial<Invoice> = {}): Invoice => {
  const items = [{ description: "茶", quantity: "1", unitPrice: "100", amount: "100", taxType: "1", sequence: "001" }];
  return numbered(serial, { date, items, sales: "100", total: "100", carrier: undefined, print: true, ...changes });
};
async function send(code: MessageCode, body: object, shop: DemoShop = at.shop): Promise<Answer> {
  const version = code.startsWith("A") ? "3.1" : "4.1";
  const bytes = await signed(shop, writeMessageDocument(code, version, body));
  const response = await postSigned(at, bytes, { accept: "application/json" });
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()) as Answer;
}
const issue = async (...invoices: Invoice[]): Promise<Answer> => (await (await postJson(at, invoices)).json()) as Answer;
const names = { F0501: ["Cancel", "CancelInvoice"], F0701: ["Void", "VoidInvoice"], A0301: ["Reject", "RejectInvoice"] } as const;
type Ending = keyof typeof names;
const action = (code: Ending, serial: number, changes: Record<string, string> = {}): object => {
  const [verb] = names[code];
  return {
    [`${verb}InvoiceNumber`]: numbered(serial).number,
    InvoiceDate: migDay(date),
    BuyerId: "0000000000",
    SellerId: "12345675",
    [`${verb}Date`]: "20261121",
    [`${verb}Time`]: "09:00:00",
    [`${verb}Reason`]: "退貨",
    ...changes,
  };
};
const wrong = ({ refused }: Answer): (string | undefined)[] =>
  refused.flatMap(({ errors }) => errors.flatMap(({ kind, code, path }) => [kind, code, path]));
const find = (serial: number) => findInvoice(at.process.schemas.of("invoice"), "11512", numbered(serial).number);
const actionsOf = async (serial: number): Promise<string[] | undefined> => (await find(serial))?.actions;

test("a shop that cancels, voids or rejects another shop's invoice is refused, and the invoice stands", async () => {
  await issue(invoice(20_000_001));
  for (const code of ["F0501", "F0701", "A0301"] as const) {
    const answer = await send(code, action(code, 20_000_001, { SellerId: "10458574" }), stranger);
    assert.deepEqual(wrong(answer), ["rule", "invoice.other-seller", `/${names[code][1]}/SellerId`]);
  }
  assert.deepEqual(await actionsOf(20_000_001), []);
  assert.equal((await send("F0501", action("F0501", 20_000_001))).taken, 1, "its own seller may");
  assert.deepEqual(await actionsOf(20_000_001), ["cancel"]);
});

test("a cancellation that another shop sent before the invoice never acts on it, and the shop learns that it was refused", async () => {
  const early = await send("F0501", action("F0501", 20_000_002, { SellerId: "10458574" }), stranger);
  assert.deepEqual([early.taken, early.waiting], [1, ["AB20000002"]]);
  await issue(invoice(20_000_002));
  assert.deepEqual(await actionsOf(20_000_002), []);
  const results = await dayResults(at.process.schemas.of("invoice"), { id: "stranger", party: "10458574" }, "2026-11-28");
  assert.match(results.map(({ xml }) => xml).join(""), /<Failed>.*<ReferenceNumber>AB20000002</s);
  assert.equal((await send("F0501", action("F0501", 20_000_002))).taken, 1);
});

test("what comes before its invoice waits for it, acts at once when it comes, and counts on that day", async () => {
  const early = await send("F0501", action("F0501", 20_000_003));
  assert.deepEqual([early.waiting, early.terms], [["AB20000003"], {}]);
  assert.deepEqual((await send("F0501", action("F0501", 20_000_003, { CancelTime: "10:00:00" }))).taken, 1);
  await issue(invoice(20_000_003));
  assert.deepEqual(await actionsOf(20_000_003), ["cancel"]);
});

test("an invoice that was voided is issued again under its number; the former stays in the history", async () => {
  const first = invoice(20_000_004);
  const carrier = { type: "3J0002", id1: demo.carriers[0]!.cardNo, id2: demo.carriers[0]!.cardNo };
  const items = [{ ...first.items[0]!, description: "咖啡", unitPrice: "120", amount: "120" }];
  const corrected = invoice(20_000_004, { items, sales: "120", total: "120", carrier, print: false });
  assert.equal((await issue(first)).taken, 1);
  assert.equal((await issue(corrected)).refused[0]?.errors[0]?.code, "number.taken", "while the first one stands");
  assert.equal((await send("F0701", action("F0701", 20_000_004))).taken, 1);
  assert.deepEqual(
    (await issue(first, invoice(20_000_009))).again,
    ["AB20000004"],
    "a late copy of the first one does not come back to life",
  );
  assert.equal((await send("F0401", toF0401(corrected))).taken, 1);
  const found = (await find(20_000_004))!;
  assert.deepEqual([found.total, found.actions, found.content.items[0]?.description], [120, [], "咖啡"]);
  const history = await invoiceVersions(at.process.schemas.of("invoice"), "11512", "AB20000004");
  assert.deepEqual(
    history.map(({ total, actions }) => [total, actions]),
    [
      [100, ["void"]],
      [120, []],
    ],
  );
  const same = `${writeMessageDocument("F0701", "4.1", action("F0701", 20_000_004))} `;
  const again = await postSigned(at, await signed(at.shop, same), { accept: "application/json" });
  assert.deepEqual(((await again.json()) as Answer).again, ["AB20000004"], "the same void is not another one");
  assert.deepEqual((await find(20_000_004))?.actions, []);
  assert.equal((await send("F0701", action("F0701", 20_000_004, { VoidTime: "10:00:00" }))).taken, 1, "another one is");
  assert.equal((await issue(invoice(20_000_004, { remark: "third" }))).taken, 1);
  await issue(invoice(20_000_005));
  await send("F0501", action("F0501", 20_000_005));
  assert.equal(
    (await issue(invoice(20_000_005, { remark: "x" }))).refused[0]?.errors[0]?.code,
    "number.taken",
    "cancelled is used up",
  );
});

test("a cancellation of another day or buyer, or of what no longer stands, is refused with its place", async () => {
  await issue(invoice(20_000_011));
  const other = async (changes: Record<string, string>) => wrong(await send("F0501", action("F0501", 20_000_011, changes)));
  assert.deepEqual(await other({ InvoiceDate: "20261020", CancelDate: "20261021" }), [
    "rule",
    "invoice.other-day",
    "/CancelInvoice/InvoiceDate",
  ]);
  assert.deepEqual(await other({ InvoiceDate: "20261119" }), ["rule", "invoice.other-day", "/CancelInvoice/InvoiceDate"]);
  assert.deepEqual(await other({ BuyerId: "10458574" }), ["rule", "invoice.other-buyer", "/CancelInvoice/BuyerId"]);
  assert.deepEqual(await actionsOf(20_000_011), []);
  assert.equal((await send("F0501", action("F0501", 20_000_011))).taken, 1);
  const late = wrong(await send("F0701", action("F0701", 20_000_011)));
  assert.deepEqual(late, ["rule", "invoice.not-standing", "/VoidInvoice/VoidInvoiceNumber"]);
});

type Allowance = { number: string; serial: number; amount?: number; tax?: number; seller?: string; buyer?: string; day?: string };
const allowance = ({ number, serial, amount = 50, tax = 2, seller = "12345675", buyer, day }: Allowance): object => ({
  Main: {
    AllowanceNumber: number,
    AllowanceDate: "20261121",
    Seller: { Identifier: seller, Name: "賣方" },
    Buyer: { Identifier: buyer ?? "0000000000", Name: "買方" },
    AllowanceType: "2",
  },
  Details: {
    ProductItem: [
      {
        OriginalInvoiceDate: day ?? migDay(date),
        OriginalInvoiceNumber: numbered(serial).number,
        OriginalDescription: "茶",
        Quantity: "1",
        UnitPrice: String(amount),
        Amount: String(amount),
        Tax: String(tax),
        AllowanceSequenceNumber: "1",
        TaxType: "1",
      },
    ],
  },
  Amount: { TaxAmount: String(tax), TotalAmount: String(amount) },
});
const allowanceCancel = (number: string, changes: Record<string, string> = {}): object => ({
  CancelAllowanceNumber: number,
  AllowanceDate: "20261121",
  BuyerId: "0000000000",
  SellerId: "12345675",
  CancelDate: "20261122",
  CancelTime: "09:00:00",
  CancelReason: "錯誤",
  AllowanceType: "2",
  ...changes,
});

test("allowances are bound to their invoice: its seller, buyer, day, standing, and together no more than its sum", async () => {
  await issue(invoice(20_000_012));
  const of = async (one: Omit<Allowance, "serial">, shop = at.shop) =>
    wrong(await send("G0401", allowance({ serial: 20_000_012, ...one }), shop));
  assert.deepEqual(await of({ number: "b", amount: 5000, tax: 250 }), [
    "rule",
    "invoice.exceeded",
    "/Allowance/Amount/TotalAmount",
  ]);
  assert.deepEqual(await of({ number: "c", seller: "10458574" }, stranger), [
    "rule",
    "invoice.other-seller",
    "/Allowance/Main/Seller/Identifier",
  ]);
  assert.deepEqual(await of({ number: "d", buyer: "10458574" }), [
    "rule",
    "invoice.other-buyer",
    "/Allowance/Main/Buyer/Identifier",
  ]);
  const place = "/Allowance/Details/ProductItem[1]/OriginalInvoiceDate";
  assert.deepEqual(await of({ number: "e", day: "20261119" }), ["rule", "invoice.other-day", place]);
  assert.deepEqual(await of({ number: "f", amount: 57, tax: 3 }), []);
  assert.equal((await of({ number: "g", amount: 40, tax: 1 }))[1], "invoice.exceeded", "together with the one before");
  const cancelled = wrong(await send("F0501", action("F0501", 20_000_012)));
  assert.deepEqual(cancelled, ["rule", "invoice.has-allowances", "/CancelInvoice/CancelInvoiceNumber"]);
  const buyer = wrong(await send("G0501", allowanceCancel("f", { BuyerId: "10458574" })));
  assert.deepEqual(buyer, ["rule", "invoice.other-buyer", "/CancelAllowance/BuyerId"]);
  assert.equal((await send("G0501", allowanceCancel("f"))).taken, 1);
  assert.deepEqual(await of({ number: "i", amount: 40, tax: 1 }), [], "a cancelled one counts no longer");
  assert.equal((await send("G0501", allowanceCancel("i"))).taken, 1);
  assert.equal((await send("F0501", action("F0501", 20_000_012, { CancelTime: "10:00:00" }))).taken, 1);
  assert.equal((await of({ number: "h", amount: 1, tax: 0 }))[1], "invoice.not-standing");
});

test("an allowance of an invoice that is not there, and its cancellation, wait for it", async () => {
  assert.deepEqual((await send("G0401", allowance({ number: "w", serial: 20_000_013 }))).waiting, ["w"]);
  assert.deepEqual((await send("G0501", allowanceCancel("w"))).waiting, ["w"]);
  await issue(invoice(20_000_013));
  assert.deepEqual((await send("F0501", action("F0501", 20_000_013))).taken, 1, "its allowance came and was cancelled");
  assert.deepEqual(await actionsOf(20_000_013), ["cancel"]);
});

test("of two allowances at once that are more than the invoice together, one is taken", async () => {
  await issue(invoice(20_000_014));
  const both = await Promise.all(
    ["x", "y"].map((number) => send("G0401", allowance({ number, serial: 20_000_014, amount: 60, tax: 3 }))),
  );
  assert.deepEqual(both.map(({ taken }) => taken).sort(), [0, 1]);
});

test("what is dated later than tomorrow is refused at the date, tomorrow is taken", async () => {
  const json = await issue(invoice(20_000_020, { date: "2027-02-28" }), invoice(20_000_021, { date: "2026-11-29" }));
  assert.deepEqual([wrong(json), json.taken], [["rule", "date.future", "/date"], 1]);
  const xml = wrong(await send("F0401", toF0401(invoice(20_000_020, { date: "2027-02-28" }))));
  assert.deepEqual(xml, ["rule", "date.future", "/Invoice/Main/InvoiceDate"]);
  const late = allowance({ number: "z", serial: 20_000_021, day: "20261129" }) as { Main: object };
  const future = { ...late, Main: { ...late.Main, AllowanceDate: "20270228" } };
  assert.deepEqual(wrong(await send("G0401", future)), ["rule", "date.future", "/Allowance/Main/AllowanceDate"]);
  const cancel = action("F0501", 20_000_021, { InvoiceDate: "20261129", CancelDate: "20261231" });
  assert.deepEqual(wrong(await send("F0501", cancel)), ["rule", "date.future", "/CancelInvoice/CancelDate"]);
});

test("ten days without its invoice, a message is over and its sender is told so", async () => {
  await send("F0501", action("F0501", 20_000_015));
  at.clock.shift(11 * 86_400_000);
  const db = at.process.schemas.of("invoice");
  let results = "";
  for (let tries = 0; tries < 100 && !results.includes("AB20000015"); tries++) {
    await wait(100);
    results = (await dayResults(db, { id: at.shop.id, party: "1" }, "2026-12-09")).map(({ xml }) => xml).join("");
  }
  assert.match(results, /<Failed>.*<ReferenceNumber>AB20000015</s);
  await issue(invoice(20_000_015));
  assert.deepEqual(await actionsOf(20_000_015), []);
});
