import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Government, scratch, startGovernment } from "../tests/kit/government.ts";
import { allSettings, browserMissing, describeSetting, launch, look, openPage, type Setting, settings } from "./browser.ts";

type Carrier = { subject: string; cardNo: string; cardEncrypt: string; card: { id: string; code: string } };

/** The prizes of May and June 2026 can be claimed, whenever the test runs. */
const shiftMs = Date.parse("2026-08-20T12:00:00+08:00") - Date.now();

let government: Government;
let browser: Browser;
let carriers: Carrier[] = [];
before(async () => {
  if (browserMissing) return;
  const clock = { now: () => new Date(Date.now() + shiftMs) };
  [government, browser] = [await startGovernment({ clock }), await launch()];
  const file = path.join(government.data, "demo", "invoice-api.json");
  carriers = (JSON.parse(fs.readFileSync(file, "utf8")) as { carriers: Carrier[] }).carriers;
});
after(async () => {
  await browser?.close();
  await government?.stop();
});

/** A phone: with scripts in Chinese, without in English. */
const onPhone = allSettings
  ? settings.filter(({ width }) => width === 360)
  : settings.map((setting) => ({ ...setting, width: 360 as const }));

const submit = (page: Page): Promise<void> => page.locator("main form[method=post] button[type=submit]").first().click();
/** Their own second person each, since an invoice is given away once. */
const personOf = (at: number): Carrier => carriers[at * 2 + 1]!;

for (const [at, setting] of onPhone.entries())
  test(`a citizen adds a carrier, shows its barcode, sees numbers, spending and winnings, donates, claims and checks a paper: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    const seen = look(page, setting);
    const me = personOf(at);
    try {
      await page.goto(`${government.portal}/invoice`);
      await seen("invoice-home");
      await signIn(page, me.subject);
      await addCarrier(page, me, seen);
      await showBarcode(page, me.cardNo, setting, seen);
      await page.goto(`${government.portal}/invoice/numbers`);
      assert.ok((await page.locator(".inv-numbers__number").count()) >= 10, "five numbers of each of two periods at least");
      await seen("invoice-numbers");
      await page.goto(`${government.portal}/invoice/spending/year`);
      await seen("invoice-year");
      await page.goto(`${government.portal}/invoice/spending`);
      assert.equal(await page.locator(".tr-chart__fill").count(), 6);
      await seen("invoice-spending");
      const donated = await donate(page, seen);
      const won = await claim(page, seen);
      assert.notEqual(donated, won);
      await checkPaper(page, won, seen);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });

async function signIn(page: Page, subject: string): Promise<void> {
  await page.goto(`${government.portal}/try`);
  const fold = page.locator("details.tr-details > summary").first();
  const button = page.locator(`button[name=subject][value="${subject}"]`);
  if (!(await button.isVisible())) await fold.click();
  await button.click();
  await page.waitForURL("**/me");
}

/** A barcode that was removed is added again by its verification code, a wrong one first; then the card is joined to it. */
async function addCarrier(page: Page, me: Carrier, seen: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${government.portal}/invoice/carriers`);
  const remove = page.locator('main a[href$="/remove"]', { hasText: me.cardNo });
  await remove.click();
  await page.waitForURL("**/carriers/*/remove");
  await seen("invoice-remove");
  await page.locator('main form a[href="/invoice/carriers"]').click();
  await remove.click();
  await page.waitForURL("**/carriers/*/remove");
  await submit(page);
  await page.waitForURL("**/carriers?done=removed");
  await page.locator('a[href$="/carriers/add"]').first().click();
  await page.fill("#barcode", me.cardNo);
  await page.fill("#code", "Wrong-code-1");
  await submit(page);
  await page.locator("#code-error").waitFor();
  await seen("invoice-add-error");
  await page.fill("#code", me.cardEncrypt);
  await submit(page);
  await page.waitForURL("**/carriers?done=added");
  await page.locator('a[href$="/carriers/join"]').click();
  await page.waitForURL("**/carriers/join");
  await seen("invoice-join");
  await page.selectOption("#barcode", me.cardNo);
  await page.fill("#barcodeCode", me.cardEncrypt);
  await page.selectOption("#type", "1K0001");
  await page.fill("#id", me.card.id);
  await page.fill("#cardCode", me.card.code);
  await submit(page);
  await page.waitForURL("**/carriers?done=joined");
  await seen("invoice-carriers");
}

