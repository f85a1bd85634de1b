import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { ask, gatewayEndpoints, household, student, until } from "../tests/kit/exchange.ts";
import { type Government, startGovernment } from "../tests/kit/government.ts";
import { browserMissing, launch, openPage, type Setting, sideways, violations } from "./browser.ts";

let government: Government;
let browser: Browser;
before(async () => {
  if (!browserMissing) [government, browser] = [await startGovernment(), await launch()];
});
after(async () => {
  await browser?.close();
  await government?.stop();
});

async function fine(page: Page): Promise<void> {
  assert.equal(await page.locator("h1").count(), 1);
  assert.ok((await sideways(page)) <= 0, `${page.url()} scrolls sideways`);
  assert.deepEqual(await violations(page), [], page.url());
}

async function signIn(page: Page, role: string, start: string, which = 0): Promise<void> {
  await page.goto(`${government.portal}/try`);
  // one person of each kind is shown, the others fold away
  if (which > 0) await page.locator("summary.tr-details__summary").click();
  await page.locator(`button[data-role="${role}"]`).nth(which).click();
  await page.waitForURL(`**${start}`);
}

/** The student whose data were read finds the read, the article that opened it, and its proof. */
async function seenByStudent(setting: Setting, check: (page: Page) => Promise<void>): Promise<void> {
  const { context, page } = await openPage(browser, setting);
  await signIn(page, "citizen", "/me");
  await until(async () => {
    await page.goto(`${government.portal}/my-data`);
    return (await page.content()).includes("Given under the law, without your consent");
  }, "the read in the student's list");
  await check(page);
  await page.locator('a[href^="/my-data/TWDEMO"]').first().click();
  await page.waitForURL("**/my-data/*");
  assert.match((await page.locator("main").textContent()) ?? "", /Given under the law, without your consent\s*A test/);
  await page.goto(`${government.portal}/my-data/officers`);
  await check(page);
  await context.close();
}

for (const javaScript of [true, false])
  test(`an officer applies, the provider's approves less, the call works; she revokes, and it stops at once (${javaScript ? "with" : "without"} JavaScript)`, {
    skip: browserMissing,
  }, async () => {
    // axe is a script: where scripts are off the pages are walked alone
    const setting = { lang: "en", width: 360, javaScript } as const;
    const check = (page: Page) => (javaScript ? fine(page) : Promise.resolve());
    const [school, ministry] = [await openPage(browser, setting), await openPage(browser, setting)];
    await signIn(school.page, "case-officer", "/work");
    await school.page.goto(`${government.portal}/catalogue?q=household`);
    await check(school.page);
    await school.page.locator(`a[href="/catalogue/service?provider=${encodeURIComponent(household)}"]`).click();
    await school.page.waitForURL("**/catalogue/service?**");
    await check(school.page);
    const described = await school.page.locator("a[download]").getAttribute("href");
    const document = (await (await fetch(`${government.portal}${described}`)).json()) as { openapi: string; paths: object };
    assert.deepEqual([document.openapi, Object.keys(document.paths)], ["3.1.0", ["/find"]]);
    await school.page.locator('main form[action="/access/apply"] button').click();
    await school.page.waitForURL("**/access/apply?**");
    await check(school.page);
    const next = () => school.page.click("main form button[type=submit]");
    await next();
    await school.page.waitForSelector('[href="#subsystem"]');
    await check(school.page);
    await school.page.check("input[name=subsystem][value=AID]");
    await next();
    await school.page.fill("#purpose", "To check the name of an applicant");
    await next();
    await school.page.fill("#legalBasis", "A test");
    await next();
    await check(school.page);
    for (const field of ["name", "householdNo"]) await school.page.check(`input[name=fields][value=${field}]`);
    await next();
    await school.page.check('input[name=endpoints][value="POST /find"]');
    await next();
    await school.page.fill("#volume", "many");
    await next();
    await school.page.waitForSelector('[href="#volume"]');
    await school.page.fill("#volume", "100");
    await next();
    await next(); // without end
    await school.page.check("input[name=consent][value=no]");
    await next();
    await check(school.page);
    assert.match(
      (await school.page.locator("main").textContent()) ?? "",
      /To check the name of an applicant[\s\S]*POST \/find[\s\S]*No end date/,
    );
    await school.page.locator('main a[href*="change=purpose"]').click();
    await school.page.fill("#purpose", "To check the name of a student");
    await next();
    await school.page.waitForSelector("text=To check the name of a student");
    await next();
    await school.page.waitForURL(/\/access\/[0-9a-f-]{36}$/);
    await check(school.page);
    const path = new URL(school.page.url()).pathname;

    const [citizen, gateway] = [student(), gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer];
    const call = (fields = ["name"]) => ask({ gateway, citizen, fields });
    // with the agreement on file, which the first walk ends, a consent is missing; without it there is no right at all
    assert.match((await call()).error ?? "", /^Server\.ServerProxy\.(ConsentMissing|AccessDenied)$/);

    await signIn(ministry.page, "provider-officer", "/work");
    await ministry.page.goto(`${government.portal}${path}`);
    await check(ministry.page);
    await ministry.page.uncheck("input[name=fields][value=householdNo]");
    await ministry.page.click(`form[action="${path}/approve"] button`);
    await ministry.page.waitForSelector("text=Waiting for a second officer");
    await check(ministry.page);
    assert.match((await call()).error ?? "", /^Server\.ServerProxy\.(ConsentMissing|AccessDenied)$/, "one officer is not enough");
    await ministry.page.click(`form[action="${path}/approve"] button`);
    await ministry.page.waitForSelector("text=A second officer of your agency has to approve");
    const second = await openPage(browser, setting);
    await signIn(second.page, "provider-officer", "/work", 1);
    await second.page.goto(`${government.portal}${path}`);
    assert.equal(await second.page.isChecked("input[name=fields][value=householdNo]"), false, "what the first one chose");
    await check(second.page);
    await second.page.click(`form[action="${path}/approve"] button`);
    await second.page.waitForSelector(`form[action="${path}/revoke"]`);
    await second.context.close();
    const answer = await call();
    assert.deepEqual([answer.status, answer.body.found], [200, true], JSON.stringify(answer.body));
    assert.equal((await call(["householdNo"])).body.code, "field.not-agreed");

    await seenByStudent(setting, check);
    const old = "/access/ndu-household-1";
    await ministry.page.goto(`${government.portal}${old}`);
    if ((await ministry.page.locator(`form[action="${old}/revoke"]`).count()) > 0) {
      await ministry.page.fill("#reason-revoke", "Replaced");
      await ministry.page.click(`form[action="${old}/revoke"] button`);
      await ministry.page.waitForURL(`**${old}`);
    }
    await ministry.page.goto(`${government.portal}${path}`);
    await ministry.page.fill("#reason-revoke", "No longer needed");
    await ministry.page.click(`form[action="${path}/revoke"] button`);
    await ministry.page.waitForURL(`**${path}`);
    await until(async () => (await ministry.page.content()).includes("Revoked"), "the page");
    assert.equal((await call()).error, "Server.ServerProxy.AccessDenied", "the very next call");
    assert.deepEqual([...school.complaints, ...ministry.complaints], []);
    await Promise.all([school.context.close(), ministry.context.close()]);
  });
