import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { runJourney } from "../apps/troad/demo/journey.ts";
import { type Government, root, startGovernment } from "../tests/kit/government.ts";
import { allSettings, browserMissing, launch, openPage, picture, type Setting, sideways, violations } from "./browser.ts";

const env = { LEDGER_PUBLISH_SECONDS: "1", LEDGER_CHECK_SECONDS: "1" };
let government: Government;
let browser: Browser;
before(async () => {
  if (browserMissing) return;
  [government, browser] = [await startGovernment({ env }), await launch()];
  await runJourney({ data: government.data, content: path.join(root, "content"), tell: () => undefined });
});
after(async () => {
  await browser?.close();
  await government?.stop();
});

/** A page of each role besides the overview where it begins, and where its first link leads. */
const roles = [
  { role: "case-officer", start: "/desk", opens: 'main a[href^="/desk/"]' },
  { role: "provider-officer", start: "/exchanges", opens: undefined },
  { role: "auditor", start: "/audit", opens: 'main a[href="/audit/records"]' },
  { role: "road-operator", start: "/registry", opens: 'main a[href^="/registry/"]' },
  { role: "operator", start: "/operator/jobs", opens: undefined },
  { role: "household-officer", start: "/registers", opens: 'main a[href="/registers/statistics"]' },
  { role: "appointing-officer", start: "/work/posts", opens: 'main a[href="/work/posts/give"]' },
];
const open = [
  "/",
  "/try",
  "/services",
  "/services/income",
  "/search?q=%E5%A0%B1%E7%A8%85",
  "/search?q=zzzz",
  "/verify",
  "/verify?code=!!",
  "/verify/AAAAAAAAAAAAAAAAAAAAAAAA",
  "/docs",
  "/about",
  "/log",
  "/inbox",
  "/no-such-page",
];

for (const setting of [
  { lang: "zh-Hant", width: 360, javaScript: true },
  { lang: "en", width: 1280, javaScript: true },
] satisfies Setting[]) {
  test(`officers see what is theirs, and nothing stands in axe's way: ${setting.lang}, ${setting.width} px`, {
    skip: browserMissing,
  }, async () => {
    for (const { role, start, opens } of roles) {
      const { context, page, complaints } = await openPage(browser, setting);
      await page.goto(`${government.portal}/try`);
      await page.locator(`button[data-role="${role}"]`).first().click();
      await page.waitForURL("**/work");
      await fine(page, `${role}-overview-${setting.lang}-${setting.width}`, setting);
      await page.goto(`${government.portal}${start}`);
      await fine(page, `${role}-${setting.lang}-${setting.width}`, setting);
      if (opens) {
        await page.locator(opens).first().click();
        await page.locator("h1").waitFor();
        await fine(page, `${role}-opened-${setting.lang}-${setting.width}`, setting);
      }
      if (role === "auditor") {
        await page.locator('a[href="/audit/records/EDU/NDU"]').click();
        await page.waitForURL("**/audit/records/EDU/NDU");
        await fine(page, `auditor-records-${setting.lang}-${setting.width}`, setting);
        await page.goto(`${government.portal}/audit/ledgers`);
        await page.locator('a[href="/audit/ledgers/pki"]').click();
        await page.waitForURL("**/audit/ledgers/pki");
        await fine(page, `auditor-ledgers-${setting.lang}-${setting.width}`, setting);
      }
      if (role === "household-officer") {
        await page.goto(`${government.portal}/registers`);
        await page.locator("#text").fill("陳");
        await page.locator("main form .tr-button").click();
        await page.locator("#text-error").waitFor();
        await fine(page, `registers-refused-${setting.lang}-${setting.width}`, setting);
        await page.locator("#text").fill("陳雅");
        await page.locator("main form .tr-button").click();
        await page.locator(".tr-lines__link").first().waitFor();
        await fine(page, `registers-hits-${setting.lang}-${setting.width}`, setting);
        await page.locator(".tr-lines__link").first().click();
        await page.locator(".tr-timeline").waitFor();
        await fine(page, `registers-record-${setting.lang}-${setting.width}`, setting);
      }
      const other = await page.goto(`${government.portal}/my-data`);
      assert.equal(other?.status(), 403, `${role} may not see a citizen's page`);
      // what every officer is shown alike, one of them looks at
      if (role === "case-officer") {
        await fine(page, `forbidden-${setting.lang}-${setting.width}`, setting);
        await page.goto(`${government.portal}/account`);
        await fine(page, `account-${setting.lang}-${setting.width}`, setting);
      }
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });

  // colours and widths have nothing to do with each other: a phone is light and a desk is dark
  const themes = allSettings ? [false, true] : [setting.width === 1280];
  test(`pages for everybody are free of barriers, light and dark: ${setting.lang}, ${setting.width} px`, {
    skip: browserMissing,
  }, async () => {
    for (const dark of themes) {
      const { context, page, complaints } = await openPage(browser, { ...setting, dark });
      for (const address of open) {
        await page.goto(`${government.portal}${address}`);
        await fine(page, `open${address.replace(/\W+/g, "-")}-${setting.lang}-${setting.width}${dark ? "-dark" : ""}`, setting);
      }
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

async function fine(page: import("playwright-core").Page, name: string, setting: Setting): Promise<void> {
  assert.equal(await page.locator("h1").count(), 1, `${name}: one h1`);
  assert.ok((await sideways(page)) <= 0, `${name} scrolls sideways at ${setting.width} px`);
  assert.deepEqual(await violations(page), [], `${name}: axe`);
  await picture(page, name);
}
