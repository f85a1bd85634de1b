import assert from "node:assert/strict";
import { eidApi } from "@troad/eid/api";
import type { Browser as Chromium, Page } from "playwright-core";
import { Browser } from "../../apps/troad/demo/browser.ts";
import type { Government } from "../../tests/kit/government.ts";
import { type Copy, present, Wallet } from "../../tests/kit/wallet.ts";
import { choosePerson, look, openPage, type Setting } from "../browser.ts";

export const plain = (page: string): string => page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

/** Every string and number of a presentation, in whatever part of it. */
export function valuesIn(presentation: string): Set<string> {
  const found = new Set<string>(presentation.split(/[.~]/).filter(Boolean));
  const walk = (value: unknown): void => {
    if (typeof value === "object" && value !== null) for (const each of Object.values(value)) walk(each);
    else found.add(String(value));
  };
  const [token, ...rest] = presentation.split("~");
  for (const jws of [token!, rest.at(-1)!])
    for (const part of jws.split(".").slice(0, 2)) walk(JSON.parse(Buffer.from(part, "base64url").toString("utf8")));
  for (const disclosure of rest.slice(0, -1)) walk(JSON.parse(Buffer.from(disclosure, "base64url").toString("utf8")));
  return found;
}

/** What a browser does with a form whose answer leads into an app: it stops at the app's address. */
export async function leads(browser: Browser, url: string, act: string): Promise<string> {
  const cookie = (at: string) => ({
    cookie: browser
      .cookiesFor(at)
      .map(({ name, value }) => `${name}=${value}`)
      .join("; "),
  });
  const options = { redirect: "manual" as const, method: "POST", body: new URLSearchParams({ act }).toString() };
  const headers = { ...cookie(url), origin: new URL(url).origin, "content-type": "application/x-www-form-urlencoded" };
  let answer = await fetch(url, { ...options, headers });
  for (let hop = 0; hop < 5; hop++) {
    const to = answer.headers.get("location");
    if (to === null) throw new Error(`${answer.status} ${plain(await answer.text())}`);
    if (to.startsWith("tw-digital-wallet:")) return to;
    answer = await fetch(new URL(to, url), { redirect: "manual", headers: cookie(new URL(to, url).href) });
  }
  throw new Error("no end");
}

/** What the wallet answers to the code that the page asks with, read from the screen. */
export async function answerAt(page: Page, copy: Copy, at: Date, claim = "age_over_18"): Promise<string> {
  await page.locator('[data-part="ask"]').click();
  const nonce = (await page.locator('[data-part="code"]').textContent())!;
  return present(copy, { [claim]: true }, { aud: "counter", nonce, iat: Math.floor(at.getTime() / 1_000) });
}
export async function says(page: Page, text: string): Promise<string> {
  await page.locator("textarea").fill(text);
  await page
    .locator("form button", { hasText: /Check|查驗/ })
    .last()
    .click();
  const result = page.locator('[data-part="result"]:not(:empty)');
  await result.waitFor();
  return (await result.textContent())!;
}

/** The number on the telephone that answered. */
export const numberAt = async (address: string): Promise<string> =>
  /<h1[^>]*>(\d{4})</.exec((await new Browser("en").get(address)).text)![1]!;

/** The pages on a phone and at a desk, with and without JavaScript, to a clerk who reads the answer. */
export async function walkPages(chromium: Chromium, government: Government, copy: Copy): Promise<void> {
  for (const phone of [
    { lang: "zh-Hant", width: 360, javaScript: true },
    { lang: "en", width: 360, javaScript: false },
  ] as const) {
    const { context: mobile, page: own } = await openPage(chromium, phone);
    const shows = look(own, phone);
    const people = await government.running.use(eidApi).demoPeople();
    const person = people.find(({ label }) => label === "grandmother")!;
    await own.goto(`${government.portal}/try`);
    await choosePerson(own, person.subject);
    await own.goto(`${government.portal}/me/card`);
    await own.locator('a[href$="/me/wallet"]').click();
    await shows("wallet-own");
    await own.locator('button[value="offer"]').first().click();
    await own.locator('a[href^="openid-credential-offer:"]').waitFor();
    await shows("wallet-offer");
    await mobile.close();
  }
  const desk: Setting = { lang: "zh-Hant", width: 1280, javaScript: false };
  const { context: office, page: clerk } = await openPage(chromium, desk);
  const shows = look(clerk, desk);
  const officer = (await government.running.use(eidApi).demoPeople()).find(({ label }) => label === "counter-clerk")!;
  await clerk.goto(`${government.portal}/try`);
  await choosePerson(clerk, officer.subject);
  await clerk.goto(`${government.portal}/work/age-check`);
  await shows("wallet-check");
  await clerk.locator("main form button").click();
  const link = (await clerk.locator("main code").textContent())!;
  await shows("wallet-waiting");
  const wallet = new Wallet();
  const { body } = await wallet.show(await wallet.asked(link), copy);
  await clerk.reload();
  await shows("wallet-number");
  await clerk.locator("#number").fill(await numberAt(body.redirect_uri!));
  await clerk.locator("main form button").click();
  assert.match((await clerk.locator("main").textContent())!, /已滿 18 歲/);
  await shows("wallet-outcome");
  await office.close();
}
