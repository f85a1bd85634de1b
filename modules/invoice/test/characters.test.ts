import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { writeMessageDocument } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import { invoiceApi } from "../api.ts";
import type { DemoFile } from "../demo/citizens.ts";
import type { Answer } from "../intake/take.ts";
import { countedInvoices } from "../national/statistics-store.ts";
import { dayResults } from "../senders/day-results.ts";
import { spentByMonth } from "../spending/spending-store.ts";
import { type Installation, install, numbered, postJson, postSigned, signed } from "./installation.ts";

let at: Installation;
let demo: DemoFile;
before(async () => {
  at = await install();
  demo = JSON.parse(fs.readFileSync(path.join(at.dataDir, "demo", "invoice-api.json"), "utf8")) as DemoFile;
});
after(() => at?.stop());

const item = numbered(0).items[0]!;
const described = (serial: number, description: string) =>
  numbered(serial, { items: [{ ...item, description }, numbered(0).items[1]!] });

test("control characters and lone surrogates are refused wherever they stand, and their neighbours are taken", async () => {
  const carrier = { type: "EJ0113", id1: "a\u0000b", id2: "a\u0000b" };
  const invoices = [
    numbered(1),
    numbered(2, { carrier }),
    described(3, "a\bb"),
    described(4, "a\u0000"),
    described(5, "\ud800x"),
    described(6, "x\udc00"),
    described(7, "\uffff"),
    described(8, "𠮷 is two units, a tab\tis allowed"),
    { ...numbered(9), number: "AB\u0000" },
    { ...numbered(10), "x\u0000": 1 },
  ];
  const response = await postJson(at, invoices);
  assert.equal(response.status, 200, await response.clone().text());
  const { taken, refused } = (await response.json()) as Answer;
  assert.equal(taken, 2);
  assert.deepEqual(
    refused.slice(0, 6).map(({ at: place, errors }) => [place, errors[0]?.kind, errors[0]?.code, errors[0]?.path]),
    [
      [1, "schema", "json.characters", "/carrier/id1"],
      [2, "schema", "json.characters", "/items/0/description"],
      [3, "schema", "json.characters", "/items/0/description"],
      [4, "schema", "json.characters", "/items/0/description"],
      [5, "schema", "json.characters", "/items/0/description"],
      [6, "schema", "json.characters", "/items/0/description"],
    ],
  );
  assert.deepEqual(
    refused.slice(6).map(({ at: place }) => place),
    [8, 9],
  );
  const results = await dayResults(at.process.schemas.of("invoice"), { id: at.shop.id, party: "1" }, "2026-01-20");
  assert.equal(results.length, 1, "what was refused can be told");
});

test("a parameter with a control character is refused by the national interface, not an error of the program", async () => {
  for (const [address, action] of [
    ["/PB2CAPIVAN/loveCodeapp/qryLoveCode", "qryLoveCode"],
    ["/PB2CAPIVAN/invapp/InvApp", "qryInvDetail"],
    ["/PB2CAPIVAN/invServ/InvServ", "carrierInvChk"],
    ["/PB2CAPIVAN/invapp/InvApp", "qryInvHeader"],
  ]) {
    const fields = {
      action: action!,
      qKey: "\u0000",
      appID: demo.appID,
      UUID: "\u0000",
      uuid: "\u0000",
      cardType: "3J0002",
      cardNo: "\u0000",
    };
    const response = await fetch(`${at.process.origin}${address}`, { method: "POST", body: new URLSearchParams(fields) });
    assert.ok(response.status < 500, `${address} ${response.status}`);
  }
});

test("what was stored with such characters before is read, cancelled and listed", async () => {
  const db = at.process.schemas.of("invoice");
  const { type, id } = { type: "3J0002", id: demo.carriers[3]!.cardNo };
  const bad = described(77, "a\u0000b\ud800");
  const { package: sent } = (await (await postJson(at, [numbered(76)])).json()) as Answer;
  await db.run(sql`
    insert into invoice (term, number, date, seller, buyer, carrier_type, carrier_id, cloud, total, package, content)
    values ('11502', ${bad.number}, '2026-01-05', '12345675', '0000000000', ${type}, ${id}, true, 216, ${sent}, ${JSON.stringify(bad)})`);
  const carriers = [{ type, id }];
  const counted = await countedInvoices(db, { terms: ["11502"], from: "2026-01-01", to: "2026-01-31", carriers, most: 100 });
  assert.ok(counted.some(({ number }) => number === bad.number));
  assert.ok((await spentByMonth(db, { terms: ["11502"], from: "2026-01-01", carriers })).length > 0);
  const found = await at.process.use(invoiceApi).unreadableInvoices({ term: "11502", after: "", limit: 10 });
  assert.deepEqual(found, [bad.number]);
  const cancel = {
    CancelInvoiceNumber: bad.number,
    InvoiceDate: "20260105",
    BuyerId: "0000000000",
    SellerId: "12345675",
    CancelDate: "20260106",
    CancelTime: "10:00:00",
    CancelReason: "x",
  };
  const bytes = await signed(at.shop, writeMessageDocument("F0501", "4.1", cancel));
  const answer = (await (await postSigned(at, bytes, { accept: "application/json" })).json()) as Answer;
  assert.deepEqual([answer.taken, answer.waiting], [1, []]);
});
