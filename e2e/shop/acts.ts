import assert from "node:assert/strict";
import { csvColumns } from "../../modules/invoice/shop/csv-file.ts";
import type { DemoPerson } from "../../tests/kit/demo-people.ts";
import { submit } from "../browser.ts";
import { fillPage, type Walker } from "../walkers.ts";

/** A business of the journey: its number, its name, the period in which it sells and the book that it gets. */
export type Business = { portal: string; ban: string; name: string; term: string; track: string };

export const mainOf = async ({ page }: Walker): Promise<string> =>
  ((await page.locator("main").textContent()) ?? "").replaceAll(/\s+/g, " ");
const numberAt = ({ page }: Walker): string => /\/([A-Z]{2}\d{8})$/.exec(page.url())?.[1] ?? assert.fail(page.url());
/** Fills in the form of an address on the page that is open, and sends it. */
async function send({ page }: Walker, action: string, values: Record<string, string> = {}): Promise<void> {
  const form = `main form[action="${action}"]`;
  for (const [name, value] of Object.entries(values)) {
    const choice = page.locator(`${form} input[type=radio][name="${name}"][value="${value}"]`);
    if ((await choice.count()) > 0) await choice.check();
    else await page.locator(`${form} [name="${name}"]`).fill(value);
  }
  await submit(page, form);
}

/** The officer of mandates has seen the company's papers and confirms who represents it. */
export async function registers(officer: Walker, owner: DemoPerson, { portal, ban, name }: Business): Promise<void> {
  const { page } = officer;
  await page.goto(`${portal}/work/mandates/confirm`);
  const all = page.locator("[name=scope][value=all]");
  if ((await all.count()) > 0) await all.check();
  await fillPage(page, {
    ...{ kind: "representative", businessNo: ban, businessName: name, nationalId: owner.nationalId, name: owner.name },
    basis: "公司登記表",
  });
  await page.waitForURL(/\/work\/mandates\/[0-9a-f-]{36}$/);
}

/** The first steps, of which none is done, and a form that issues nothing without numbers. */
export async function firstDay(owner: Walker, { portal, ban, name }: Business): Promise<void> {
  const { page, see } = owner;
  await page.goto(`${portal}/shop`);
  await page.waitForURL(`**/shop/${ban}`);
  assert.ok((await mainOf(owner)).includes(name));
  assert.equal(await page.locator("main .tr-tag--grey").count(), 5, "five steps are open");
  await see("shop-first-day");
  await page.goto(`${portal}/shop/${ban}/issue`);
  await send(owner, `/shop/${ban}/issue`, { item0: "紅茶", quantity0: "1", price0: "60" });
  await page.locator(".tr-error-summary").waitFor();
}

/** A range that is no whole book is refused at the desk; a whole one is assigned. */
export async function assigns(officer: Walker, { portal, ban, term, track }: Business): Promise<void> {
  const { page, see } = officer;
  await page.goto(`${portal}/work/invoice/numbers/new`);
  const action = "/work/invoice/numbers/new";
  await send(officer, action, { term, type: "07", ranges: `${ban} ${track} 00000000 00000048` });
  await page.locator("#ranges-error").waitFor();
  await see("office-numbers-refused");
  await send(officer, action, { ranges: `${ban} ${track} 00000000 00000049` });
  await page.waitForURL(/\/work\/invoice\/numbers$/);
  assert.ok((await mainOf(officer)).includes(`${track}00000000–00000049`));
}

/** Issues by hand, is told what is wrong with the buyer's number, mends it; then the first into a carrier. Gives its number. */
export async function issues(owner: Walker, { portal, ban }: Business, carrier: string): Promise<string> {
  const { page, see } = owner;
  const action = `/shop/${ban}/issue`;
  await page.goto(portal + action);
  const item = { item0: "高山烏龍茶", quantity0: "2", price0: "480" };
  await send(owner, action, { ...item, buyer: "12345678", buyerName: "測試商店" });
  await page.locator("#buyer-error").waitFor();
  await see("shop-issue-refused");
  await send(owner, action, { buyer: "12345675" });
  await page.waitForURL(/\/invoices\/\d{5}\/[A-Z]{2}\d{8}$/);
  await see("shop-invoice");
  await page.goto(portal + action);
  await send(owner, action, { item0: "紅茶", quantity0: "1", price0: "60", carrier });
  await page.waitForURL(/\/invoices\/\d{5}\/[A-Z]{2}\d{8}$/);
  return numberAt(owner);
}

