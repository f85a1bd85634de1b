import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { installationSecret, type Process } from "@troad/kernel";
import { writeOffNumber } from "@troad/slip";
import { openSlip, sealSlip } from "../domain/slips.ts";
import { addressOf, startTax } from "./kit.ts";

let running: Process;
before(async () => {
  running = await startTax();
});
after(() => running.stop());

const worker = { year: "2025", salary: "900000", married: "no" };
const post = (address: string, body: Record<string, string> = {}, cookie = "") =>
  fetch(`${running.origin}${address}`, {
    method: "POST",
    body: new URLSearchParams(body),
    redirect: "manual",
    headers: cookie ? { cookie } : {},
  });
const make = async (id: string, answers: Record<string, string>): Promise<string> => {
  const answer = await post(addressOf(`${id}/slip`, answers));
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get("location") ?? "";
};
const get = async (address: string) => {
  const answer = await fetch(`${running.origin}${address}`, { headers: { "accept-language": "en" } });
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
};

test("a result becomes a slip with the amount of the law and the moved last day, as a page and as a PDF", async () => {
  const slip = await make("income", worker);
  const { text } = await get(slip);
  // 31 May 2026 was a Sunday
  for (const words of ["NT$22,700", "1 June 2026", "until 4 June 2026", "Online after the last day"])
    assert.ok(text.includes(words), words);
  const pdf = await get(`${slip}/slip.pdf`);
  assert.deepEqual([pdf.status, pdf.type, pdf.text.slice(0, 5)], [200, "application/pdf", "%PDF-"]);
});

test("a slip of another amount, number, day or tax than was sealed does not exist", async () => {
  const slip = await make("income", worker);
  const parts = slip.split("-");
  const altered = [
    slip.replace("-22700-", "-22701-"),
    slip.replace("-20260601-", "-20260602-"),
    slip.replace("15001-", "11201-"),
    slip.replace(/-(\d{15})(\d)-/, (_, head: string, digit: string) => `-${head}${(Number(digit) + 1) % 10}-`),
    `${parts.slice(0, 5).join("-")}-${"A".repeat(22)}`,
    parts.slice(0, 5).join("-"),
    "/tax/slip/15001-2025-1-20260601-0000000000000000-aaaaaaaaaaaaaaaaaaaaaa",
  ];
  for (const address of altered) {
    assert.notEqual(address, slip);
    assert.equal((await get(address)).status, 404, address);
    assert.equal((await get(`${address}/slip.pdf`)).status, 404, address);
    assert.equal((await post("/tax/book", { slip: address.slice("/tax/slip/".length) })).status, 404);
  }
});

test("another installation's seal opens nothing", () => {
  const slip = { category: "15001", year: 2025, amount: 1, due: "2026-06-01", writeOff: "1500111400000012" };
  assert.deepEqual(openSlip(sealSlip(slip, "one secret"), "one secret"), slip);
  assert.equal(openSlip(sealSlip(slip, "one secret"), "another secret"), undefined);
});

test("there is no slip of nothing, of a benefit, or of answers that do not hold", async () => {
  assert.equal((await post(addressOf("income/slip", { ...worker, salary: "100000" }))).status, 409);
  assert.equal(
    (await post(addressOf("birth/slip", { scheme: "none", children: "1", order: "1", publicCare: "no" }))).status,
    404,
  );
  assert.equal((await post(addressOf("income/slip", { ...worker, salary: "-1" }))).status, 422);
});

test("after the last day of payment no slip is offered or made; the answer leads to what paying late costs", async () => {
  const car = { year: "2026", kind: "carPrivate", fuel: "petrol", cc: "1800" };
  const { text } = await get(addressOf("vehicle", car));
  assert.doesNotMatch(text, /action="\/tax\/vehicle\/slip/);
  assert.match(text, /The last day of payment was 30 April 2026/);
  assert.match(text, /href="\/tax\/late\?kind=vehicle&amp;tax=7120&amp;due=2026-04-30"/);
  const forced = await post(addressOf("vehicle/slip", car));
  assert.deepEqual([forced.status, ((await forced.json()) as { code: string }).code], [409, "tax.payment-over"]);
  // a national tax can be paid online for thirty days after it
  assert.match((await get(addressOf("income", worker))).text, /action="\/tax\/income\/slip/);
  const last = await get(addressOf("income", { ...worker, year: "2024" }));
  assert.doesNotMatch(last.text, /action="\/tax\/income\/slip/);
});

test("a slip that was made in time bears no code after the limit and leads to what paying late costs", async () => {
  const made = { category: "11223", year: 2026, amount: 7120, due: "2026-04-30", writeOff: writeOffNumber("112231151234567") };
  const slip = `/tax/slip/${sealSlip(made, installationSecret(path.join(running.dataDir, "tax"), "slip"))}`;
  const { text } = await get(slip);
  assert.match(text, /past every day on which it can be paid/);
  assert.match(text, /href="\/tax\/late\?kind=vehicle&amp;tax=7120&amp;due=2026-04-30"/);
});

test("a result whose days of payment have passed offers no slip, but what it costs by now", async () => {
  const passed = await get(addressOf("vehicle", { year: "2026", kind: "carPrivate", fuel: "petrol", cc: "1800" }));
  assert.match(passed.text, /has passed: there is no slip for it any more/);
  assert.match(passed.text, /href="\/tax\/late\?kind=vehicle&amp;tax=7120&amp;due=2026-04-30"/);
  assert.doesNotMatch(passed.text, /action="\/tax\/vehicle\/slip/);
  const open = await get(addressOf("income", { ...worker, year: "2025" }));
  assert.match(open.text, /action="\/tax\/income\/slip/);
});

test("above thirty thousand no store takes it, and the page says so", async () => {
  const { text } = await get(await make("income", { ...worker, salary: "2000000" }));
  assert.match(text, /not possible: above NT\$30,000/);
});

test("the book keeps what was put in, drops what is taken out, and takes no forged slip from a cookie", async () => {
  const token = (await make("income", worker)).slice("/tax/slip/".length);
  const added = await post("/tax/book", { slip: token });
  const cookie = (added.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  assert.match(added.headers.get("set-cookie") ?? "", /HttpOnly/);
  const book = async (of: string) =>
    (await fetch(`${running.origin}/tax/book`, { headers: { cookie: of, "accept-language": "en" } })).text();
  assert.equal((await book(cookie)).match(/<section class="tax-leaf"/g)?.length, 1);
  assert.doesNotMatch(await book(cookie.replace("-22700-", "-99999-")), /tax-leaf"/);
  const removed = await post("/tax/book/remove", { slip: token }, cookie);
  assert.match(removed.headers.get("set-cookie") ?? "", /Max-Age=0/);
});

test("another site cannot put slips into someone's book", async () => {
  const token = (await make("income", worker)).slice("/tax/slip/".length);
  const answer = await fetch(`${running.origin}/tax/book`, {
    method: "POST",
    body: new URLSearchParams({ slip: token }),
    headers: { "sec-fetch-site": "cross-site" },
    redirect: "manual",
  });
  assert.equal(answer.status, 403);
});
