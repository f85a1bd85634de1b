import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { findingsOf, readMig, type SummaryResultBody } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import { invoiceApi } from "../api.ts";
import type { Answer } from "../intake/take.ts";
import type { Downloads } from "../senders/download-routes.ts";
import { envelopeOf, type Installation, install, numbered, postJson, postSigned, signed } from "./installation.ts";

let at: Installation;
/** A bookshop of its own, beside the demonstration's agent, who may send for everybody. */
let book: { process: Installation["process"]; shop: Installation["shop"] };
before(async () => {
  at = await install();
  const token = createHash("sha256").update("b".repeat(40)).digest("hex");
  await at.process.schemas
    .of("invoice")
    .run(sql`insert into sender values ('book', 'a bookshop', ${["10458574"]}, ${token}, null, now())`);
  book = { process: at.process, shop: { ...at.shop, token: "b".repeat(40) } };
});
after(() => at.stop());

type Asking = { numbersAfter?: number; resultsAfter?: string };
const asked = (who: { shop: { token: string } }, asking: Asking = {}): Promise<Response> =>
  fetch(`${at.process.origin}/invoice/v1/downloads`, {
    method: "POST",
    body: JSON.stringify(asking),
    headers: { "content-type": "application/json", authorization: `Bearer ${who.shop.token}` },
  });
const fetched = async (who: { shop: { token: string } }, asking: Asking = {}): Promise<Downloads> => {
  const { numbersAfter, resultsAfter } = asking;
  const response = await asked(who, {
    ...(numbersAfter === undefined ? {} : { numbersAfter }),
    ...(resultsAfter ? { resultsAfter } : {}),
  });
  assert.equal(response.status, 200, await response.clone().text());
  const found = (await response.json()) as Downloads;
  for (const { name, xml } of found.documents) assert.deepEqual(findingsOf(readMig(Buffer.from(xml))), [], name);
  return found;
};
const bySignature = async (question: object): Promise<Response> =>
  fetch(`${at.process.origin}/invoice/v1/downloads`, {
    method: "POST",
    body: Uint8Array.from(await signed(at.shop, JSON.stringify(question))),
    headers: { "content-type": "application/pkcs7-mime" },
  });

test("numbers come down as E0501 to the shop that they were assigned to, and after the last one only what is new", async () => {
  const first = await fetched(book);
  const [one] = first.documents;
  assert.match(one!.name, /^E0501-\d+-10458574\.xml$/);
  assert.match(one!.xml, /<PartyId>0000000000<.*<PartyId>10458574<.*messageType="E0501"/s);
  assert.match(one!.xml, /<InvoiceTrack>DN<\/InvoiceTrack><InvoiceBeginNo>00000000<\/InvoiceBeginNo><InvoiceEndNo>99999999</);
  assert.ok(
    first.documents.every(({ xml }) => !xml.includes("<Ban>12345675<")),
    "nothing of others",
  );
  assert.deepEqual((await fetched(book, first)).documents, []);
  const range = { term: "11504", track: "QB", first: "00000000", last: "00000099", seller: "10458574" };
  const api = at.process.use(invoiceApi);
  await api.assignNumbers({ ranges: [range, { ...range, track: "QC", seller: "12345670" }], by: "tester", key: "one" });
  const next = await fetched(book, first);
  assert.equal(next.documents.length, 1);
  assert.match(next.documents[0]!.xml, /<YearMonth>11504<.*<InvoiceTrack>QB<.*<InvoiceBooklet>2</s);
  assert.equal(
    (await fetched(at, first)).documents.filter(({ kind }) => kind === "E0501").length,
    2,
    "an agent gets those of all its shops",
  );
  const many = Array.from({ length: 3 }, (_, act) =>
    Array.from({ length: 300 }, (_, at) => ({
      ...range,
      track: `Q${"XYZ"[act]}`,
      first: String(at * 50).padStart(8, "0"),
      last: String(at * 50 + 49).padStart(8, "0"),
    })),
  );
  for (const [act, ranges] of many.entries()) await api.assignNumbers({ ranges, by: "tester", key: `many${act}` });
  let found = 0;
  let cursor: Downloads | undefined;
  for (let looks = 0; looks < 10 && (cursor?.more ?? true); looks++) {
    cursor = await fetched(book, cursor ?? next);
    found += cursor.documents.reduce((all, { xml }) => all + xml.split("<InvoiceAssignNo").length - 1, 0);
  }
  assert.equal(found, 900, "pages lose nothing and repeat nothing");
});

