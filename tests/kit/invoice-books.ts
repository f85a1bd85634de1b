import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { type Invoice, writeEnvelope, writeMessage } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import { peopleApi } from "@troad/people/api";
import { parseCertificates } from "@troad/trust";
import { Browser, type Page } from "../../apps/troad/demo/browser.ts";
import { markupFaults } from "../../e2e/crawl/html-rules.ts";
import { type DemoShop, shopKey } from "../../modules/invoice/demo/shop.ts";
import { signPackage } from "../../modules/invoice/intake/signed-package.ts";
import type { Answer } from "../../modules/invoice/intake/take.ts";
import { exchangedOf } from "../../packages/invoice/test/samples.ts";
import { demoPeopleOf } from "./demo-people.ts";
import type { OfficeScene } from "./invoice-office.ts";

const ban = "04595257";
const base = `/books/${ban}`;
const plain = ({ text }: Page): string =>
  (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

/** An accountant keeps the books of the tea shop by its representative's mandate, until that is ended. In October, after the shop's own day. */
export async function bookKeeping({ people, at }: OfficeScene): Promise<void> {
  const { government } = people;
  const db = government.running.schemas.of("invoice");
  const citizens = (await demoPeopleOf(government)).filter(({ role }) => role.role === "citizen");
  const [owner, accountant, stranger] = [citizens[4]!, citizens[7]!, citizens[6]!];
  const signedIn = async (subject: string): Promise<Browser> => {
    const browser = new Browser();
    await browser.post(at("/auth/demo"), { subject, return: "/" });
    return browser;
  };
  const [desk, outsider] = [await signedIn(accountant.subject), await signedIn(stranger.subject)];
  const since = new Date(people.clock.now().getTime() - 3_600_000).toISOString();
  const api = government.running.use(peopleApi);
  const { id: mandate } = await api.giveMandate({
    ...{ key: "tea shop's accountant", by: owner.subject },
    mandate: { services: ["business-tax-return-401"], since, until: null, holder: accountant.subject },
  });
  assert.match(plain(await outsider.get(at("/books"))), /You keep the books of no business here/);
  assert.match(plain(await desk.get(at("/books"))), /好茶有限公司 04595257 · By mandate/);
  for (const page of ["", "/inbound", "/allowances", "/media", "/inbound.csv"])
    assert.equal((await outsider.get(at(base + page))).status, 403, page);

  // four invoices of another business: three are exchanged and answered, one is only archived
  const demo = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "invoice-shop.json"), "utf8")) as DemoShop;
  const send = async (code: "A0101" | "F0401", all: readonly Invoice[]): Promise<void> => {
    const messages = all.map((one) => writeMessage(code, "4.1", exchangedOf(one, code)));
    const content = writeEnvelope(
      { partyId: "12345675", routingId: "SHOP" },
      { partyId: "0000000000", routingId: "PLATFORM" },
      { code, version: "4.1", messages },
    );
    const bytes = await signPackage(Buffer.from(content), parseCertificates(demo.certificate)[0]!.der, shopKey(demo));
    const answer = (await (
      await fetch(at("/invoice/v1/messages"), {
        ...{ method: "POST", body: Uint8Array.from(bytes) },
        headers: { "content-type": "application/pkcs7-mime", accept: "application/json" },
      })
    ).json()) as Answer;
    assert.deepEqual([answer.refused, answer.taken], [[], all.length]);
  };
  const bought = (serial: number): Invoice => ({
    ...{ number: `AB1990000${serial}`, date: "2026-10-15", time: "10:00:00", type: "07", print: true },
    ...{ seller: { ban: "12345675", name: "測試商店" }, buyer: { ban, name: "好茶有限公司" } },
    items: [{ description: "紙杯", quantity: "1", unitPrice: "1000", amount: "1000", taxType: "1", sequence: "1" }],
    ...{
      sales: "1000",
      exemptSales: "0",
      zeroSales: "0",
      taxType: "1",
      taxRate: "0.05",
      tax: "50",
      total: "1050",
      randomNumber: "1234",
    },
  });
  await send("A0101", [bought(1), bought(2), bought(3)]);
  await send("F0401", [bought(4)]);
  const one = (serial: number): string => `${base}/inbound/11510/${bought(serial).number}`;
  const post = async (address: string, fields: Record<string, string>, status = 200): Promise<Page> => {
    const page = await desk.post(at(address), fields);
    assert.equal(page.status, status, `${address}: ${plain(page).slice(0, 400)}`);
    if (status === 200) assert.deepEqual(await markupFaults(page.text, new URL(page.url).pathname), []);
    return page;
  };
  const listed = plain(await desk.get(at(`${base}/inbound?term=11510`)));
  assert.match(listed, /AB19900001.*To be confirmed.*7 days left/);
  assert.match(plain(await desk.get(at(one(4)))), /Archived.*needs no confirmation/);
  assert.match(plain(await post(`${one(1)}/confirm`, {})), /Confirmed/);
  assert.match(plain(await post(`${one(1)}/reject`, { reason: "數量不符" }, 422)), /The buyer has confirmed this invoice/);
  await post(`${one(2)}/reject`, { reason: "" }, 422);
  assert.match(plain(await post(`${one(2)}/reject`, { reason: "數量不符" })), /Rejected/);
  await post(`${one(4)}/confirm`, {}, 409);
  await post(`${one(3)}/mark`, { mark: "5" }, 422);
  await post(`${one(3)}/mark`, { mark: "3" });
  assert.match(
    plain(await desk.get(at(`${base}?term=11510`))),
    /Goods and expenses NT\$2,000 NT\$100.*Not deductible NT\$1,000 NT\$50/,
  );

  // ringo636/Tib#605: an invoice that was voided and issued again is once in every file, before and after
  const numbersIn = (text: string, form: RegExp): string[] => [...text.matchAll(form)].map(([, number]) => number!);
  const boss = await signedIn(owner.subject);
  for (const ahead of [0, 120_000]) {
    people.forward(ahead);
    const file = (await boss.get(at(`/shop/${ban}/period/11510.csv`))).text;
    const numbers = numbersIn(file, /^(TW\d{8}),/gm);
    assert.ok(numbers.includes("TW00000010") && new Set(numbers).size === numbers.length, file);
    assert.match(file, /^TW00000011,.*,"'=1\+1商店",/m, "what a spreadsheet would run is text");
    assert.match(file, ahead === 0 ? /^TW00000010,.*,void\r$/m : /^TW00000010,.*,valid\r$/m);
  }
  const media = await desk.get(at(`${base}/media?term=11510&file=txt&register=123456789`));
  const lines = media.text.split("\r\n").slice(0, -1);
  assert.ok(lines.length > 5 && lines.every((line) => /^[\x20-\x7e]{81}$/.test(line)), media.text);
  const kinds = Map.groupBy(lines, (line) => line.slice(0, 2));
  assert.deepEqual(
    kinds.get("25")?.map((line) => [line.slice(39, 49), line[72]]),
    [
      ["AB19900001", "1"],
      ["AB19900003", "3"],
      ["AB19900004", "1"],
    ],
  );
  const own = kinds.get("35")!.map((line) => line.slice(39, 49));
  assert.equal(new Set(own).size, own.length);
  assert.equal(kinds.get("33")?.length, 1, "the allowance");
  assert.equal((await desk.get(at(`${base}/media?term=11510&file=txt&register=1`))).status, 422);
  assert.match(plain(await desk.get(at(`${base}/allowances?term=11510`))), /Given 12345675 TW00000011 NT\$100 NT\$5/);
  const allowed = /href="([^"]+\/allowances\/11510\/[^"]+)"/.exec(
    (await desk.get(at(`${base}/allowances?term=11510`))).text,
  )?.[1];
  assert.equal((await desk.get(at(allowed ?? assert.fail("an allowance has a page")))).status, 200);
  for (const page of ["", "?term=11510", "/inbound?term=11510", "/allowances?term=11510", "/media"])
    assert.deepEqual(await markupFaults((await desk.get(at(base + page))).text, base), [], page);

  // every day's sum is that of its invoices, voided, cancelled and issued again
  const different = await db.rows(sql`
    with told as (
      select seller, term, date, business, sum(issued) as issued, sum(ended) as ended, sum(total) as total, sum(tax) as tax
      from (select seller, term, date, business, issued, ended, total, tax from sales_day union all
        select seller, term, date, business, issued, ended, total, tax from sales_change) s group by 1, 2, 3, 4),
    counted as (
      select f.seller, f.term, f.date, f.business, count(*) filter (where not over) as issued, count(*) filter (where over) as ended,
        coalesce(sum(f.total) filter (where not over), 0) as total, coalesce(sum(f.tax) filter (where not over), 0) as tax
      from invoice_figures f cross join lateral (select exists (select 1 from invoice_action a where a.term = f.term and a.number = f.number
        and a.version = f.version and a.kind in ('cancel', 'void', 'reject')) as over) o
      where not exists (select 1 from invoice n where n.term = f.term and n.number = f.number and n.version > f.version)
      group by 1, 2, 3, 4)
    select * from told t full join counted c using (seller, term, date, business)
    where (t.issued, t.ended, t.total, t.tax) is distinct from (c.issued, c.ended, c.total, c.tax)`);
  assert.deepEqual(different, []);

  // Expensify/App#51678: a mandate that ends ends what was open by it
  const open = await desk.get(at(one(3)));
  assert.equal(open.status, 200);
  await api.endMandate({ id: mandate, by: owner.subject, reason: "另行委任" });
  const marks = async () => (await db.rows(sql`select 1 from deduction_mark`)).length;
  const before = await marks();
  await post(`${one(3)}/mark`, { mark: "1" }, 403);
  await post(`${one(3)}/confirm`, {}, 403);
  assert.equal((await desk.get(at(`${base}/media?term=11510&file=txt&register=123456789`))).status, 403);
  assert.equal(await marks(), before);
  assert.match(plain(await desk.get(at("/books"))), /You keep the books of no business here/);
}
