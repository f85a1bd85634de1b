import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Government, scratch, startGovernment } from "../tests/kit/government.ts";
import { browserMissing, describeSetting, inHeader, launch, look, openPage, settings } from "./browser.ts";
import { inheritPassbook, payInPassbook } from "./passbook.ts";

/** The journeys are walked in the filing season of 2026, whenever the test runs. */
const shiftMs = Date.parse("2026-05-20T12:00:00+08:00") - Date.now();

let government: Government;
let browser: Browser;
before(async () => {
  if (browserMissing) return;
  const clock = { now: () => new Date(Date.now() + shiftMs) };
  [government, browser] = [await startGovernment({ clock }), await launch()];
});
after(async () => {
  await browser?.close();
  await government?.stop();
});

const go = (page: Page): Promise<void> => page.locator("main form button").first().click();
const choose = (page: Page, field: string, value: string): Promise<void> => page.check(`input[name=${field}][value=${value}]`);
const shows = async (page: Page, ...figures: string[]): Promise<void> => {
  const text = (await page.locator("main").textContent()) ?? "";
  for (const figure of figures) assert.ok(text.includes(figure), `${figure} on ${page.url()}`);
};

for (const setting of settings) {
  test(`a worker calculates the tax, sees why, prints the slip and keeps it: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    const seen = look(page, setting);
    try {
      await page.goto(`${government.portal}/`);
      await page.locator('a[href="/services/income"]').first().click();
      await page.waitForURL("**/services/income");
      await seen("tax-service");
      await page.locator('a[href="/tax/income"]').click();
      await page.fill("#salary", "minus one");
      await go(page);
      await page.locator(".tr-error-summary").waitFor();
      await seen("tax-question-error");
      await page.fill("#salary", "1,000,000");
      await choose(page, "married", "yes");
      await go(page);
      await page.waitForURL("**/tax/income/spouse?**");
      await page.fill("#spouseSalary", "400000");
      await go(page);
      await page.waitForURL("**/tax/income?**");
      await page.locator('a[href^="/tax/income/deductions"]').first().click();
      await page.waitForURL("**/tax/income/deductions?**");
      await seen("tax-question");
      await page.fill("#rent", "180000");
      await go(page);
      await page.waitForURL((url) => url.searchParams.get("rent") === "180000");
      await page.locator("#years summary").click();
      await page.locator('#years a[href*="year=2025"]').click();
      await page.waitForURL((url) => url.searchParams.get("year") === "2025");
      // exemptions 194,000, standard deduction 262,000, rent 180,000, salaries 436,000: 328,000 remain, at 5 %
      await shows(page, "16,400", "180,000");
      await seen("tax-result");
      await page.locator('form[action*="/slip"] button').click();
      await page.waitForURL("**/tax/slip/*");
      await seen("tax-slip");
      await readPrint(page.url());
      await page.locator('form[action="/tax/book"] button').click();
      await page.waitForURL("**/tax/book");
      if (setting.javaScript) await page.locator("[data-kept=yes]").waitFor();
      await seen("tax-book");
      if (setting.javaScript && setting.width === 360) await withoutNetwork(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });

  test(`a car owner in arrears sees the surcharge day by day: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    try {
      await page.goto(`${government.portal}/tax/late`);
      await choose(page, "kind", "vehicle");
      await page.fill("#tax", "7120");
      await go(page);
      await page.waitForURL("**/tax/late/dates?**");
      for (const [part, value] of Object.entries({ year: "115", month: "4", day: "30" }))
        await page.fill(`input[name=due-${part}]`, value);
      await go(page);
      await page.waitForURL("**/tax/late?**");
      await shows(page, "7,547", "427");
      assert.ok((await page.locator("#days tbody tr").count()) >= 41);
      assert.match((await page.locator("#days .tax-cell--own").allTextContents()).join(" "), /20.*7,547.*6%/);
      await look(page, setting)("tax-late");
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });

  test(`a mother sees what a birth brings her: ${describeSetting(setting)}`, { skip: browserMissing }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    try {
      await page.goto(`${government.portal}/tax/birth`);
      await choose(page, "scheme", "labour");
      await page.fill("#children", "1");
      await go(page);
      await page.waitForURL("**/tax/birth/wage?**");
      await page.fill("#wage", "30,300");
      await go(page);
      await page.waitForURL("**/tax/birth/care?**");
      await page.fill("#order", "2");
      await choose(page, "publicCare", "no");
      await go(page);
      await page.waitForURL("**/tax/birth?**");
      // sixty days of 30,300 a month, topped up to 100,000, then the second child's allowance
      await shows(page, "60,600", "39,400", "100,000", "6,000", setting.lang === "en" ? "You may claim this" : "可以請領");
      await look(page, setting)("tax-birth");
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}

for (const setting of settings)
  test(
    `a car owner in arrears sees in the passbook what is late and why, and begins to pay: ${describeSetting(setting)}`,
    {
      skip: browserMissing,
    },
    () => payInPassbook({ government, browser, setting }),
  );

test("an heir sees the taxes of the deceased, on the phone and at the desk, in both languages", { skip: browserMissing }, () =>
  inheritPassbook({ government, browser }),
);

test("the menu of a phone opens without JavaScript and leads on (ONSdigital/design-system#317)", {
  skip: browserMissing,
}, async () => {
  const setting = { lang: "en", width: 360, javaScript: false } as const;
  const { context, page } = await openPage(browser, setting);
  for (const address of ["/", "/tax", "/services/income"]) {
    await page.goto(`${government.portal}${address}`);
    const link = await inHeader(page, setting, 'a[href="/services"]');
    assert.ok(await link.isVisible(), address);
    await link.click();
    await page.waitForURL("**/services");
  }
  await context.close();
});

test("a date with nothing in it sends the focus to its first box, one without such a month to the month (alphagov/govuk-frontend#1398)", {
  skip: browserMissing,
}, async () => {
  const { context, page } = await openPage(browser, { lang: "en", width: 1280, javaScript: true });
  const focused = async (): Promise<unknown> => {
    await page.waitForSelector(".tr-error-summary");
    await page.locator('.tr-error-summary a[href^="#due"]').click();
    return page.evaluate("document.activeElement.id");
  };
  await page.goto(`${government.portal}/tax/late/dates?kind=vehicle&tax=7120`);
  await go(page);
  assert.equal(await focused(), "due-year");
  for (const [part, value] of Object.entries({ year: "115", month: "13", day: "3" }))
    await page.fill(`input[name=due-${part}]`, value);
  await Promise.all([page.waitForEvent("load"), go(page)]);
  assert.equal(await focused(), "due-month");
  await context.close();
});

for (const javaScript of [true, false])
  test(`Back after two faults shows the question before, and never asks to send again: ${
    javaScript ? "at once" : "without JavaScript the page's own link does"
  } (ONSdigital/eq-survey-runner#336)`, { skip: browserMissing }, async () => {
    const { context, page } = await openPage(browser, { lang: "en", width: 1280, javaScript });
    await page.goto(`${government.portal}/tax/late`);
    await choose(page, "kind", "vehicle");
    await page.fill("#tax", "7120");
    await Promise.all([page.waitForURL("**/tax/late/dates?**"), go(page)]);
    const fill = async (month: string): Promise<void> => {
      for (const [part, value] of Object.entries({ year: "115", month, day: "3" }))
        await page.fill(`input[name=due-${part}]`, value);
      await Promise.all([page.waitForEvent("load"), go(page)]);
    };
    for (const month of ["13", "14"]) {
      await fill(month);
      assert.equal(await page.inputValue("#due-month"), month, "what was typed stands there");
    }
    await fill("4");
    await page.waitForURL("**/tax/late?**");
    await page.goBack();
    assert.match(page.url(), /\/tax\/late\/dates/);
    if (javaScript) await page.goBack();
    else await page.locator(".tr-back-link").click();
    assert.equal(new URL(page.url()).pathname.replace(/\/start$/, ""), "/tax/late");
    await context.close();
  });

/** The printed slip is read by a scanner, where one is there. */
async function readPrint(slip: string): Promise<void> {
  const pdf = await fetch(`${slip}/slip.pdf`);
  assert.equal(pdf.headers.get("content-type"), "application/pdf");
  if (spawnSync("zbarimg", ["--help"]).error || spawnSync("pdftoppm", ["-h"]).error) return;
  const file = path.join(scratch("slip"), "slip");
  fs.writeFileSync(`${file}.pdf`, Buffer.from(await pdf.arrayBuffer()));
  spawnSync("pdftoppm", ["-r", "150", "-png", "-singlefile", `${file}.pdf`, file]);
  const read = spawnSync("zbarimg", ["-q", "--nodbus", `${file}.png`], { encoding: "utf8" }).stdout;
  assert.equal(read.match(/^CODE-39:/gm)?.length, 3);
  assert.match(read, /^CODE-39:1506(..)000016400$/m);
  assert.match(read, /^QR-Code:https:\/\/paytax\.nat\.gov\.tw\/QRCODE\.aspx\?par=15001$/m);
}

/** On a phone without a network the book opens, and one slip with all its codes fits the screen. */
async function withoutNetwork(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.reload();
  const leaf = page.locator(".tax-leaf").first();
  const [top, bottom] = [await leaf.locator("h2").boundingBox(), await leaf.locator(".tax-code--qr").boundingBox()];
  assert.ok(top && bottom && bottom.y + bottom.height - top.y <= 740, "one slip a screen");
  await page.context().setOffline(false);
}

for (const setting of settings) {
  test(`an adviser moves a bracket, sees who pays more, and shares the link: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    try {
      await page.goto(`${government.portal}/tax/reform`);
      for (let looks = 0; looks < 60 && (await page.locator("[data-result]").count()) === 0; looks++) {
        await page.waitForTimeout(500);
        await page.reload();
      }
      const change = page.locator('[data-out="revenue.change"]');
      assert.match((await change.textContent()) ?? "", /\b0\b/);
      await page.fill("#rate1", "7");
      if (setting.javaScript) await page.locator("form[data-ms]").waitFor();
      else await page.locator("form[data-reform] button").click();
      await page.waitForURL(/rate1=7/);
      const moved = (await change.textContent()) ?? "";
      assert.doesNotMatch(moved, /\b0\b(?!,)/);
      assert.match((await page.locator("[data-published]").textContent()) ?? "", /867,800,000,000/);
      await look(page, setting)("tax-reform");
      const other = await openPage(browser, { ...setting, javaScript: false });
      await other.page.goto(page.url());
      assert.equal(
        await other.page.locator('[data-out="revenue.change"]').textContent(),
        moved,
        "the link brings what the browser worked out",
      );
      await other.context.close();
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}
