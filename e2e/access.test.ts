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

/** What the school's officer answers, page after page: by law, two fields of the household register. */
const purpose = "To check the name of a student";
const answers: Record<string, string | string[]>[] = [
  { subsystem: "TWDEMO/EDU/NDU/AID" },
  { holder: "moi" },
  { service: household },
  { fields: ["name", "householdNo"], operations: ["POST /find"] },
  { purpose, legalBasis: "A test", consent: "no", promise: "yes" },
  { volume: "100" },
];

async function fill(page: Page, given: Record<string, string | string[]>): Promise<void> {
  for (const [name, value] of Object.entries(given)) {
    const control = page.locator(`main form [name="${name}"]`).first();
    const kind = await control.evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.tagName.toLowerCase()));
    if (kind === "select") await control.selectOption(value);
    else if (kind === "radio" || kind === "checkbox")
      for (const one of [value].flat()) await page.check(`main form [name="${name}"][value="${one}"]`);
    else await control.fill(String(value));
  }
}

/** An officer opens a case and chooses; the page then stands on another step. */
async function choose(page: Page, id: string, outcome: string): Promise<void> {
  await page.goto(`${government.portal}/desk/${id}`);
  const form = 'form:has(input[name="act"][value="choose"])';
  await page.check(`${form} input[name=outcome][value="${outcome}"]`);
  await page.click(`${form} button`);
  await page.waitForSelector(`${form}`, { state: "detached" });
}

for (const [at, javaScript] of [true, false].entries())
  test(`an officer applies, platform and provider grant it, the call works; it is revoked, and stops at once (${javaScript ? "with" : "without"} JavaScript)`, {
    skip: browserMissing,
  }, async () => {
    // axe is a script: where scripts are off the pages are walked alone
    const setting = { lang: "en", width: 360, javaScript } as const;
    const check = (page: Page) => (javaScript ? fine(page) : Promise.resolve());
    const [school, ministry, second, platform] = [
      ...[await openPage(browser, setting), await openPage(browser, setting)],
      ...[await openPage(browser, setting), await openPage(browser, setting)],
    ] as const;
    await signIn(school!.page, "case-officer", "/work");
    await school!.page.goto(`${government.portal}/catalogue?q=household`);
    await check(school!.page);
    await school!.page.locator(`a[href="/catalogue/service?provider=${encodeURIComponent(household)}"]`).click();
    await school!.page.waitForURL("**/catalogue/service?**");
    await check(school!.page);
    const described = await school!.page.locator("a[download]").getAttribute("href");
    const document = (await (await fetch(`${government.portal}${described}`)).json()) as { openapi: string; paths: object };
    assert.deepEqual([document.openapi, Object.keys(document.paths)], ["3.1.0", ["/find"]]);
    await school!.page.locator('main form[action="/services/data-access"] button').click();
    await school!.page.waitForURL("**/services/data-access**");
    await check(school!.page);
    await school!.page.locator("form[action$='/start'] button").click();
    await school!.page.waitForURL("**/form/user");
    const next = () => school!.page.click("main form button[type=submit]");
    await next();
    await school!.page.waitForSelector('.tr-error-summary [href="#subsystem"]');
    await check(school!.page);
    for (const given of answers) {
      const basis = at > 0 && "purpose" in given ? { ...given, purpose: `${purpose} again` } : given;
      await fill(school!.page, basis);
      await check(school!.page);
      await next();
    }
    await school!.page.waitForURL("**/check");
    await check(school!.page);
    assert.match((await school!.page.locator("main").textContent()) ?? "", /Household number[\s\S]*POST \/find[\s\S]*A test/);
    await next();
    await school!.page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
    const id = /\/cases\/([0-9a-f-]{36})/.exec(school!.page.url())![1]!;
    await check(school!.page);

    const [citizen, gateway] = [student(), gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer];
    const call = (fields = ["name"]) => ask({ gateway, citizen, fields });
    // with the agreement on file, which the first walk ends, a consent is missing; without it there is no right at all
    const denied = /^Server\.ServerProxy\.(ConsentMissing|AccessDenied)$/;
    await signIn(platform!.page, "road-operator", "/work");
    await until(async () => {
      await platform!.page.goto(`${government.portal}/desk/${id}`);
      return (await platform!.page.locator("input[name=outcome]").count()) > 0;
    }, "the case at the platform");
    await check(platform!.page);
    await choose(platform!.page, id, "complete");
    await signIn(ministry!.page, "provider-officer", "/work");
    await ministry!.page.goto(`${government.portal}/desk`);
    await check(ministry!.page);
    await choose(ministry!.page, id, "granted");
    await check(ministry!.page);
    assert.match((await call()).error ?? "", denied, "one officer is not enough");
    await signIn(second!.page, "provider-officer", "/work", 1);
    await choose(second!.page, id, "granted");
    const right = `/access/${id}`;
    await until(async () => {
      await ministry!.page.goto(`${government.portal}${right}`);
      return (await ministry!.page.locator(`form[action="${right}/revoke"]`).count()) > 0;
    }, "the right");
    await check(ministry!.page);
    const answer = await call();
    assert.deepEqual([answer.status, answer.body.found], [200, true], JSON.stringify(answer.body));
    assert.equal((await call(["birthDate"])).body.code, "field.not-agreed");
    await school!.page.goto(`${government.portal}/cases/${id}`);
    await school!.page.waitForSelector("text=Access granted");
    await check(school!.page);

    await seenByStudent(setting, check);
    const old = "/access/ndu-household-1";
    for (const [address, reason] of [
      [old, "Replaced"],
      [right, "No longer needed"],
    ] as const) {
      await ministry!.page.goto(`${government.portal}${address}`);
      if ((await ministry!.page.locator(`form[action="${address}/revoke"]`).count()) === 0) continue;
      await ministry!.page.fill("#reason-revoke", reason);
      await ministry!.page.click(`form[action="${address}/revoke"] button`);
      await until(async () => (await ministry!.page.content()).includes("Revoked"), "the page");
    }
    assert.equal((await call()).error, "Server.ServerProxy.AccessDenied", "the very next call");
    const all = [school!, ministry!, second!, platform!];
    assert.deepEqual(
      all.flatMap(({ complaints }) => complaints),
      [],
    );
    await Promise.all(all.map(({ context }) => context.close()));
  });

test("addresses of before lead on: forms to the service, decisions to the right as it stands", {
  skip: browserMissing,
}, async () => {
  const leads = async (address: string, method = "GET") =>
    (
      await fetch(`${government.portal}${address}`, { method, redirect: "manual", headers: { origin: government.portal } })
    ).headers.get("location");
  assert.equal(await leads(`/access/apply?provider=${encodeURIComponent(household)}`), "/services/data-access");
  assert.equal(await leads("/access/apply", "POST"), "/services/data-access");
  for (const act of ["approve", "refuse"]) assert.equal(await leads(`/access/x/${act}`, "POST"), "/access/x");
});