test("the result of a day that is over counts what was sent, by period and kind, and names what was refused", async () => {
  const good = [numbered(1), numbered(2), numbered(3, { date: "2025-12-30" })];
  await postJson(at, [...good, numbered(4, { number: "QQ00000004" })]);
  await postJson(at, [numbered(1), { ...numbered(5), total: "1" }], { "idempotency-key": "later" });
  const answer = (await (
    await postSigned(at, await signed(at.shop, envelopeOf([numbered(6), numbered(7, { total: "1" })])), {
      accept: "application/json",
    })
  ).json()) as Answer;
  assert.deepEqual([answer.terms, answer.refused.length], [{ "11502": 1 }, 1]);
  const ofDays = (found: Downloads) => found.documents.filter(({ kind }) => kind === "SummaryResult");
  assert.deepEqual(ofDays(await fetched(at)), [], "today is not over");
  at.clock.shift(24 * 3_600_000);
  const found = await fetched(at);
  assert.deepEqual(
    ofDays(found).map(({ name }) => name),
    ["SummaryResult-day-20260120-11412.xml", "SummaryResult-day-20260120-11502.xml"],
  );
  const [last, now] = ofDays(found).map(({ xml }) => (readMig(Buffer.from(xml)) as { body: unknown }).body as SummaryResultBody);
  const sums = (body: SummaryResultBody) =>
    body.DetailList.Message.map(({ Info, ResultType: { Total, Good, Failed } }) => [
      Info.MessageType,
      ...[Total, Good, Failed].map(({ ResultDetailType }) => Number(ResultDetailType.Count)),
    ]);
  assert.deepEqual(sums(last!), [["F0401", 1, 1, 0]]);
  // of the period: two invoices by JSON of which one came again, one with a number of nobody, one unreadable; one by XML and one wrong
  assert.deepEqual(sums(now!), [
    ["F0401", 2, 1, 1],
    ["F0401", 5, 3, 2],
  ]);
  const names = now!.DetailList.Message[1]!.ResultType.Failed.ResultDetailType.Invoices!.Invoice;
  assert.deepEqual(names, [
    { ReferenceNumber: "QQ00000004", InvoiceDate: "20260105" },
    { ReferenceNumber: "AB00000005", InvoiceDate: "00000000" },
  ]);
  assert.deepEqual(ofDays(await fetched(at, found)), [], "once");
  assert.deepEqual(ofDays(await fetched(book)), [], "another sender sent nothing");
  const late = await fetched(at, { ...found, resultsAfter: "2025-01-01" });
  assert.ok(late.more && late.resultsAfter > "2025-11-01", "sixty days back, a week at a time");
});

test("a signed question is answered while it is fresh; strangers and other forms are refused", async () => {
  const at5 = (minutes: number): string => new Date(at.clock.now().getTime() - minutes * 60_000).toISOString();
  const answer = await bySignature({ at: at5(0) });
  assert.equal(answer.status, 200);
  assert.ok(((await answer.json()) as Downloads).documents.length > 0);
  for (const question of [{}, { at: at5(6) }, { at: at5(-6) }, { at: "yesterday" }])
    assert.equal((await bySignature(question)).status, 401);
  assert.equal((await bySignature({ at: at5(0), more: 1 })).status, 400);
  assert.equal((await asked({ shop: { token: "x".repeat(40) } })).status, 401);
  assert.equal((await asked(book, { numbersAfter: -1 })).status, 400);
  const bare = await fetch(`${at.process.origin}/invoice/v1/downloads`, {
    method: "POST",
    body: JSON.stringify({ at: at5(0) }),
    headers: { "content-type": "application/json" },
  });
  assert.equal(bare.status, 401);
});
