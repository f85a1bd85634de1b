import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { shiftedClock, sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import { markupFaults } from "../e2e/crawl/html-rules.ts";
import { handIn, student, until, walk } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

const clock = shiftedClock();
let government: Government;
before(async () => {
  government = await startGovernment({ clock, env: { ENTITLED_CHECK_SECONDS: "1" } });
});
after(() => government?.stop());

const citizen = student(0);
const signedIn = async (subject: string, lang = "en"): Promise<Browser> => {
  const browser = new Browser(lang);
  await browser.post(`${government.portal}/auth/demo`, { subject, return: "/" });
  return browser;
};
const address = (): string => `${government.portal}/me/entitled`;
const found = async (browser: Browser): Promise<string> => (await browser.get(address())).text;
const dayMs = 86_400_000;

test("nobody is looked at before they say yes; then a low-income student is told of the reduction, why, and by which article", async () => {
  const browser = await signedIn(citizen.subject);
  const off = await browser.get(address());
  assert.match(off.text, /Look for me/);
  assert.deepEqual(await markupFaults(off.text, "/me/entitled"), []);
  const db = government.running.schemas.of("entitled");
  assert.deepEqual(await db.rows(sql`select 1 from watch`), []);
  const on = await browser.post(address(), { act: "on" });
  assert.match(on.text, /Switch off and forget/);
  await until(async () => /\/services\/tuition-reduction"/.test(await found(browser)), "the finding");
  const page = await browser.get(address());
  assert.match(page.text, /You study, and your household[\s\S]+第 3 條/);
  assert.deepEqual(await markupFaults(page.text, "/me/entitled"), []);
  assert.match((await (await signedIn(citizen.subject, "zh-TW")).get(address())).text, /可減免學雜費/);
  const told = await government.running.use(notifyApi).inbox({ to: citizen.subject, limit: 10, lang: "en" });
  const message = told.find(({ template }) => template === "may-be-entitled") ?? assert.fail("no message");
  assert.ok(!/tuition|income/i.test(`${message.subject} ${message.body}`), "a message gives no reason");
  const uses = await government.running.use(mydataApi).usesOf(citizen.subject, { limit: 100 }, citizen.nationalId);
  assert.ok(uses.length >= 4);
  assert.match((await browser.get(`${government.portal}/my-data`)).text, /To tell you which help you may apply for/);
  const stored = JSON.stringify([await db.rows(sql`select * from watch`), await db.rows(sql`select * from finding`)]);
  assert.ok(!stored.includes(citizen.nationalId) && !stored.includes('low"'), "what was read is not kept");
});

test("attack: others see nothing of it; what was applied for or dismissed is left out; switching off forgets", async () => {
  const browser = await signedIn(citizen.subject);
  const stranger = await signedIn(student(1).subject);
  assert.match(await found(stranger), /Look for me/);
  const nobody = await new Browser("en").get(address());
  assert.ok(!nobody.text.includes("Look for me"), "who is not signed in is asked to");
  await stranger.post(address(), { act: "dismiss", rule: "tuition-low-income" });
  assert.match(await found(browser), /\/services\/tuition-reduction"/);
  await browser.post(address(), { act: "dismiss", rule: "tuition-low-income" });
  assert.ok(!/\/services\/tuition-reduction"/.test(await found(browser)));
  await stranger.post(address(), { act: "on" });
  await until(async () => /\/services\/tuition-reduction"/.test(await found(stranger)), "the finding");
  await handIn(government.running, student(1), walk("low"));
  assert.ok(!/\/services\/tuition-reduction"/.test(await found(stranger)), "it is applied for");
  await stranger.post(address(), { act: "off" });
  const left = await government.running.schemas
    .of("entitled")
    .rows(sql`select subject from finding where subject = ${student(1).subject}`);
  assert.deepEqual(left, []);
});

test("a month later it looks again, and after a year it has forgotten", async () => {
  const looks = () =>
    government.running.schemas
      .of("entitled")
      .one<{ looks: number }>(sql`select looks from watch where subject = ${citizen.subject}`);
  assert.equal((await looks())?.looks, 1);
  clock.shift(31 * dayMs);
  await until(async () => (await looks())?.looks === 2, "the second look");
  clock.shift(366 * dayMs);
  await until(async () => (await looks()) === undefined, "the end of the year");
});
