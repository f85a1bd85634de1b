import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Government, scratch, startGovernment } from "../tests/kit/government.ts";
import {
  browserMissing,
  choosePerson,
  describeSetting,
  inHeader,
  launch,
  look,
  openPage,
  type Setting,
  settings,
} from "./browser.ts";

let government: Government;
let browser: Browser;
before(async () => {
  if (browserMissing) return;
  [government, browser] = [await startGovernment(), await launch()];
});
after(async () => {
  await browser?.close();
  await government?.stop();
});

type Person = { role: string; subject: string; label?: string };
/** The same semester is granted once: each setting has a student, or at least a semester, of its own. */
function applicantOf(setting: Setting): { subject: string; semester: number } {
  const people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
  const entitled = people.filter(({ role, label }) => role === "citizen" && (label === "low" || label === "mid-low"));
  const at = settings.indexOf(setting);
  return { subject: entitled[at % 4]!.subject, semester: Math.floor(at / 4) };
}

for (const setting of settings)
  test(`a student applies, gets the decision and checks the proofs: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    const seen = look(page, setting);
    try {
      await page.goto(`${government.portal}/try`);
      assert.equal(await page.locator("html").getAttribute("lang"), setting.lang);
      await seen("try");
      const { subject, semester } = applicantOf(setting);
      await choosePerson(page, subject);
      await page.waitForURL("**/me");
      await seen("me-empty");
      await page.goto(`${government.portal}/services/tuition-reduction`);
      await seen("service");
      await page.locator("form[action$='/start'] button").click();
      await fillForm(page, semester, seen);
      await seen("check");
      await page.locator("main form button[type=submit], main form button:not([type])").last().click();
      await page.locator(".tr-error-summary").waitFor();
      await seen("check-error");
      await page.locator("input[name=agree][value=no]").check();
      await page.locator("main form button").last().click();
      await page.waitForURL("**/declined");
      await seen("declined");
      await page.locator('main a[href$="/check"]').last().click();
      await page.locator("input[name=agree][value=yes]").check();
      await page.locator("main form button").last().click();
      await decided(page);
      await seen("decided");
      const exchanges = await page.locator('a[href^="/my-data/"]').count();
      assert.equal(exchanges, 3);

      await page.locator('a[href$="/certificate"]').click();
      await page.waitForURL("**/certificate");
      await seen("certificate");
      const check = await page.locator('a[href*="/verify/"]').first().getAttribute("href");
      await stranger(setting, check!);

      await page.goto(`${government.portal}/my-data`);
      await seen("my-data");
      await page.locator('a[href^="/my-data/TWDEMO"]').first().click();
      await sealed(page);
      await seen("proof");
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator('a[href$="/evidence.asice"]').click()]);
      assert.match(download.suggestedFilename(), /\.asice$/);
      await page.locator("button[data-alter]").click();
      await page.locator(".tr-evidence--failed").waitFor();
      await seen("proof-altered");
      await ownPages(page, semester, seen);
      await page.goto(`${government.portal}/account`);
      await (await inHeader(page, setting, 'form[action="/auth/sign-out"] button')).click();
      await page.waitForURL((url) => url.pathname === "/");
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });

const missingTool = ["zbarimg", "pdftoppm"].find((name) => spawnSync(name, ["--help"]).error);

/** Paper lasts longer than code: this form of address stays, whatever becomes of the pages behind it. */
const printedAddress = /^http:\/\/[^/]+\/verify\/[\w-]{20,}$/;

test("the code on a printed certificate is read from paper and leads anybody to the check (opencrvs/opencrvs-core#6230)", {
  skip: browserMissing || (missingTool && `needs ${missingTool}`),
}, async () => {
  const setting = { lang: "zh-Hant", width: 1280, javaScript: true } as const;
  const { context, page } = await openPage(browser, setting);
  await page.goto(`${government.portal}/try`);
  // the first of the settings has been through the journey
  await choosePerson(page, applicantOf(settings[0]!).subject);
  await page.waitForURL("**/me");
  await page.goto(`${government.portal}/me/documents`);
  await page.locator('main a[href$="/certificate"]').first().click();
  await page.waitForURL("**/certificate");
  const file = path.join(scratch("printed"), "certificate");
  await page.pdf({ path: `${file}.pdf`, format: "A4", printBackground: true });
  await context.close();
  spawnSync("pdftoppm", ["-r", "150", "-png", "-singlefile", `${file}.pdf`, file]);
  const read = spawnSync("zbarimg", ["-q", "--nodbus", "--raw", `${file}.png`], { encoding: "utf8" }).stdout.trim();
  assert.match(read, printedAddress);
  await stranger(setting, read);
  const altered = await fetch(read.slice(0, -1) + (read.endsWith("A") ? "B" : "A"), { headers: { accept: "text/html" } });
  assert.doesNotMatch(await altered.text(), /tr-evidence--ok/);
});

/** What the person finds of it afterwards. */
async function ownPages(page: Page, semester: number, seen: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${government.portal}/me`);
  await seen("me");
  await page.locator('main a[href="/me/messages"]').last().click();
  await seen("messages");
  await page.locator('main a[href^="/me/messages/"]').first().click();
  await seen("message");
  for (const [address, name] of [
    ["/me/documents", "documents"],
    ["/my-data/consents", "consents"],
    ["/cases", "applications"],
  ] as const) {
    await page.goto(`${government.portal}${address}`);
    await seen(name);
  }
  // the same semester is granted once
  await page.goto(`${government.portal}/services/tuition-reduction`);
  await page.locator("form[action$='/start'] button").click();
  await page.waitForURL("**/form/semester");
  await page.locator("input[name=semester]").nth(semester).check();
  await page.locator("main form button").last().click();
  await page.locator('.tr-notice a[href^="/cases/"]').waitFor();
  await seen("granted-already");
  await page.goto(`${government.portal}/cases`);
  await page.locator('a[href$="/delete"]').click();
  await seen("delete");
  await page.locator("main form button").click();
  await page.waitForURL("**/cases");
  assert.equal(await page.locator('a[href$="/delete"]').count(), 0);
}

