import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { qrTexts, termOf } from "@troad/invoice-formats";
import { sql, systemIds } from "@troad/kernel";
import decode from "qr/decode.js";
import { create } from "qrcode";
import { insertCode } from "../carriers/carriers-store.ts";
import { openHolders } from "../carriers/holders.ts";
import { carriersHeldBy, insertHolder } from "../carriers/holders-store.ts";
import { openCarrierService } from "../carriers/service.ts";
import { type Installation, install, numbered, postJson, repository } from "./installation.ts";

let it: Installation;
const paper = numbered(77_000_001, { date: "2026-01-10", randomNumber: "4711" });
const key = "05D4A324ABAF4A570E64E572221E438B";
const textOf = (random = "4711", total = Number(paper.total)): string =>
  qrTexts({ number: paper.number, date: paper.date, random, sales: total, total, seller: paper.seller.ban, key, items: [] }).left;
before(async () => {
  it = await install({}, { at: "2026-01-20T02:00:00Z" });
  assert.equal((await postJson(it, { invoices: [paper] })).status, 200);
});
after(() => it?.stop());

const post = (path: string, fields: Record<string, string>, cookie = ""): Promise<Response> =>
  fetch(`${it.process.origin}${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { cookie, "accept-language": "en" },
    redirect: "manual",
  });
const cookieOf = (answer: Response): string => answer.headers.get("set-cookie")?.split(";")[0] ?? "";
const pileWith = async (cookie: string): Promise<string> => {
  const answer = await fetch(`${it.process.origin}/invoice/check`, { headers: { cookie, "accept-language": "en" } });
  assert.equal(answer.status, 200);
  return (await answer.text()).split('id="pile"')[1]!;
};

test("a paper whose codes agree shows its items, one that says another amount is told apart", async () => {
  const good = await post("/invoice/check", { text: textOf() });
  assert.equal(good.status, 303);
  const shown = await pileWith(cookieOf(good));
  assert.match(shown, /Exists and matches/);
  assert.ok(shown.includes(paper.items[0]!.description));
  const altered = await post("/invoice/check", { text: textOf("4711", 9_999_999) });
  assert.match(await pileWith(cookieOf(altered)), /differs from the paper/);
});

test("a wrong random code and an invoice that is not there are told alike, without items", async () => {
  const wrong = await pileWith(cookieOf(await post("/invoice/check", { text: textOf("0000") })));
  const fields = { term: termOf(paper.date), number: "ZZ00000000", random: "4711" };
  const absent = await pileWith(cookieOf(await post("/invoice/check/number", fields)));
  for (const shown of [wrong, absent]) {
    assert.match(shown, /No invoice found with this number and random code/);
    assert.ok(!shown.includes(paper.items[0]!.description));
  }
});

const head = "AB112233441150104123400000064000000640000000012345675ydXZt4LAN1UHN/j1juVcRA==";
const toBusiness = "AB112233451150104    0000014d0000015e0459525712345675ydXZt4LAN1UHN/j1juVcRA==";

test("a paper whose code has odd items, or no items at all, is added to the pile by its head", async () => {
  for (const items of ["", ":**********:2:2:1:12:30套餐:1:100:茶:1:20", ":**********:1:1:1:茶:1:35TX", ":x:y"]) {
    const added = await post("/invoice/check", { text: `${head}${items}` });
    assert.equal(added.status, 303, items);
    assert.match(await pileWith(cookieOf(added)), /AB11223344/);
  }
});

test("a business's paper has no random code: it is told that it takes part in no draw", async () => {
  const added = await post("/invoice/check", { text: `${toBusiness}:**********:1:1:1:a:1:333` });
  assert.equal(added.status, 303);
  const shown = await pileWith(cookieOf(added));
  assert.match(shown, /An invoice to a business/);
  assert.match(shown, /Invoices to businesses are not in the draw/);
});

test("a code in Big5 that the camera's library decodes is added by its head", async () => {
  const data = Buffer.concat([
    Buffer.from(`${head}:**********:1:1:0:`),
    Buffer.from([0xb9, 0x71, 0xa6, 0xc0]),
    Buffer.from(":1:105"),
  ]);
  const { modules } = create([{ data, mode: "byte" }], { errorCorrectionLevel: "L" });
  const [scale, quiet] = [4, 16];
  const width = modules.size * scale + 2 * quiet;
  const pixels = new Uint8Array(width * width * 4).fill(255);
  const isDark = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < modules.size && y < modules.size && modules.get(y, x) === 1;
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++)
      if (isDark(Math.floor((x - quiet) / scale), Math.floor((y - quiet) / scale)))
        pixels.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
  const added = await post("/invoice/check", { text: decode({ width, height: width, data: pixels }) });
  assert.equal(added.status, 303);
  assert.match(await pileWith(cookieOf(added)), /AB11223344/);
});

test("a pile that someone writes into the cookie opens nothing", async () => {
  const good = cookieOf(await post("/invoice/check", { text: textOf("0000") }));
  const [body, seal] = good.slice(good.indexOf("=") + 1).split(".") as [string, string];
  for (const forged of [`${body.replace(/u$/, "k")}.${seal}`, `${body.replace(/u$/, "k")}.`, `${body.replace(/u$/, "k")}`]) {
    const shown = await pileWith(`invoice_pile=${forged}`);
    assert.ok(!shown.includes(paper.number), forged);
  }
});

test("after 99 looks an invoice is not opened any more, whatever the code", async () => {
  const other = numbered(77_000_002, { date: "2026-01-11", randomNumber: "0815" });
  await postJson(it, { invoices: [other] });
  const fields = { term: termOf(other.date), number: other.number };
  for (let at = 0; at < 99; at++) await post("/invoice/check/number", { ...fields, random: String(at).padStart(4, "9") });
  const last = await post("/invoice/check/number", { ...fields, random: "0815" });
  assert.match(await pileWith(cookieOf(last)), /Too many look-ups/);
});

const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).replaceAll(" ", "\u3000");

test("full-width letters and digits are taken, in the text of a code and typed in", async () => {
  const scanned = await pileWith(cookieOf(await post("/invoice/check", { text: fullWidth(textOf()) })));
  const fields = { term: termOf(paper.date), number: fullWidth("ab-7700 0001"), random: fullWidth("4711") };
  const typed = await pileWith(cookieOf(await post("/invoice/check/number", fields)));
  for (const shown of [scanned, typed]) assert.match(shown, /Exists and matches/);
});

const numbersPage = async (query = ""): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${it.process.origin}/invoice/numbers${query}`, { headers: { "accept-language": "en" } });
  return { status: answer.status, text: await answer.text() };
};
const sectionsOf = (text: string): string[] => text.split("<section").slice(1);
const digitsIn = (text: string): string[] =>
  [...text.matchAll(/inv-numbers__number">(\d{5})<span class="inv-numbers__tail">(\d{3})</g)].map(
    ([, head, tail]) => `${head}${tail}`,
  );

test("winning numbers are there for anybody, the latest period first, and are those that invoices are compared with", async () => {
  const { draws } = JSON.parse(fs.readFileSync(path.join(repository, "content/invoice/uniform-invoice/draws.json"), "utf8")) as {
    draws: { term: string; super: string[]; special: string[]; first: string[] }[];
  };
  // in January 2026 November and December are not drawn yet
  const [last, before] = draws.filter(({ term }) => term <= "11410").toSorted((a, b) => (a.term < b.term ? 1 : -1));
  const { status, text } = await numbersPage();
  assert.equal(status, 200);
  const shown = sectionsOf(text).map(digitsIn);
  const drawn = [last!, before!].map((one) => [...one.super, ...one.special, ...one.first]);
  assert.deepEqual(shown, drawn);
  assert.match(text, /Next draw: November and December 2025, on 25 January 2026/);
  const older = await numbersPage(`?term=${before!.term}`);
  assert.deepEqual(sectionsOf(older.text).map(digitsIn), drawn.slice(1), "an older one by the filter");
});

test("a period that was not drawn, and what is none, are said not to be there, and nothing else is shown in its place", async () => {
  for (const term of ["11412", "99999", "x"]) {
    const { status, text } = await numbersPage(`?term=${term}`);
    assert.deepEqual([status, sectionsOf(text).length], [404, 0]);
    assert.match(text, /There are no winning numbers for that period here/);
  }
});

test("the worker that keeps a barcode is a script at one address", async () => {
  const worker = await fetch(`${it.process.origin}/invoice/barcode-worker.js`);
  assert.deepEqual([worker.status, worker.headers.get("cache-control")], [200, "no-cache"]);
  assert.match(worker.headers.get("content-type") ?? "", /^text\/javascript/);
});

test("the camera is for the page of papers alone, and its policy for scripts stays strict", async () => {
  const check = await fetch(`${it.process.origin}/invoice/check`);
  assert.match(check.headers.get("permissions-policy") ?? "", /camera=\(self\)/);
  assert.match(check.headers.get("content-security-policy") ?? "", /script-src 'self';/);
  const home = await fetch(`${it.process.origin}/invoice`);
  assert.match(home.headers.get("permissions-policy") ?? "", /camera=\(\)/);
});

test("pages of a person send others to sign in, and what is no code is refused beside its field", async () => {
  for (const page of [
    "mine",
    "spending",
    "spending/year.csv",
    "winnings",
    "carriers",
    `mine/${termOf(paper.date)}/${paper.number}/proof.pdf`,
  ]) {
    const answer = await fetch(`${it.process.origin}/invoice/${page}`, { redirect: "manual" });
    assert.equal(answer.status, 303, page);
    assert.match(answer.headers.get("location") ?? "", /\/auth\/sign-in\?return=/);
  }
  const bad = await post("/invoice/check", { text: "hello" });
  assert.equal(bad.status, 422);
  assert.match(await bad.text(), /id="text-error"/);
});

test("a signed code that nobody signed is told apart, and the public key is there for others", async () => {
  const forged = await fetch(`${it.process.origin}/invoice/proof?code=a.b.c`, { headers: { "accept-language": "en" } });
  const without = await fetch(`${it.process.origin}/invoice/proof`, { headers: { "accept-language": "en" } });
  for (const answer of [forged, without]) {
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /Not signed by this platform/);
  }
  const { keys } = (await (await fetch(`${it.process.origin}/invoice/proof/keys.json`)).json()) as {
    keys: { crv: string; d?: string }[];
  };
  assert.deepEqual([keys[0]?.crv, keys[0]?.d], ["Ed25519", undefined]);
});

