import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { findingsOf, migDay, readMig, writeEnvelope, writeMessage, writeMessageDocument } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import type { Answer } from "../intake/take.ts";
import { endSender } from "../senders/senders-store.ts";
import { envelopeOf, type Installation, install, numbered, postJson, postSigned, signed } from "./installation.ts";

let at: Installation;
before(async () => {
  at = await install();
});
after(() => at.stop());

const answerOf = async (response: Response): Promise<Answer> => {
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()) as Answer;
};
const rows = (numbers: string[]) =>
  at.process.schemas
    .of("invoice")
    .rows<{ number: string; total: number }>(
      sql`select number, total from invoice where number = any(${numbers}) order by number`,
    );

test("invoices are taken once, however often they are sent", async () => {
  const invoices = [numbered(1), numbered(2)];
  const first = await answerOf(await postJson(at, { invoices }));
  assert.deepEqual([first.taken, first.again, first.refused], [2, [], []]);
  const same = await answerOf(await postJson(at, { invoices }));
  assert.deepEqual(same, first, "the same request gets the same answer");
  const overlapping = await answerOf(await postJson(at, { invoices: [...invoices, numbered(3)] }));
  assert.deepEqual([overlapping.taken, overlapping.again], [1, ["AB00000001", "AB00000002"]]);
  assert.deepEqual(
    await rows(["AB00000001", "AB00000002", "AB00000003"]),
    [1, 2, 3].map((n) => ({ number: `AB0000000${n}`, total: 216 })),
  );
});

test("another invoice under a number that is taken is refused, and its neighbours are not", async () => {
  await answerOf(await postJson(at, { invoices: [numbered(10)] }));
  const answer = await answerOf(await postJson(at, { invoices: [numbered(10, { remark: "another" }), numbered(11)] }));
  assert.deepEqual(
    [answer.taken, answer.refused.map(({ number, errors }) => [number, errors[0]?.code])],
    [1, [["AB00000010", "number.taken"]]],
  );
  const twice = await answerOf(await postJson(at, { invoices: [numbered(12), numbered(12), numbered(12, { remark: "x" })] }));
  assert.deepEqual([twice.taken, twice.again, twice.refused.length], [1, ["AB00000012"], 1], "within one request too");
});

test("the same number is free again in another period", async () => {
  const [now, before] = [numbered(20), numbered(20, { date: "2025-12-05" })];
  assert.equal((await answerOf(await postJson(at, [now, before]))).taken, 2);
  assert.equal((await rows(["AB00000020"])).length, 2);
});

test("a key of the caller's own gives the same answer for the same body and refuses another one", async () => {
  const key = { "idempotency-key": "till-7/2026-01-05/1" };
  const first = await answerOf(await postJson(at, [numbered(30)], key));
  assert.deepEqual(await answerOf(await postJson(at, [numbered(30)], key)), first);
  const other = await postJson(at, [numbered(31)], key);
  assert.equal(other.status, 409);
  assert.equal(((await other.json()) as { code: string }).code, "invoice.key-reused");
  assert.deepEqual(await rows(["AB00000031"]), []);
});

test("ten of the same request at once are one", async () => {
  const invoices = Array.from({ length: 50 }, (_, n) => numbered(100 + n));
  const answers = await Promise.all(Array.from({ length: 10 }, async () => answerOf(await postJson(at, invoices))));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  const shuffled = await Promise.all(
    Array.from({ length: 6 }, async (_, n) =>
      answerOf(
        await postJson(
          at,
          invoices.map((_one, i) => numbered(200 + ((i * 7 + n) % 50))),
        ),
      ),
    ),
  );
  assert.equal(
    shuffled.reduce((sum, { taken }) => sum + taken, 0),
    50,
    "six orders of the same fifty",
  );
});