async function fillForm(page: Page, semester: number, seen: (name: string) => Promise<void>): Promise<void> {
  await page.waitForURL("**/form/semester");
  await page.locator("main form button").last().click();
  await page.locator(".tr-error-summary").waitFor();
  await seen("question-error");
  await page.locator("input[name=semester]").nth(semester).check();
  await next(page, "fees");
  await page.locator("input[name=tuitionAndFees]").fill("28,500");
  await page.locator("input[name=otherSubsidy][value=no]").check();
  await seen("question");
  await next(page, "refund");
  await page.locator("input[name=alreadyPaid][value=yes]").check();
  await page.locator("select[name=refundAccount-bank]").selectOption("700");
  await next(page, undefined);
  await page.locator(".tr-error-summary").waitFor();
  await seen("account-error");
  await page.locator("input[name=refundAccount-account]").fill("０００12345678901");
  await next(page, "contact");
  await page.goBack();
  assert.ok(page.url().includes("/form/refund"), "Back after a fault leads to the page before");
  await page.goForward();
  await page.locator("input[name=email]").fill("student@ndu.example");
  await next(page, undefined);
  await page.waitForURL("**/check");
}

async function next(page: Page, expected: string | undefined): Promise<void> {
  await page.locator("main form button").last().click();
  if (expected) await page.waitForURL(`**/form/${expected}`);
}

/** The page looks again by itself (Refresh header), with and without JavaScript. */
const decided = (page: Page): Promise<void> => page.locator('a[href$="/certificate"]').waitFor();

async function sealed(page: Page): Promise<void> {
  for (let tries = 0; (await page.locator(".tr-evidence--ok").count()) === 0; tries++) {
    assert.ok(tries < 30, "the proof was not sealed");
    await page.waitForTimeout(300);
    await page.reload();
  }
}

/** Someone else, without signing in, on a browser of their own. */
async function stranger(setting: Setting, url: string): Promise<void> {
  const { context, page } = await openPage(browser, setting);
  try {
    await page.goto(url);
    await page.locator(".tr-evidence--ok").waitFor();
    await look(page, setting)("verify");
  } finally {
    await context.close();
  }
}
