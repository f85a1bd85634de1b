import assert from "node:assert/strict";
import { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type DemoPerson, demoPeopleOf } from "../tests/kit/demo-people.ts";
import { type Government, type GovernmentOptions, startGovernment } from "../tests/kit/government.ts";
import { patient } from "../tests/kit/patience.ts";
import { fileFor } from "../tests/kit/service-begin.ts";
import { browserMissing, choosePerson, launch, look, openPage, picture, type Setting, submit } from "./browser.ts";
import { answersOf } from "./office-answers.ts";

export type Walker = { page: Page; see(name: string): Promise<void> };

/** The form of a page of questions. */
export const form = "main form";

/** Fills in what is named on the page of a question and goes on. */
export async function fillPage(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const choice = page.locator(`input[type=radio][name="${name}"][value="${value}"], input[type=checkbox][name="${name}"]`);
    if ((await choice.count()) > 0) await choice.first().check();
    else if ((await page.locator(`select[name="${name}"]`).count()) > 0) await page.selectOption(`select[name="${name}"]`, value);
    else await page.fill(`[name="${name}"]`, value);
  }
  await submit(page, form);
}

export const act = (name: string): string => `form:has(input[name=act][value="${name}"])`;

/** A case of a special category is opened with a reason. */
async function opensMasked(page: Page): Promise<void> {
  if ((await page.locator('form[action$="/open"] textarea').count()) === 0) return;
  await page.locator('form[action$="/open"] textarea').fill("審查申請");
  await submit(page, 'form[action$="/open"]');
}

/** A government and a browser for the tests of a file, and the people who walk through its pages. */
export function openScene(options: GovernmentOptions | (() => Promise<GovernmentOptions>) = {}) {
  let government: Government;
  let browser: Browser;
  let people: DemoPerson[];
  before(async () => {
    if (browserMissing) return;
    [government, browser] = [await startGovernment(typeof options === "function" ? await options() : options), await launch()];
    people = await demoPeopleOf(government);
  });
  after(async () => {
    await browser?.close();
    await government?.stop();
  });

  /** Opens a page again until something is on it: jobs work beside the people. */
  async function until(page: Page, address: string, selector: string): Promise<void> {
    const end = Date.now() + patient(20_000);
    for (;;) {
      await page.goto(`${government.portal}${address}`);
      await opensMasked(page);
      if ((await page.locator(selector).count()) > 0) return;
      if (Date.now() > end) assert.fail(`${address} never has ${selector}: ${await page.locator("main").textContent()}`);
      await page.waitForTimeout(150);
    }
  }

  return {
    government: (): Government => government,
    labelled: (label: string, index = 0): DemoPerson => people.filter((one) => one.label === label)[index] ?? assert.fail(label),
    until,
    /** People walk one after another, each signed in on pages of their own; what a page complains about ends the walk. */
    walking: async (setting: Setting, walk: (as: (person: DemoPerson) => Promise<Walker>) => Promise<void>): Promise<void> => {
      const opened: Awaited<ReturnType<typeof openPage>>[] = [];
      try {
        await walk(async ({ subject }) => {
          const one = await openPage(browser, setting);
          opened.push(one);
          const { page } = one;
          await page.goto(`${government.portal}/try`);
          await choosePerson(page, subject);
          await page.waitForURL(/\/(me|work(\/invoice|\/age-check)?|data-office(\/downgrades)?)$/);
          const looked = look(page, setting);
          // pages without scripts are looked at as well, though axe needs scripts
          const see = async (name: string): Promise<void> => {
            await looked(name);
            if (!setting.javaScript) await picture(page, `${name}-${setting.lang}-${setting.width}`);
          };
          return { page, see };
        });
        assert.deepEqual(
          opened.flatMap(({ complaints }) => complaints),
          [],
        );
      } finally {
        for (const { context } of opened) await context.close();
      }
    },
    /** An officer files it for a person who stands there, with the paper that they signed; gives the id of the case. */
    files: async (
      { page, see }: Walker,
      service: string,
      person: DemoPerson,
      change: Parameters<typeof answersOf>[1],
    ): Promise<string> => {
      const seen = (at: string) => see(at === "counter" ? `counter-${service}` : `counter-${service}-${at}`);
      return fileFor(page, government.portal, answersOf(service, change), person, seen);
    },
    /** An officer chooses an outcome, with reasons where they are given. */
    chooses: async ({ page }: Walker, id: string, outcome: string, reasons = ""): Promise<void> => {
      await until(page, `/desk/${id}`, act("choose"));
      await page.locator(`${act("choose")} input[name=outcome][value="${outcome}"]`).check();
      await page.locator(`${act("choose")} textarea[name=reasons]`).fill(reasons);
      await submit(page, act("choose"));
    },
  };
}