test("what is wrong in an invoice is told by its place; amounts may be numbers or texts", async () => {
  const { exemptSales: _exempt, zeroSales: _zero, type: _type, ...sparse } = numbered(40);
  const numbers = {
    ...sparse,
    buyer: undefined,
    sales: 216,
    tax: 0,
    total: 216,
    items: [{ description: "a", quantity: 1, unitPrice: 215.5, amount: 215.5 }],
  };
  assert.equal((await answerOf(await postJson(at, [numbers]))).taken, 1);
  const bad = [{ ...numbered(41), total: "217" }, { ...numbered(42), time: "25:00:00" }, { ...numbered(43), extra: 1 }, 7];
  const { refused, taken } = await answerOf(await postJson(at, bad));
  assert.equal(taken, 0);
  assert.deepEqual(
    refused.map(({ at: place, errors }) => [place, errors[0]?.code, errors[0]?.path]),
    [
      [0, "amount.total", "/total"],
      [1, "json.pattern", "/time"],
      [2, "json.additionalProperties", "/extra"],
      [3, "json.type", "/"],
    ],
  );
});

test("strangers, other shops' sellers, closed periods and bodies that are no lists are refused", async () => {
  const stranger = { process: at.process, shop: { ...at.shop, token: "x".repeat(40) } };
  assert.equal((await postJson(stranger, [numbered(50)])).status, 401);
  const db = at.process.schemas.of("invoice");
  const { createHash } = await import("node:crypto");
  const token = createHash("sha256").update("t".repeat(40)).digest("hex");
  await db.run(sql`insert into sender values ('small', 'one shop', ${["10458574"]}, ${token}, null, now())`);
  const small = { process: at.process, shop: { ...at.shop, token: "t".repeat(40) } };
  assert.equal((await answerOf(await postJson(small, [numbered(51)]))).refused[0]?.errors[0]?.code, "seller.not-yours");
  await endSender(db, "small", new Date().toISOString());
  assert.equal((await postJson(small, [numbered(51)])).status, 401, "its right has ended");
  const periods = await answerOf(
    await postJson(at, [numbered(52, { date: "2019-01-01" }), numbered(53, { date: "2026-07-01" })]),
  );
  assert.deepEqual(
    periods.refused.map(({ errors }) => errors[0]?.code),
    ["period.not-open", "period.not-open"],
  );
  for (const body of ["", "{", "[]", "7", '{"invoices":{}}']) assert.equal((await postJson(at, body)).status, 400, body);
  assert.equal(
    (
      await postJson(
        at,
        Array.from({ length: 1001 }, (_, n) => numbered(n)),
      )
    ).status,
    413,
  );
  assert.deepEqual(await rows(["AB00000050", "AB00000051", "AB00000052", "AB00000053"]), []);
});

test("a signed envelope is taken message by message, and the answer is a ProcessResult", async () => {
  const xml = envelopeOf([numbered(300), numbered(301, { total: "217" }), numbered(302)]);
  const response = await postSigned(at, await signed(at.shop, xml), { "accept-language": "en" });
  assert.equal(response.status, 200);
  const result = await response.text();
  assert.deepEqual(findingsOf(readMig(Buffer.from(result))), []);
  assert.match(
    result,
    /<Code>1<\/Code><Description>The total is wrong<\/Description><Parameter0>AB00000301<\/Parameter0><Parameter1>amount.total</,
  );
  assert.deepEqual(
    (await rows(["AB00000300", "AB00000301", "AB00000302"])).map(({ number }) => number),
    ["AB00000300", "AB00000302"],
  );
  const again = await answerOf(await postSigned(at, await signed(at.shop, xml), { accept: "application/json" }));
  assert.equal(again.taken, 2, "signed again, the same content is the same request");
});

