import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { type Government, startGovernment } from "../tests/kit/government.ts";
import { overdueNotice } from "../tests/kit/notices.ts";
import {
  browserMissing,
  describeSetting,
  launch,
  openPage,
  picture,
  type Setting,
  settings,
  sideways,
  violations,
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

async function fine(page: Page, name: string, setting: Setting): Promise<void> {
  await picture(page, `messages-${name}-${setting.lang}-${setting.width}`);
  assert.equal(await sideways(page), 0, name);
  // axe waits for frames, which never answer without JavaScript
  if (setting.javaScript) assert.deepEqual(await violations(page), [], name);
}

async function signIn(page: Page, role: string): Promise<void> {
  await page.goto(`${government.portal}/try`);
  await page.locator(`button[data-role="${role}"]`).first().click();
  await page.waitForURL(/\/(me|work)$/);
}

/** The newest code on the page of what was sent. */
async function codeSent(page: Page, address: string): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    await page.goto(`${government.portal}/inbox/sent`);
    const code = /\d{6}/.exec(
      (await page
        .locator("tr", { hasText: address })
        .first()
        .textContent({ timeout: 500 })
        .catch(() => "")) ?? "",
    );
    if (code) return code[0];
  }
  throw new Error("no code was sent");
}

for (const [place, setting] of settings.entries())
  test(`a person adds and confirms an address, chooses topics and removes it: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    const address = `person${place}@mail.example`;
    const submit = () => page.locator("main form button").first().click();
    await signIn(page, "citizen");
    await page.goto(`${government.portal}/me/messages`);
    await page.locator('main a[href="/me/messages/reach"]').click();
    await page.locator('a[href="/me/messages/reach/add/mail"]').click();
    await page.locator("[name=value]").fill("no address");
    await submit();
    assert.equal((await page.locator("[name=value][aria-invalid=true], .tr-error-message").count()) > 0, true);
    await fine(page, "add", setting);
    await page.locator("[name=value]").fill(address);
    await submit();
    await page.waitForURL(/reach\/[0-9a-f-]{36}$/);
    const codePage = page.url();
    const code = await codeSent(page, address);
    await fine(page, "sent", setting);
    await page.goto(codePage);
    await page.locator("[name=code]").fill(code === "000000" ? "000001" : "000000");
    await submit();
    await page.locator(".tr-error-message").waitFor();
    await fine(page, "code", setting);
    await page.locator("[name=code]").fill(code);
    await submit();
    await page.waitForURL("**/me/messages/reach");
    await fine(page, "reach", setting);
    await page.locator('a[href="/me/messages/topics"]').click();
    await page.locator('[name=mail][value="invoices"]').uncheck();
    await fine(page, "topics", setting);
    await submit();
    await page.goto(`${government.portal}/me/messages/topics`);
    assert.equal(await page.locator('[name=mail][value="invoices"]').isChecked(), false);
    assert.equal(await page.locator('[name=mail][value="cases"]').isChecked(), true);
    await page.goto(`${government.portal}/me/messages/reach`);
    await page.locator('main form[action$="/remove"] button').first().click();
    await page.locator("main", { hasText: address }).waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
    await context.close();
  });

/** Notifications are no part of the browser without windows. */
const chromium = "/usr/bin/chromium";
const isWhole = fs.existsSync(chromium);

test("a message that a push service brings is shown by the worker of the page", {
  skip: isWhole ? false : "needs chromium",
}, async () => {
  const origin = new URL(government.portal).origin;
  const whole = await playwright.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
  const context = await whole.newContext();
  await context.grantPermissions(["notifications"], { origin });
  const page = await context.newPage();
  await signIn(page, "citizen");
  const cdp = await context.newCDPSession(page);
  const registered = new Promise<string>((done) =>
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => new URL(scopeURL).pathname === "/me/");
      if (own) done(own.registrationId);
    }),
  );
  await cdp.send("ServiceWorker.enable");
  await page.goto(`${government.portal}/me/messages/reach`);
  await page.locator("[data-push-key][data-ready]").waitFor();
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  const data = JSON.stringify({
    title: "您的申請已核准",
    body: "請至網站查看",
    link: `${origin}/me/messages`,
    tag: "one",
    lang: "zh-Hant",
  });
  await cdp.send("ServiceWorker.deliverPushMessage", { origin, registrationId: await registered, data });
  const shown =
    'navigator.serviceWorker.ready.then((own) => own.getNotifications()).then((all) => all.map(({ title, body }) => title + "|" + body))';
  let notices: unknown[] = [];
  for (let tries = 0; tries < 200 && notices.length === 0; tries++) {
    notices = (await page.evaluate(shown)) as unknown[];
    await page.waitForTimeout(50);
  }
  assert.deepEqual(notices, ["您的申請已核准|請至網站查看"]);
  await whole.close();
});

for (const setting of settings)
  test(`an officer prints, posts and follows a notice that nobody opened: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const id = await overdueNotice(government, `notice ${setting.lang}`);
    const { context, page, complaints } = await openPage(browser, setting);
    await signIn(page, "case-officer");
    await page.locator('main a[href="/work/notices"]').first().click();
    await fine(page, "notices", setting);
    await page.locator(`main a[href="/work/notices/${id}"]`).first().click();
    const act = (step: string) => page.locator(`button[formaction$="/${step}"]`).click();
    await act("printed");
    await page.locator("[name=number]").fill("12");
    await act("posted");
    await page.locator(".tr-error-message").waitFor();
    await fine(page, "notice", setting);
    await page.locator("[name=number]").fill("12345678901234");
    await act("posted");
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10).split("-");
    for (const [at, part] of today.entries())
      await page
        .locator("main form input:not([type=hidden])")
        .nth(at)
        .fill(at === 0 && (await isRoc(page)) ? String(Number(part) - 1911) : part);
    await act("delivered");
    await page.locator("main [role=status]").waitFor();
    await fine(page, "notice-done", setting);
    assert.deepEqual(complaints, []);
    await context.close();
  });

/** Whether the year is asked by the calendar of the Republic. */
const isRoc = async (page: Page): Promise<boolean> => /民國/.test((await page.locator("main form").textContent()) ?? "");

test("an operator sees every template in both languages, and what came back", { skip: browserMissing }, async () => {
  const setting = settings[0]!;
  const { context, page } = await openPage(browser, setting);
  await signIn(page, "operator");
  await page.goto(`${government.portal}/work/templates`);
  assert.ok((await page.locator('main [lang="en"]').count()) >= 20);
  await fine(page, "templates", setting);
  await page.goto(`${government.portal}/work/returned`);
  await fine(page, "returned", setting);
  await context.close();
});