test("a carrier is added with its verification code, refused alike without it, removed once, and each change is in the audit", async () => {
  const db = it.process.schemas.of("invoice");
  const ctx = { db, clock: it.clock, folder: it.dataDir, ids: systemIds(it.clock) };
  const carrierService = openCarrierService(ctx, db);
  const holders = openHolders(ctx, carrierService);
  await carrierService.register({ type: "3J0002", id: "/HOLD+01" }, "right-code-1");
  assert.equal(await holders.add("ann", "HOLD", "x"), "barcode-form");
  assert.equal(await holders.add("ann", "/HOLD+01", ""), "code-missing");
  assert.equal(await holders.add("ann", "/HOLD+01", "wrong"), "wrong");
  assert.equal(await holders.add("ann", "/NONE+99", "right-code-1"), "wrong");
  assert.equal(await holders.add("ann", "/HOLD+01", "right-code-1"), undefined);
  assert.deepEqual(await holders.of("ann"), [{ type: "3J0002", id: "/HOLD+01" }]);
  await holders.remove("bob", { type: "3J0002", id: "/HOLD+01" });
  await holders.remove("ann", { type: "3J0002", id: "/HOLD+01" });
  await holders.remove("ann", { type: "3J0002", id: "/HOLD+01" });
  assert.deepEqual(await holders.of("ann"), []);
  const audited = await db.rows<{ action: string; target: string }>(
    sql`select action, target from kernel_audit where actor in ('ann', 'bob') order by seq`,
  );
  assert.deepEqual(
    audited.map(({ action }) => action),
    ["invoice.carrier-added", "invoice.carrier-removed"],
  );
  assert.ok(
    audited.every(({ target }) => !target.includes("HOLD")),
    "no barcode stands in the audit",
  );
});

test("who added a carrier with a verification code loses it when the code is changed, and when it is removed", async () => {
  const db = it.process.schemas.of("invoice");
  const carrier = { type: "3J0002", id: "/TEST+01" };
  const [subject, at] = ["someone", it.clock.now().toISOString()];
  const no = (serial: number): string => `01990000-0000-7000-8000-00000000000${serial}`;
  await insertCode(db, { ...carrier, no: no(1), hash: "first", at });
  await insertHolder(db, { ...carrier, no: no(2), subject, held: true, at });
  assert.deepEqual(await carriersHeldBy(db, subject), [carrier]);
  assert.deepEqual(await carriersHeldBy(db, "another"), []);
  await insertCode(db, { ...carrier, no: no(3), hash: "second", at });
  assert.deepEqual(await carriersHeldBy(db, subject), []);
  await insertHolder(db, { ...carrier, no: no(4), subject, held: true, at });
  assert.deepEqual(await carriersHeldBy(db, subject), [carrier]);
  await insertHolder(db, { ...carrier, no: no(5), subject, held: false, at });
  assert.deepEqual(await carriersHeldBy(db, subject), []);
});