test("openssl's signature is taken; an altered byte, another key and a bare document are not", async () => {
  const folder = path.join(at.dataDir, "cms");
  fs.mkdirSync(folder);
  const file = (name: string, text: string) => {
    fs.writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const xml = file("e.xml", envelopeOf([numbered(310)]));
  const certificate = file("c.pem", at.shop.certificate);
  const args = [
    "cms",
    "-sign",
    "-binary",
    "-nodetach",
    "-outform",
    "DER",
    "-in",
    xml,
    "-signer",
    certificate,
    "-inkey",
    file("k.pem", at.shop.key),
  ];
  const done = spawnSync("openssl", args, { maxBuffer: 1 << 20 });
  assert.equal(done.status, 0, String(done.stderr));
  const altered = Buffer.from(done.stdout);
  const place = altered.indexOf("AB00000310");
  altered[place + 9] = 0x31;
  assert.equal((await postSigned(at, altered)).status, 401);
  assert.equal((await postSigned(at, Buffer.from(fs.readFileSync(xml)))).status, 401);
  assert.deepEqual(await rows(["AB00000310", "AB00000311"]), []);
  assert.equal((await postSigned(at, done.stdout)).status, 200);
  const parse = spawnSync("openssl", ["cms", "-verify", "-noverify", "-binary", "-inform", "DER"], {
    input: await signed(at.shop, "<a/>"),
  });
  assert.equal(String(parse.stdout), "<a/>", String(parse.stderr));
});

test("issue and cancel come in any order, and each once", async () => {
  const cancel = writeMessageDocument("F0501", "4.1", {
    CancelInvoiceNumber: "AB00000320",
    InvoiceDate: migDay(numbered(320).date),
    BuyerId: "0000000000",
    SellerId: "12345675",
    CancelDate: "20260106",
    CancelTime: "10:00:00",
    CancelReason: "退貨",
  });
  const json = { accept: "application/json" };
  assert.equal((await answerOf(await postSigned(at, await signed(at.shop, cancel), json))).taken, 1);
  assert.equal((await answerOf(await postSigned(at, await signed(at.shop, `${cancel} `), json))).again.length, 1);
  assert.equal((await answerOf(await postJson(at, [numbered(320)]))).taken, 1);
  const db = at.process.schemas.of("invoice");
  assert.equal((await db.rows(sql`select 1 from invoice_action where number = 'AB00000320' and kind = 'cancel'`)).length, 1);
});

test("blank numbers and allowances are taken; an assignment from below is not", async () => {
  const json = { accept: "application/json" };
  const send = async (xml: string) => answerOf(await postSigned(at, await signed(at.shop, xml), json));
  const { sampleBody, sampleKinds } = await import("../../../packages/invoice/test/samples.ts");
  const document = (code: string) => {
    const kind = sampleKinds.find((one) => one.code === code && one.version === "4.1")!;
    return writeMessageDocument(kind.code, "4.1", sampleBody(kind));
  };
  for (const code of ["E0402", "G0401", "G0501", "F0701", "E0401"]) assert.equal((await send(document(code))).taken, 1, code);
  assert.equal((await send(document("E0501"))).refused[0]?.errors[0]?.code, "message.unknown");
});

test("an envelope that is no envelope, or counts wrong, is refused whole with a ProcessResult", async () => {
  const envelope = envelopeOf([numbered(330)]);
  for (const xml of [envelope.replace('count="1"', 'count="2"'), envelope.replace("<To>", "<Tu>").replace("</To>", "</Tu>")]) {
    const response = await postSigned(at, await signed(at.shop, xml));
    assert.equal(response.status, 400);
    assert.match(await response.text(), /<ProcessResult /);
  }
  const none = writeEnvelope(
    { partyId: "1", routingId: "a" },
    { partyId: "2", routingId: "b" },
    { code: "F0401", version: "4.1", messages: [] },
  );
  assert.equal((await answerOf(await postSigned(at, await signed(at.shop, none), { accept: "application/json" }))).taken, 0);
  assert.deepEqual(await rows(["AB00000330"]), []);
  assert.ok(writeMessage("F0401", "4.1", {}).length > 0);
});

test("nothing that was taken can be changed by the role that serves requests", async () => {
  const db = at.process.schemas.of("invoice");
  for (const table of ["invoice", "invoice_action", "package", "sender", "invoice_11502"] as const) {
    const attack = { text: `delete from ${table}`, values: [], name: `attack-${table}` };
    await assert.rejects(db.run(attack), /permission denied/, table);
  }
  await assert.rejects(db.run(sql`update invoice set total = 1`), /permission denied/);
  await assert.rejects(db.run(sql`select open_period('1150x')`), /not a period/);
});
