import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { openContent } from "@troad/kernel";
import { exampleSchema, type JourneyExample } from "../modules/journeys/domain/schema.ts";
import type { DemoPerson } from "../tests/kit/demo-people.ts";
import { root } from "../tests/kit/government.ts";
import { fillOne } from "../tests/kit/service-form.ts";
import { browserMissing, describeSetting, type Setting, sideways, submit } from "./browser.ts";
import { openScene, type Walker } from "./walkers.ts";

/**
 * The seven life events as one application each, on a phone, each page in both languages: two are submitted, the others come to the page on which they
 * are checked.
 */
const { government, labelled, walking, until } = openScene();

const examples = openContent([path.join(root, "content")]).read("life-events", "example.json", exampleSchema);

type Sent = Record<string, string | string[]>;
/** The answers of the path that the example names for a service. */
function answersFor(example: JourneyExample, service: string): Sent {
  const file = path.join(root, "content", "services", service, "paths.json");
  const paths = JSON.parse(fs.readFileSync(file, "utf8")) as { id: string; answers: Record<string, Sent> }[];
  const found = paths.find(({ id }) => id === example.paths[service]) ?? assert.fail(`${service} is in no example`);
  return Object.assign({}, ...Object.values(found.answers), example.instead?.[service]) as Sent;
}

/** The same page in the other language, by the button in the menu of a phone; what is asked next is in that language too. */
async function turn(page: Walker["page"]): Promise<void> {
  const before = await page.locator("html").getAttribute("lang");
  await page.locator(".tr-menu > summary").click();
  await Promise.all([page.waitForEvent("load"), page.locator('.tr-menu form[action="/language"] button').click()]);
  assert.notEqual(await page.locator("html").getAttribute("lang"), before);
  assert.doesNotMatch((await page.locator("main").textContent()) ?? "", /journeys\.|ask\.|why\./, "a text is missing");
  assert.ok((await sideways(page)) <= 0, `${page.url()} is wider than the phone`);
}

/** Answers a life event as its example does, to the page of all answers; looks at the pages that each has. */
async function answers(
  { page, see }: Walker,
  event: string,
  example: JourneyExample,
  { name: signer }: DemoPerson,
): Promise<string[]> {
  await page.goto(`${government().portal}/life-events/${event}`);
  await page.locator(`main a[href="/life-events/${event}/apply"]`).click();
  await page.waitForURL(/\/apply$/);
  if (event === "birth") await see(`journey-${event}-begin`);
  await submit(page, `form[action$="/apply"]`);
  const asked: string[] = [];
  for (let pages = 0; pages < 40; pages++) {
    const { pathname } = new URL(page.url());
    await turn(page);
    if (/\/check$/.test(pathname)) return asked;
    if (/\/services$/.test(pathname)) {
      // axe takes longer than a page: the pages that all events share are looked at in two of them
      if (event === "birth" || event === "moving") await see(`journey-${event}-services`);
      for (const left of example.without ?? []) {
        const box = page.locator(`main input[name="service"][value="${left}"]`);
        if ((await box.count()) > 0) await box.uncheck();
      }
      await submit(page, 'main form[action$="/services"]');
      continue;
    }
    const [, about, service, question] =
      /\/(?:about\/([^/]+)|questions\/([^/]+)\/([^/]+))$/.exec(pathname) ?? assert.fail(pathname);
    asked.push(about ?? `${service}/${question}`);
    // errors stand beside their field, whatever the page asks
    if (asked.length === 2 && (event === "birth" || event === "moving")) {
      await submit(page, "main form");
      if ((await page.locator(".tr-error-summary").count()) > 0) await see(`journey-${event}-errors`);
    }
    const sent = about === undefined ? answersFor(example, service!) : example.situation[about]!;
    await fillOne(page, sent, { signer, signatures: new Set(["signed"]) });
  }
  return assert.fail("it does not come to its end");
}

const phone = (lang: Setting["lang"], javaScript: boolean): Setting => ({ lang, width: 360, javaScript });
/** Who has each event, in which language, and whether it is submitted. */
const walks: [event: string, label: string, setting: Setting, submits: boolean][] = [
  ["birth", "mother", phone("zh-Hant", true), true],
  ["moving", "mother", phone("en", false), true],
  ["study", "low", phone("en", true), false],
  ["work", "none", phone("zh-Hant", false), false],
  ["care", "mid-low", phone("en", true), false],
  ["death", "father", phone("zh-Hant", true), false],
  ["business", "father", phone("en", false), false],
];

test("no life event is left out", () => {
  assert.deepEqual(walks.map(([event]) => event).sort(), examples.map(({ id }) => id).sort());
});

for (const [event, label, setting, submits] of walks)
  test(`${event}: ${describeSetting(setting)}`, { skip: browserMissing }, () =>
    walking(setting, async (as) => {
      const person = labelled(label);
      const walker = await as(person);
      const { page, see } = walker;
      const { value: example } = examples.find(({ id }) => id === event)!;
      const asked = await answers(walker, event, example, person);
      assert.equal(new Set(asked).size, asked.length, "no page comes twice");
      await see(`journey-${event}-check`);
      const text = (await page.locator("main").textContent()) ?? "";
      assert.doesNotMatch(text, /journeys\.|ask\.|why\./, "a text is missing");
      if (event === "study") {
        const own = new URL(page.url()).pathname.replace(/\/check$/, "");
        await page.goto(`${government().portal}/journeys`);
        await page.locator(`main a[href="${own}/delete"]`).click();
        await page.waitForURL(/\/delete$/);
        await see(`journey-${event}-delete`);
        await submit(page, 'main form[action$="/delete"]');
        assert.equal(await page.locator(`main a[href^="${own}"]`).count(), 0);
      }
      if (!submits) return;
      const agree = page.locator("main form input[name=agree][value=yes]");
      if ((await agree.count()) > 0) await agree.check();
      await submit(page, 'main form[action$="/check"]');
      const { pathname } = new URL(page.url());
      await until(page, pathname, 'main a[href^="/cases/"]');
      await see(`journey-${event}-overview`);
      await page.goto(`${government().portal}/journeys`);
      assert.equal(await page.locator(`main a[href="${pathname}"]`).count(), 1);
      await see(`journey-${event}-list`);
    }),
  );
