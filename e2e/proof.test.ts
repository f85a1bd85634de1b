import assert from "node:assert/strict";
import { test } from "node:test";
import { addAuthenticator } from "../modules/eid/test/virtual-authenticator.ts";
import { fillForm } from "../tests/kit/service-form.ts";
import { browserMissing, describeSetting, settings, submit } from "./browser.ts";
import { answersOf } from "./office-answers.ts";
import { openScene } from "./walkers.ts";

const { government, labelled, walking } = openScene();

// passkeys are a script's work
for (const setting of settings.filter(({ javaScript }) => javaScript))
  test(
    `who came in by a passkey is asked for the card before a form is sent, and finds the answers kept: ${describeSetting(setting)}`,
    {
      skip: browserMissing,
    },
    () =>
      walking(setting, async (as) => {
        const [director, partner] = [labelled("low"), labelled("none")];
        const { portal } = government();
        const { page, see } = await as(director);
        await addAuthenticator(page);
        await page.goto(`${portal}/eid/account`);
        await page.locator("[data-passkey=create] button").click();
        await page.locator("form[action*=passkeys]").first().waitFor();
        await page.context().clearCookies();

        await page.goto(`${portal}/auth/sign-in?return=/services/company-registration`);
        await page.locator("[data-passkey=get] button").click();
        await page.waitForURL(`${portal}/services/company-registration`);
        await submit(page, "form[action$='/start']");
        const { service, path } = answersOf("company-registration", ({ company, founders }) => {
          Object.assign(company!, { companyName: "示範登入股份有限公司" });
          for (const [index, { name, nationalId }] of [director, partner].entries())
            Object.assign(founders!, {
              [`founders-${index}-founderName`]: name,
              [`founders-${index}-founderId`]: nationalId,
              [`founders-${index}-share`]: "250000",
            });
        });
        await fillForm(page, service, path, { signer: director.name, seen: async () => undefined });
        await see("proof-card-wanted");
        assert.equal(await page.locator("main form[action$='/check']").count(), 0, "nothing can be sent yet");
        const check = new URL(page.url()).pathname;
        await page.locator("main a[href*='proof=card']").click();
        await page.waitForURL(/\/eid\/interaction\//);
        assert.equal(await page.locator("[data-passkey=get]").count(), 0, "a passkey does not suffice");
        await see("proof-card-sign-in");
        const card = page.locator(`input[name=subject][value="${director.subject}"]`);
        if (!(await card.isVisible())) await page.locator("main details > summary").first().click();
        await card.check();
        const hint = (await page.locator(`#${await card.getAttribute("aria-describedby")}`).textContent()) ?? "";
        await page.locator("#pin").fill(/\d{6}/.exec(hint)![0]);
        await page
          .locator("main form[action$='/card'] button[type=submit], main form[action$='/card'] button:not([type])")
          .last()
          .click();
        await page.waitForURL(`${portal}${check}`);
        assert.match((await page.locator("main").textContent()) ?? "", /示範登入股份有限公司/);
        await see("proof-check");
        const agree = page.locator("main form input[name=agree][value=yes]");
        if ((await agree.count()) > 0) await agree.check();
        await submit(page, "main form[action$='/check']");
        assert.match(page.url(), /\/cases\/[0-9a-f-]{36}$/);
      }),
  );
