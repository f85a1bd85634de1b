import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { Browser, targets } from "../apps/troad/demo/browser.ts";
import { signInWithCard } from "../apps/troad/demo/card.ts";
import { until } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

type Person = { role: string; subject: string; label: string; p12: string; pin: string };
let government: Government;
let students: Person[];
const student = (label: string, at = 0): Person => students.filter((one) => one.label === label)[at]!;
before(async () => {
  government = await startGovernment();
  const all = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
  students = all.filter(({ role }) => role === "citizen");
});
after(() => government.stop());

const service = "tuition-reduction";
const answers = {
  semester: { semester: "115-1" },
  fees: { tuitionAndFees: "2.85萬", otherSubsidy: "no" },
  refund: { alreadyPaid: "no" },
  contact: { email: "student@ndu.example" },
};

/** Opens an application and answers every page but the last ones that are left out. */
async function fill(browser: Browser, pages: readonly (keyof typeof answers)[]): Promise<string> {
  const { url } = await browser.post(`${government.portal}/services/${service}/start`, {});
  const address = url.replace(/\/(form|check).*$/, "");
  for (const page of pages) await browser.post(`${address}/form/${page}`, answers[page]);
  return address;
}
const allPages = ["semester", "fees", "refund", "contact"] as const;

async function signedIn(person: Person): Promise<Browser> {
  const browser = new Browser("en");
  await signInWithCard(browser, government.portal, person, "/me");
  return browser;
}
const isDecided = (id: string, subject: string) =>
  until(async () => {
    const found = await government.running.use(casesApi).view({ id, subject });
    return found.state === "decided" ? found : undefined;
  }, "the decision");
const idOf = (address: string): string => address.split("/").pop()!;

test("a fault is a page of its own that names the question, and an altered cookie shows nothing", async () => {
  const browser = await signedIn(student("low"));
  const address = await fill(browser, ["semester"]);
  const refused = await browser.post(`${address}/form/fees`, { tuitionAndFees: "3萬5" });
  assert.match(refused.url, /\/form\/fees\?kept=1$/);
  assert.match(refused.text, /href="#tuitionAndFees">“Tuition and fees for this semester \(NT\$\)” must be a number/);
  assert.match(refused.text, /href="#otherSubsidy">Select yes if you already get another subsidy/);
  assert.match(refused.text, /value="3萬5"/, "what was typed is there");
  assert.match((await browser.get(refused.url)).text, /value="3萬5"/, "reload shows it again");
  assert.doesNotMatch((await browser.get(`${address}/form/fees`)).text, /value="3萬5"/);
  const cookie = browser
    .cookiesFor(refused.url)
    .map(({ name, value }) => `${name}=${name === "kept" ? `${value.slice(0, -4)}AAAA` : value}`);
  const altered = await fetch(refused.url, { headers: { accept: "text/html", cookie: cookie.join("; ") } });
  assert.doesNotMatch(await altered.text(), /3萬5/);
});

