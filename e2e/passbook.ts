import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { enterDeath } from "../tests/kit/deaths.ts";
import { demoPeopleOf } from "../tests/kit/demo-people.ts";
import type { Government } from "../tests/kit/government.ts";
import { choosePerson, look, openPage, picture, type Setting, settings } from "./browser.ts";

type Scene = { government: Government; browser: Browser };

/** The pages of someone signed in; `see` looks at one, with scripts or without. */
async function signedIn({ government, browser, setting }: Scene & { setting: Setting }, label: string) {
  const opened = await openPage(browser, setting);
  const { page } = opened;
  const person = (await demoPeopleOf(government)).find((one) => one.label === label) ?? assert.fail(label);
  await page.goto(`${government.portal}/try`);
  await choosePerson(page, person.subject);
  await page.waitForURL(/\/me$/);
  const looked = look(page, setting);
  const see = async (name: string): Promise<void> => {
    await looked(name);
    await picture(page, `${name}-${setting.lang}-${setting.width}`);
  };
  return { ...opened, person, see };
}

async function shows(page: Page, ...figures: string[]): Promise<void> {
  const text = (await page.locator("main").textContent()) ?? "";
  for (const figure of figures) assert.ok(text.includes(figure), `${figure} on ${page.url()}`);
}

/** From the person's own page to what is late, why, the calendar, and the page of the payment. */
export async function payInPassbook(scene: Scene & { setting: Setting }): Promise<void> {
  const { context, page, complaints, see } = await signedIn(scene, "car-owner");
  const { portal } = scene.government;
  try {
    await page.locator('main a[href="/tax/passbook"]').first().click();
    await page.waitForURL("**/tax/passbook");
    await see("passbook");
    await page.locator("#attention a").first().click();
    await page.waitForURL("**/tax/passbook/LE115-*");
    // twenty days after 30 April: six steps of one per cent on the 600 that are not paid
    await shows(page, "7,120", "636", scene.setting.lang === "en" ? "In arrears" : "逾期未繳");
    await see("passbook-tax");
    await page.goto(`${portal}/tax/passbook/taxes`);
    await see("passbook-taxes");
    await page.goto(`${portal}/tax/passbook/calendar`);
    await page.locator('form[action$="/calendar"] button').click();
    await page.locator('a[href$=".ics"]').waitFor();
    await see("passbook-calendar");
    await page.goto(`${portal}/tax/passbook`);
    await page.locator("#attention a").first().click();
    await page.locator('form[action$="/pay"] button').click();
    await page.waitForURL("**/pay/sandbox/*");
    await shows(page, "636");
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** After a death the spouse sees the taxes of who died; the car owner of the scene is dead from then on. */
export async function inheritPassbook(scene: Scene): Promise<void> {
  const owner = (await demoPeopleOf(scene.government)).find(({ label }) => label === "car-owner")!;
  await enterDeath(scene.government, owner.nationalId, "2026-05-20");
  for (const setting of settings) {
    const { context, page, complaints, see } = await signedIn({ ...scene, setting }, "car-owners-spouse");
    try {
      await page.goto(`${scene.government.portal}/tax/passbook`);
      await page.locator('#others a[href$="/of/heir-spouse"]').click();
      await page.waitForURL("**/of/heir-spouse");
      await shows(page, owner.name, setting.lang === "en" ? "as an heir" : "繼承人");
      await see("passbook-heir");
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }
}