/** A file with a number of nobody and a wrong sum: both stand at the desk with what to do, until a file with the right ones came. */
export async function mends(owner: Walker, business: Business, day: string, until: Until): Promise<void> {
  const { page, see } = owner;
  const { portal, ban, track } = business;
  const line = (serial: number, total = 60): string =>
    `${track}${String(serial).padStart(8, "0")},${day},09:00:00,,,,,,Y,1234,紅茶,1,60,60,${total}`;
  const upload = async (...lines: string[]): Promise<void> => {
    await page.goto(`${portal}/shop/${ban}/upload`);
    const buffer = Buffer.from(`${csvColumns.join(",")}\r\n${lines.join("\r\n")}\r\n`);
    await page.locator("main input[type=file]").setInputFiles({ name: "till.csv", mimeType: "text/csv", buffer });
    await submit(page, `main form[action="/shop/${ban}/upload"]`);
    await page.waitForURL(/\/uploads\/[0-9a-f-]{36}$/);
  };
  await upload(line(20), line(21, 61), line(70));
  await until(page, new URL(page.url()).pathname, "main .tr-tag--red");
  await see("shop-upload-refused");
  await page.goto(`${portal}/shop/${ban}?number=${track}00000021`);
  assert.match(await mainOf(owner), /E · /);
  await see("shop-to-mend");
  await upload(line(21), line(22));
  await until(page, new URL(page.url()).pathname, "main .tr-tag--green");
  await page.goto(`${portal}/shop/${ban}`);
  const wrong = await mainOf(owner);
  assert.ok(!wrong.includes(`${track}00000021`) && wrong.includes(`${track}00000070`), "mended is no longer listed");
}
export type Until = (page: Walker["page"], address: string, selector: string) => Promise<void>;

/** After the period: what was not used is counted down to the tenth day, and reported. */
export async function reports(owner: Walker, { portal, ban }: Business): Promise<void> {
  const { page, see } = owner;
  await page.goto(`${portal}/shop/${ban}/blank`);
  await see("shop-blank");
  const rest = page.locator("main table").first();
  assert.match((await rest.textContent()) ?? "", /00000049/);
  await submit(page, `main form[action="/shop/${ban}/blank"]`);
  await page.goto(`${portal}/shop/${ban}`);
  assert.equal(await page.locator("main .tr-summary-list .tr-tag--green").count(), 1, "nothing is left to report");
}

const list = (win: string) => ({ super: "98765432", special: "87654321", first: `${win} 11111119 22222229` });
const drawAt = (term: string): string => `/work/invoice/draws/${term}`;

/** An operator enters the numbers, and what is no number is refused beside its field. */
export async function enters(operator: Walker, { portal, term }: Business, win: string, refused: boolean): Promise<void> {
  const { page, see } = operator;
  await page.goto(portal + drawAt(term));
  if (refused) {
    await send(operator, drawAt(term), { ...list(win), super: "123" });
    await page.locator("#super-error").waitFor();
    await see("office-draw-refused");
  }
  await send(operator, drawAt(term), list(win));
  await page.locator("main section").waitFor();
}

/** Tries the list, and publishes it: nobody can before its day. */
export async function publishes(operator: Walker, { portal, term }: Business, isDay: boolean): Promise<void> {
  const { page, see } = operator;
  await page.goto(portal + drawAt(term));
  if (!isDay) await send(operator, `${drawAt(term)}/try`);
  else await see("office-draw-tried");
  await send(operator, `${drawAt(term)}/publish`);
  assert.equal(await page.locator(".tr-error-summary").count(), isDay ? 0 : 1);
}

/** The winner says where the prize is to go, and claims it. */
export async function claims(citizen: Walker, { portal, term }: Business, number: string, until: Until): Promise<void> {
  const { page, see } = citizen;
  await page.goto(`${portal}/invoice/settings`);
  await send(citizen, "/invoice/settings/account", { account: "12345" });
  await page.locator("#account-error").waitFor();
  await see("invoice-settings-refused");
  await send(citizen, "/invoice/settings/account", { account: "700-00012345678901" });
  await until(page, `/invoice/mine/${term}/${number}`, 'main a[href$="/claim"]');
  await page.locator('main a[href$="/claim"]').click();
  await page.check("input[name=way][value=remitted]");
  await see("invoice-claim-first");
  await submit(page, "main form");
  await page.waitForURL("**?done=claimed");
}

/** Opens a run; gives its address. */
export async function opensRun(operator: Walker, { portal }: Business): Promise<string> {
  const { page } = operator;
  await page.goto(`${portal}/work/invoice/prizes`);
  await send(operator, "/work/invoice/prizes");
  await page.waitForURL(/\/prizes\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}
export async function approves({ page }: Walker, portal: string, run: string): Promise<void> {
  await page.goto(portal + run);
  await submit(page, `main form[action="${run}/approve"]`);
}

/** What the run's page says of the first prize once the bank has paid it: 200,000 less a fifth of tax. */
export async function isPaid(operator: Walker, run: string, until: Until): Promise<void> {
  await until(operator.page, run, 'main td:has-text("Arrived"), main td:has-text("已入帳")');
  assert.match(await mainOf(operator), /200,000.*40,000.*160,000/);
  await operator.see("office-run-paid");
}