test("a session that ends in mid-form loses nothing, and another person sees none of it", async () => {
  const person = student("mid-low");
  const browser = await signedIn(person);
  const address = await fill(browser, ["semester"]);
  await browser.post(`${government.portal}/auth/sign-out`, {});
  const asked = await browser.post(`${address}/form/fees`, answers.fees);
  assert.match(asked.url, /\/eid\/interaction\//, "one signs in first");
  const pathname = new URL(`${address}/form/fees`).pathname;
  const back = await signInWithCard(browser, government.portal, person, `${pathname}?kept=1`);
  assert.match(back.url, /\/form\/fees\?kept=1$/);
  assert.match(back.text, /You were signed out; nothing is lost/);
  assert.match(back.text, /value="2\.85萬"/);
  const other = await signInWithCard(browser, government.portal, student("none"), `${pathname}?kept=1`);
  assert.equal(other.status, 404);
  assert.doesNotMatch(other.text, /2\.85萬/);
});

test("the same is granted once: of two submissions at once one wins, and the page leads to what there is", async () => {
  const person = student("low");
  const { subject } = person;
  const cases = government.running.use(casesApi);
  const browser = await signedIn(person);
  const address = await fill(browser, allPages);
  await Promise.all([1, 2].map(() => cases.submit({ id: idOf(address), subject })));
  const id = idOf((await browser.post(`${government.portal}/services/${service}/start`, {})).url.replace(/\/form.*$/, ""));
  assert.notEqual(id, idOf(address));
  const { standing } = await cases.answer({ id, subject, page: "semester", values: answers.semester });
  assert.equal(standing?.id, idOf(address));
  const page = await browser.post(`${government.portal}/cases/${id}/form/semester`, answers.semester);
  assert.match(page.text, /You already have an application for this semester/);
  assert.ok(targets(page, /^\/cases\/[0-9a-f-]+$/).includes(`/cases/${idOf(address)}`));
  await isDecided(idOf(address), subject);
  assert.deepEqual(
    (await cases.listOf(subject, { limit: 10 })).map(({ granted }) => granted),
    [null, true],
  );
});

test("a refusal has no look of success and says what to do until when; then a new application is right", async () => {
  const person = student("none");
  const { subject } = person;
  const cases = government.running.use(casesApi);
  const browser = await signedIn(person);
  const address = await fill(browser, allPages);
  assert.match((await browser.post(`${address}/check`, {})).text, /Select whether you agree/);
  assert.match((await browser.post(`${address}/check`, { agree: "no" })).text, /Nothing was submitted/);
  assert.equal((await cases.view({ id: idOf(address), subject })).state, "draft");
  await browser.post(`${address}/check`, { agree: "yes" });
  await isDecided(idOf(address), subject);
  const { text } = await browser.get(address);
  assert.doesNotMatch(text, /tr-panel/);
  assert.match(text, /tr-notice--outcome/);
  assert.match(text, /You can object until \d+ \w+ \d{4}/);
  assert.match((await browser.get(`${government.portal}/cases`)).text, /Refused/);
  const again = await fill(browser, allPages);
  assert.notEqual(again, address);
  assert.equal(await cases.submit({ id: idOf(again), subject }), null, "after a refusal nothing stands in the way");
});

test("a draft is deleted by its person alone, who is asked first, and no officer ever sees it", async () => {
  const person = student("mid-low");
  const { subject } = person;
  const cases = government.running.use(casesApi);
  const browser = await signedIn(person);
  const { url } = await browser.post(`${government.portal}/services/${service}/start`, {});
  const address = url.replace(/\/form.*$/, "");
  const stranger = await signedIn(student("none"));
  assert.equal((await stranger.get(`${address}/delete`)).status, 404);
  assert.equal((await stranger.post(`${address}/withdraw`, {})).status, 404);
  assert.match((await browser.get(`${address}/delete`)).text, /cannot be brought back/);
  assert.match((await browser.post(`${address}/withdraw`, {})).url, /\/cases$/);
  const listed = await cases.listOf(subject, { limit: 10 });
  assert.ok(!listed.some(({ id }) => id === idOf(address)));
  assert.equal((await browser.get(address)).status, 404);
  const seen = await cases
    .listForAgency("ndu", { posts: [{ role: "case-officer", agency: "ndu", area: null }], limit: 50, shown: 0, actor: "test" })
    .catch(() => []);
  assert.ok(!seen.some(({ id }) => id === idOf(address)));
});

test("anyone who scans a certificate sees the fewest fields; the holder sees all and takes the sealed file along", async () => {
  const person = student("low");
  const browser = await signedIn(person);
  const documents = await browser.get(`${government.portal}/me/documents`);
  const [certificate] = targets(documents, /\/certificate$/);
  const own = await browser.get(`${government.portal}${certificate}`);
  assert.match(own.text, /Low-income household/);
  const [check] = targets(own, /\/verify\/[\w-]{16,}$/);
  const scanned = await new Browser("en").get(check!);
  assert.match(scanned.text, /genuine and valid/);
  assert.doesNotMatch(scanned.text, /Low-income household|NT\$/);
  const file = await browser.get(`${government.portal}${certificate}.jwt`);
  assert.equal(file.text.split(".").length, 3);
  assert.equal((await (await signedIn(student("none"))).get(`${government.portal}${certificate}.jwt`)).status, 404);
});

test("a person's own page shows what waits and counts what there is; messages are their own", async () => {
  const browser = await signedIn(student("low"));
  const me = await browser.get(`${government.portal}/me`);
  const waiting = (text: string): number => Number(/have (\d+) things? to do/.exec(text)?.[1]);
  const before = waiting(me.text);
  assert.ok(before >= 2, `${before} things wait`);
  for (const address of ["/cases", "/me/documents", "/me/messages", "/my-data", "/my-data/consents", "/account", "/tax/book"])
    assert.ok(targets(me, /./).includes(address), address);
  const messages = await browser.get(`${government.portal}/me/messages`);
  assert.match(messages.text, /1 unread/);
  const [message] = targets(messages, /^\/me\/messages\/(?!reach)/);
  assert.equal((await (await signedIn(student("none"))).get(`${government.portal}${message}`)).status, 404);
  await browser.get(`${government.portal}${message}`);
  assert.match((await browser.get(`${government.portal}/me/messages`)).text, /You have read everything/);
  assert.equal(waiting((await browser.get(`${government.portal}/me`)).text), before - 1);
  const consents = await browser.get(`${government.portal}/my-data/consents`);
  assert.match(consents.text, /National Demonstration University/);
});
