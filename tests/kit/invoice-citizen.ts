import assert from "node:assert/strict";
import { sql } from "@troad/kernel";
import type { Page } from "../../apps/troad/demo/browser.ts";
import { markupFaults } from "../../e2e/crawl/html-rules.ts";
import { demoPeopleOf } from "./demo-people.ts";
import { until } from "./exchange.ts";
import type { OfficeScene } from "./invoice-office.ts";

const plain = (text: string): string =>
  (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

/** A citizen's account, notices, family and files. In October, before the draw. */
export async function citizenLife({ people, at, token }: OfficeScene): Promise<void> {
  const [holder, relative, third] = [people.carriers[0]!, people.carriers[1]!, people.carriers[3]!];
  const db = people.government.running.schemas.of("invoice");
  const get = async (who: typeof holder, address: string): Promise<string> => {
    const answer = await people.get(who, address);
    const text = await answer.text();
    assert.equal(answer.status, 200, `${address}: ${text.slice(0, 300)}`);
    if (text.startsWith("<!")) assert.deepEqual(await markupFaults(text, address.split("?")[0]!), []);
    return text;
  };
  const post = async (who: typeof holder, address: string, fields: Record<string, string>, status = 303): Promise<void> =>
    assert.equal((await people.post(who, address, fields)).status, status, address);

  // the account: a wrong form changes nothing
  assert.match(plain(await get(holder, "/invoice/settings")), /Account for prizes None yet/);
  await post(holder, "/invoice/settings/account", { account: "12345" }, 422);
  await post(holder, "/invoice/settings/account", { account: "700-00012345678901" });
  assert.match(plain(await get(holder, "/invoice/settings")), /700-…8901/);

  // a notice of each invoice, once, of what comes from now on
  await post(holder, "/invoice/settings/notices", { wanted: "yes" });
  const carrier = { type: "3J0002", id1: holder.cardNo, id2: holder.cardNo };
  const invoice = {
    ...{ number: "TW00000008", date: "2026-10-15", time: "09:00:00", seller: { ban: "04595257", name: "好茶有限公司" }, carrier },
    items: [{ description: "紅茶", quantity: "1", unitPrice: "60", amount: "60", taxType: "1", sequence: "1" }],
    ...{ print: false, randomNumber: "1234", taxType: "1", taxRate: "0.05", sales: "60", tax: "0", total: "60" },
  };
  const sent = await fetch(at("/invoice/v1/invoices"), {
    ...{ method: "POST", body: JSON.stringify([invoice]) },
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
  assert.equal(((await sent.json()) as { taken: number }).taken, 1);
  people.forward(120_000);
  const told = async (): Promise<number> =>
    (
      await people.government.running.schemas
        .of("notify")
        .rows(sql`select 1 from message where key like 'invoice-arrived%' and recipient = ${holder.subject}`)
    ).length;

  // the family: offered by number and name, agreed to, ended; nobody else sees anything
  const known = await demoPeopleOf(people.government);
  const numberOf = (subject: string): { nationalId: string; name: string } => known.find((one) => one.subject === subject)!;
  const to = { nationalId: numberOf(relative.subject).nationalId, name: relative.name };
  await post(holder, "/invoice/family", { ...to, name: third.name }, 422);
  await post(holder, "/invoice/family", to);
  await post(holder, "/invoice/family", to, 409);
  const { no } = (await db.one<{ no: number }>(sql`select max(no)::int as no from family_view`))!;
  const month = `/invoice/family/${no}?month=2026-10`;
  assert.equal((await people.get(relative, month)).status, 404, "not before it was agreed to");
  await post(third, `/invoice/family/${no}/agree`, {}, 404);
  await post(relative, `/invoice/family/${no}/agree`, {});
  assert.match(plain(await get(relative, month)), /好茶有限公司 NT\$60/);
  assert.equal((await people.get(third, month)).status, 404);
  await get(holder, "/invoice/family");
  await post(holder, `/invoice/family/${no}/end`, {});
  assert.equal((await people.get(relative, month)).status, 404, "ended at once");

  // everything as a file, and what a donation became
  const own = JSON.parse(await get(holder, "/invoice/export.json")) as { number: string; items: object[] }[];
  const numbers = own.map(({ number }) => number);
  assert.ok(own.length > 20 && own.every(({ items }) => items.length > 0));
  assert.equal(numbers.filter((number) => number === "TW00000008").length, 1);
  await post(holder, "/invoice/mine/11510/TW00000009/donate", { code: "25885" });
  assert.match(plain(await get(holder, "/invoice/donated")), /September and October 2026.*1 Fewer than three/);

  await until(async () => (await told()) === 1, "the notice");

  // for everyone: the share in the cloud, with what could be said of one business hidden
  await db.run(sql`
    insert into seller_place (ban, township, trade, since, sender, at)
    select distinct seller, '63000020', '47', date '2026-01-01', 'tea-shop', now() from invoice where term = '11508' and buyer = '0000000000'`);
  const shares = plain(await (await fetch(at("/invoice/cloud?month=2026-07"), { headers: { "accept-language": "en" } })).text());
  assert.match(shares, /By county.*Taipei City (\d+ \d+ %|– Hidden) .*By trade.*(\d+ %|Hidden)/);
}

/** The prize of a donated invoice goes to its group, to an account that one operator entered and another confirmed. After the draw. */
export async function donatedIsPaid({ people, at, operators, officer }: OfficeScene): Promise<void> {
  const [first, second] = operators;
  const db = people.government.running.schemas.of("invoice");
  const claimed = () =>
    db.one<{ net: number }>(sql`select net::int as net from claim where claimed_by = 'donee 25885' and term = '11510'`);
  await until(async () => (await claimed()) !== undefined, "the prize of the donated invoice is claimed");
  const ok = async (browser: typeof first, address: string, fields: Record<string, string>, status = 200): Promise<Page> => {
    const page = await browser.post(address, fields);
    assert.equal(page.status, status, `${address}: ${plain(page.text).slice(0, 300)}`);
    return page;
  };
  const code = at("/work/invoice/love-codes/25885");
  await ok(first, at("/work/invoice/prizes"), {}, 409);
  await ok(first, `${code}/account`, { account: "1", holder: "財團法人" }, 422);
  const entered = await ok(first, `${code}/account`, { account: "700-00087654321000", holder: "受贈團體" });
  const confirm = /action="([^"]+\/confirm)"/.exec(entered.text)?.[1] ?? assert.fail(plain(entered.text));
  await ok(first, at(confirm), {}, 403);
  await ok(second, at(confirm), {});
  await ok(second, at(confirm), {}, 409);
  const run = (await ok(first, at("/work/invoice/prizes"), {})).url;
  await ok(second, `${run}/approve`, {});
  await ok(officer, `${run}/approve`, {});
  await until(async () => plain((await first.get(run)).text).includes("Arrived"), "the bank has paid it");
  const { net } = (await claimed())!;
  const booked = await people.government.running.schemas.of("pay").rows(sql`
    select 1 from posting p where p.account = 'agency/mof' and p.amount = ${net}`);
  assert.ok(booked.length > 0, `the ledger shows ${net}`);
}
