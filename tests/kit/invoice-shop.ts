import assert from "node:assert/strict";
import { sql } from "@troad/kernel";
import { peopleApi } from "@troad/people/api";
import { Browser, type Page } from "../../apps/troad/demo/browser.ts";
import { markupFaults } from "../../e2e/crawl/html-rules.ts";
import { csvColumns } from "../../modules/invoice/shop/csv-file.ts";
import { demoPeopleOf } from "./demo-people.ts";
import { until } from "./exchange.ts";
import type { OfficeScene } from "./invoice-office.ts";

const ban = "04595257";
const base = `/shop/${ban}`;
const plain = ({ text }: Page): string =>
  (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
const numberIn = (page: Page): string => /invoices\/\d{5}\/([A-Z]{2}\d{8})/.exec(page.url)?.[1] ?? assert.fail(page.url);

/** A shop from its first day to its last: named, issuing, refused, mending, reporting. In October, after its book was assigned. */
export async function shopKeeping({ people, at, operators, token }: OfficeScene): Promise<void> {
  const { government } = people;
  const db = government.running.schemas.of("invoice");
  const known = await demoPeopleOf(government);
  const signedIn = async (subject: string): Promise<Browser> => {
    const browser = new Browser();
    await browser.post(at("/auth/demo"), { subject, return: "/" });
    return browser;
  };
  const citizens = known.filter(({ role }) => role.role === "citizen");
  const [owner, clerk, stranger] = [citizens[4]!, citizens[5]!, citizens[6]!];
  const term = { services: null, since: new Date(people.clock.now().getTime() - 3_600_000).toISOString(), until: null };
  const confirmer = known.find(({ role }) => role.role === "mandate-officer")!;
  await government.running.use(peopleApi).confirmMandate({
    ...{ key: "tea shop", by: confirmer.subject },
    mandate: {
      ...term,
      kind: "representative",
      holder: owner.subject,
      principal: { business: ban, name: "好茶有限公司" },
      basis: "公司登記",
    },
  });
  const [own, hers, other] = await Promise.all([owner, clerk, stranger].map(({ subject }) => signedIn(subject)));
  const [boss, desk, outsider] = [own!, hers!, other!];
  const send = async (browser: Browser, path: string, fields: Record<string, string>, status = 200): Promise<Page> => {
    const page = await browser.post(at(path), fields);
    assert.equal(page.status, status, `${path}: ${plain(page).slice(0, 500)}`);
    if (status === 200) assert.deepEqual(await markupFaults(page.text, new URL(page.url).pathname), []);
    return page;
  };
  assert.match(plain(await outsider.get(at("/shop"))), /You work for no business here/);
  assert.equal((await outsider.get(at(base))).status, 403);

  // the representative names a clerk, by number and name
  const named = { nationalId: clerk.nationalId, name: clerk.name, rights: "clerk" };
  await send(boss, `${base}/people`, { ...named, name: stranger.name }, 422);
  await send(boss, `${base}/people`, { ...named, rights: "" }, 422);
  await send(boss, `${base}/people`, named);
  await send(boss, `${base}/people`, named, 409);
  await send(desk, `${base}/people`, named, 403);
  assert.match(plain(await desk.get(at(base))), /Numbers left of September and October 2026 4[0-9]/);

  // issued by hand, under the next number of the book; wrong input issues nothing
  const item = { item0: "紅茶", quantity0: "2", price0: "30", buyer: "", carrier: "", donation: "" };
  await send(desk, `${base}/issue`, { ...item, price0: "=1" }, 422);
  await send(desk, `${base}/issue`, { ...item, item0: "" }, 422);
  const wrong = await send(desk, `${base}/issue`, { ...item, buyer: "12345678" }, 422);
  assert.match(plain(wrong), /check digit.*Ask the buyer/i);
  const key = "0190a000-0000-7000-8000-0000000000a1";
  const first = numberIn(await send(desk, `${base}/issue`, { ...item, key }));
  const second = numberIn(
    await send(desk, `${base}/issue`, { ...item, buyer: "12345675", buyerName: "=1+1商店", price0: "100" }),
  );
  assert.deepEqual([first, second], ["TW00000010", "TW00000011"], "after the highest that the till used");
  const both = await Promise.all([boss, desk].map((one) => send(one, `${base}/issue`, item)));
  assert.equal(new Set(both.map(numberIn)).size, 2, "two at once get two numbers");

  // an allowance to the business, a cancellation, a void and the same number again
  const one = (number: string): string => `${base}/invoices/11510/${number}`;
  await send(desk, `${one(second)}/allow`, { amount: "1.5" }, 422);
  await send(desk, `${one(second)}/allow`, { amount: "1000" }, 422);
  await send(desk, `${one(second)}/allow`, { amount: "105" });
  assert.match(plain(await send(desk, `${one(second)}/cancel`, { reason: "買錯" }, 422)), /cancel them first/);
  await send(desk, `${one(first)}/cancel`, { reason: "" }, 422);
  await send(outsider, `${one(first)}/cancel`, { reason: "買錯" }, 403);
  await send(desk, `${one(first)}/void`, { reason: "品名錯誤" });
  const again = await send(desk, `${base}/issue`, { ...item, item0: "綠茶", again: `11510 ${first}` });
  assert.equal(numberIn(again), first);
  assert.match(plain(again), /綠茶/);
  const cancelled = numberIn(both[0]!);
  assert.match(plain(await send(desk, `${one(cancelled)}/cancel`, { reason: "客人退貨" })), /Cancelled/);

  // printed: a proof once, then as a reprint; one in a carrier is on no paper
  const printed = async (what: string, status: number): Promise<string> => {
    const page = await desk.post(at(`${one(second)}/print/${what}`), {});
    assert.equal(page.status, status, what);
    return page.text.slice(0, 5);
  };
  for (const what of ["form", "proof", "proof-203", "detail"]) assert.equal(await printed(what, 200), "%PDF-");
  await printed("else", 404);
  assert.equal((await desk.post(at(`${one("TW00000007")}/print/proof`), {})).status, 404);
  assert.equal((await outsider.post(at(`${one(second)}/print/proof`), {})).status, 403);
  assert.equal((await db.rows(sql`select 1 from proof_print where number = ${second}`)).length, 3);

  // files: one that was cut off and one with a formula leave nothing, a whole one is read by and by and says what to mend
  const line = (serial: number, more = "紅茶,1,60,60,60"): string =>
    `TW${String(serial).padStart(8, "0")},2026-10-15,09:00:00,,,,,,Y,1234,${more}`;
  const head = csvColumns.join(",");
  const upload = (text: string, name = "till.csv", cut = false): Promise<Response> => {
    const boundary = "----till";
    const body = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${text}`;
    return fetch(at(`${base}/upload`), {
      method: "POST",
      redirect: "manual",
      body: cut ? body : `${body}\r\n--${boundary}--\r\n`,
      headers: {
        "content-type": `multipart/form-data; boundary=${boundary}`,
        "sec-fetch-site": "same-origin",
        cookie: desk
          .cookiesFor(at("/shop"))
          .map(({ name: one, value }) => `${one}=${value}`)
          .join("; "),
        "accept-language": "en",
      },
    });
  };
  const whole = `${head}\r\n${line(20)}\r\n${line(21)}\r\n${line(55)}\r\n${line(22, "紅茶,1,60,60,61")}\r\n`;
  const uploads = async () => (await db.rows(sql`select 1 from shop_upload where ban = ${ban}`)).length;
  assert.ok((await upload(whole, "till.csv", true)).status >= 400, "the connection ended before the file");
  assert.equal((await upload(whole.slice(0, -2))).status, 422);
  assert.equal((await upload(whole.replace("紅茶", "=cmd"))).status, 422);
  assert.equal((await upload("[{", "till.json")).status, 422);
  assert.equal((await upload("<Invoice", "till.xml")).status, 422);
  assert.equal((await upload(whole, "till.exe")).status, 422);
  assert.equal((await upload(`[${"{},".repeat(100_000)}{}]`, "till.json")).status, 422, "one message too many");
  assert.equal(await uploads(), 0, "nothing of them is kept");
  const taken = await upload(whole);
  assert.equal(taken.status, 303);
  const sent = at(taken.headers.get("location")!);
  await until(async () => /E · Refused/.test(plain(await desk.get(sent))), "the file is read");
  const told = plain(await desk.get(sent));
  assert.match(told, /Messages 4 Taken 2 Waiting 0 Messages to mend 2/);
  assert.match(told, /TW00000055 This number was not assigned.*another one.*2 days left.*7 days left/);
  assert.match(told, /TW00000022.*Work out items/);
  assert.match(plain(await desk.get(at(base))), /Messages to mend 2/);
  assert.match(plain(await desk.get(at(`${base}?number=TW00000022`))), /E · Refused/);
  assert.match(plain(await desk.get(at(`${base}?number=TW00000020`))), /C · Done/);
  assert.equal((await upload(`${head}\r\n${line(22)}\r\n`)).status, 303);
  await until(async () => /Messages to mend 1/.test(plain(await desk.get(at(base)))), "mended is no longer listed");

  for (const page of ["", "/issue", "/upload", "/uploads", "/blank", "/invoices", "/lists"])
    assert.deepEqual(await markupFaults((await desk.get(at(base + page))).text, base + page), []);

  // keys are the representative's, lists are for tills
  assert.equal((await desk.get(at(`${base}/keys`))).status, 403);
  assert.match(plain(await send(boss, `${base}/keys/seal`, {})), /[0-9a-f]{32}/);
  const made = await send(boss, `${base}/keys`, { certificate: "" });
  assert.ok(/<code>([\w-]{20,})<\/code>/.test(made.text), plain(made));
  assert.match(
    (await desk.get(at(`${base}/lists/barcodes.txt`))).text,
    new RegExp(`^${people.carriers[0]!.cardNo.replaceAll(/[+.]/g, "\\$&")}$`, "m"),
  );
  assert.match((await desk.get(at(`${base}/lists/donation-codes.csv`))).text, /25885/);
  assert.match((await desk.get(at(`${base}/invoices.csv`))).text, /TW00000020/);

  // whose role ended acts no more, with a form that was open too
  const row = /name="no" value="(\d+)"/.exec((await boss.get(at(`${base}/people`))).text)?.[1] ?? assert.fail();
  await send(boss, `${base}/people/end`, { no: row });
  await send(desk, `${base}/issue`, item, 403);
  assert.equal((await desk.get(at(base))).status, 403);

  // the shop ends with numbers left: its program sends no more, and its desk reports the rest, which nobody can issue then
  await send(operators[0], "/work/invoice/senders/tea-shop/end", { reason: "營業人申請停業" });
  const program = await fetch(at("/invoice/v1/invoices"), {
    ...{ method: "POST", body: "[]" },
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
  assert.equal(program.status, 401);
  await send(boss, `${base}/blank`, { term: "11512" }, 422);
  const before = plain(await boss.get(at(`${base}/blank`)));
  assert.match(before, /TW00000000 TW00000006/);
  assert.match(
    plain(await send(boss, `${base}/blank`, { term: "11510" })),
    /September and October 2026 Nothing is left to report/,
  );
  await send(boss, `${base}/blank`, { term: "11510" }, 409);
  assert.match(plain(await send(boss, `${base}/issue`, item, 409)), /no numbers left/);
  assert.match(plain(await boss.get(at(base))), /Numbers left of September and October 2026 0 /);
}