/** The barcode on the screen is read as a scanner at a till would read it; with scripts, also when there is no network any more. */
async function showBarcode(page: Page, barcode: string, setting: Setting, seen: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${government.portal}/invoice/carriers`);
  await page.locator('main a[href$="/show"]', { hasText: barcode }).click();
  await page.waitForURL("**/carriers/*/show");
  assert.ok(!decodeURIComponent(page.url()).includes(barcode), "the address does not say it");
  await seen("invoice-barcode");
  assert.deepEqual(read(await page.locator(".inv-barcode").screenshot()), [barcode]);
  if (!setting.javaScript) return;
  await page.locator("[data-barcode][data-kept=yes]").waitFor();
  await page.context().setOffline(true);
  await page.reload();
  assert.deepEqual(read(await page.locator(".inv-barcode").screenshot()), [barcode]);
  await page.context().setOffline(false);
}

/** What zbarimg reads in a picture. */
function read(png: Buffer): string[] {
  const file = path.join(scratch("barcode"), "barcode.png");
  fs.writeFileSync(file, png);
  const told = spawnSync("zbarimg", ["-q", "--nodbus", "--raw", file], { encoding: "utf8" }).stdout;
  return told.trim().split("\n");
}

/** Gives away an invoice of this month; its number is hidden afterwards. */
async function donate(page: Page, seen: (name: string) => Promise<void>): Promise<string> {
  await page.goto(`${government.portal}/invoice/mine`);
  await seen("invoice-mine");
  await page.locator('main table a[href^="/invoice/mine/"]').first().click();
  await page.waitForURL("**/invoice/mine/*/*");
  await seen("invoice-one");
  const number = page.url().split("/").at(-1)!;
  await page.locator('a[href$="/donate"]').click();
  await page.fill("#code", "12");
  await submit(page);
  await page.locator("#code-error").waitFor();
  await seen("invoice-donate");
  await page.fill("#code", (await page.locator("main ul li strong").first().textContent())!);
  await submit(page);
  await page.waitForURL("**?done=donated");
  assert.ok((await page.locator("main").textContent())!.includes(`${number.slice(0, 7)}***`));
  assert.equal(
    (await page.request.get(`${page.url().split("?")[0]}/proof.pdf`)).status(),
    404,
    "no proof of what was given away",
  );
  return number;
}

/** Claims what an invoice of May or June won, after seeing what each way leaves; gives the invoice's address. */
async function claim(page: Page, seen: (name: string) => Promise<void>): Promise<string> {
  await page.goto(`${government.portal}/invoice/winnings`);
  await seen("invoice-winnings");
  await page.locator('.inv-won a[href$="/claim"]').first().click();
  const address = page.url().replace(/\/claim$/, "");
  await submit(page);
  await page.locator("#way-error").waitFor();
  await page.check("input[name=way][value=remitted]");
  await seen("invoice-claim");
  await submit(page);
  await page.waitForURL("**?done=claimed");
  await page.goto(`${government.portal}/invoice/winnings`);
  await page.locator(".inv-won .tr-tag--green").first().waitFor();
  return address;
}

/** The proof is printed, scanned, and what was scanned is checked without signing in. */
async function checkPaper(page: Page, address: string, seen: (name: string) => Promise<void>): Promise<void> {
  const number = address.split("/").at(-1)!;
  const pdf = await page.request.get(`${address}/proof.pdf`);
  assert.equal(pdf.headers()["content-type"], "application/pdf");
  const codes = scan(await pdf.body());
  await page.context().clearCookies({ name: "session" });
  await page.goto(`${government.portal}/invoice/check`);
  await page.fill("#text", codes.filter((one) => !one.startsWith("http")).join("\n"));
  await submit(page);
  const entry = page.locator(`[data-number="${number}"]`);
  await entry.waitFor();
  assert.equal(await page.locator(".inv-pile__item").count(), 1);
  assert.equal(await entry.locator(".tr-tag--green").count(), 1);
  await entry.locator("summary").click();
  await seen("invoice-check");
  await page.goto(codes.find((one) => one.startsWith("http"))!);
  await page.locator(".tr-notification-banner--success").waitFor();
  await seen("invoice-proof");
}

function scan(pdf: Buffer): string[] {
  const file = path.join(scratch("proof"), "proof");
  fs.writeFileSync(`${file}.pdf`, pdf);
  spawnSync("pdftoppm", ["-r", "150", "-png", "-singlefile", `${file}.pdf`, file]);
  const codes = read(fs.readFileSync(`${file}.png`));
  assert.equal(codes.length, 4, `bar code, both QR codes, the signed one: ${codes}`);
  return codes;
}
