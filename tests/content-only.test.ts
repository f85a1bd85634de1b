import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { casesApi } from "@troad/cases/api";
import { taipeiDate } from "@troad/kernel";
import { Browser, type Page, targets } from "../apps/troad/demo/browser.ts";
import { browserMissing, describeSetting, launch } from "../e2e/browser.ts";
import market from "./fixtures/market/module.ts";
import { type Government, root, scratch, startGovernment } from "./kit/government.ts";
import { openService, pathsOf, reportOf } from "./kit/service-report.ts";
import { runPath } from "./kit/service-run.ts";

/** A folder of content, and nothing else: a second agency with its register, a second service, a life event, a third language. */
const village = path.join(root, "tests", "fixtures", "village");

/** The files that CONTRIBUTING has a newcomer write, as they stand there. */
function writtenInTwentyMinutes(): string {
  const folder = scratch("mine");
  const text = fs.readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");
  for (const [, name, body] of text.matchAll(/^`([\w/.-]+\.json)`\n\n```json\n(.*?)```/gms)) {
    const file = path.join(folder, name!);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, body!);
  }
  return folder;
}

const mine = writtenInTwentyMinutes();
let government: Government;
before(async () => {
  government = await startGovernment({ content: [village, mine], modules: [market] });
});
after(() => government.stop());

const people = (): { subject: string; label: string }[] =>
  JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8"));

async function settled(load: () => Promise<Page>, done: (page: Page) => boolean): Promise<Page> {
  for (let tries = 0; tries < 100; tries++) {
    const page = await load();
    if (done(page)) return page;
    await sleep(100);
  }
  throw new Error("it did not settle");
}

test("a folder of content adds an agency to the road, with a gateway, keys, a schema and a register", async () => {
  const { road } = government.running.endpoints() as { road: { gateways: { member: string }[] } };
  assert.ok(road.gateways.some(({ member }) => member === "TWDEMO/GOV/MOJ"));
  assert.ok(government.running.schemas.ofAgency("registers", "moj"));
});

test("a role is a folder, its page a line of a manifest and the page, and a module of its own brings both", async () => {
  const { portal } = government;
  const home = await settled(
    () => new Browser("en").get(`${portal}/try`),
    ({ text }) => /Inspects the stalls of the market/.test(text),
  );
  assert.equal(home.status, 200);
  assert.match(
    (await new Browser("en").get(`${portal}/search?q=market`)).text,
    /href="\/services\/market-stalls"/,
    "found by search",
  );
  assert.match((await new Browser("en").get(`${portal}/services/market-stalls`)).text, /href="\/market"/, "its page leads there");
  const inspector = people().find(({ label }) => label === "inspector")!;
  const browser = new Browser("en");
  const page = await browser.post(`${portal}/auth/demo`, { subject: inspector.subject, return: "/market/desk" });
  assert.equal(page.status, 200);
  assert.match(page.text, /, moj</);
  assert.match(page.text, /href="\/market\/desk"[^>]*>Inspection of stalls/, "in the header");
  // a failure is shown by the part of the site whose address it is
  for (const [address, home] of [
    ["/market/nowhere", "/market"],
    ["/services/nowhere/at/all", "/"],
    ["/nowhere", "/"],
    ["/invoice/nowhere", "/invoice"],
  ]) {
    const lost = await browser.get(`${portal}${address}`);
    assert.equal(lost.status, 404);
    assert.match(lost.text, new RegExp(`<main(?:(?!</main>).)*<a class="tr-link" href="${home}">`, "s"), address);
    assert.match(lost.text, /tr-header__name">T-Road Government</, "one brand");
  }
  const student = new Browser("en");
  await student.post(`${portal}/auth/demo`, { subject: people().find(({ label }) => label === "low")!.subject, return: "/" });
  const closed = await student.get(`${portal}/market/desk`);
  assert.equal(closed.status, 403);
  assert.doesNotMatch(closed.text, /href="\/market\/desk"/);
});

test("the new service runs from the catalogue to the certificate and the checked proofs", async () => {
  const browser = new Browser("en");
  const { portal } = government;
  const student = people().find(({ label }) => label === "low")!;
  await browser.post(`${portal}/auth/demo`, { subject: student.subject, return: "/services" });
  const catalogue = await browser.get(`${portal}/services`);
  assert.ok(targets(catalogue, /^\/services\//).includes("/services/good-conduct"), "in the catalogue");
  assert.match((await browser.get(`${portal}/life-events/travel`)).text, /Going abroad/);
  const question = await browser.post(`${portal}/services/good-conduct/start`, {});
  const refused = await browser.post(question.url, { country: "" });
  assert.match(refused.text, /tr-error-summary/);
  assert.match(refused.url, /\?kept=1$/, "a page of its own: Back and reload work");
  const born = await browser.post(question.url, { country: "Japan" });
  const check = await browser.post(born.url, { "born-year": "115", "born-month": "1", "born-day": "2" });
  assert.match(check.url, /\/check$/);
  const caseUrl = check.url.replace(/\/check$/, "");
  await browser.post(check.url, { agree: "yes" });
  const decided = await settled(
    () => browser.get(caseUrl),
    (page) => targets(page, /\/certificate$/).length > 0,
  );
  assert.match(decided.text, /Convictions \(test\)/);
  const certificate = await browser.get(`${caseUrl}/certificate`);
  assert.match(certificate.text, /Ministry of Justice \(test\)/);
  const [link] = targets(certificate, /\/verify\/[\w-]{16,}$/);
  assert.match((await new Browser().get(link!)).text, /tr-evidence--ok/);
  const exchanges = targets(decided, /^\/my-data\/[^/]+$/);
  assert.equal(exchanges.length, 2);
  for (const exchange of exchanges)
    await settled(
      () => browser.get(`${portal}${exchange}`),
      (page) => page.text.includes("tr-evidence--ok"),
    );
});

test("a date bounded by today, such as a birth date, is asked, refused in the future, and shown for checking", async () => {
  const browser = new Browser("en");
  const { portal } = government;
  const student = people().find(({ label }) => label === "none")!;
  await browser.post(`${portal}/auth/demo`, { subject: student.subject, return: "/services" });
  const country = await browser.post(`${portal}/services/good-conduct/start`, {});
  const born = await browser.post(country.url, { country: "Japan" });
  const tomorrow = taipeiDate(new Date(Date.now() + 86_400_000)).split("-");
  const parts = (date: string[]) => ({ "born-year": date[0]!, "born-month": date[1]!, "born-day": date[2]! });
  assert.match((await browser.post(born.url, parts(tomorrow))).text, /tr-error-summary/);
  const check = await browser.post(born.url, parts(taipeiDate(new Date()).split("-")));
  assert.equal(check.status, 200, check.text.slice(0, 400));
  assert.match(check.url, /\/check$/);
  assert.match(check.text, /Date of birth/);
  const form = await browser.get(check.url.replace(/\/check$/, "/form"));
  assert.equal(form.status, 200);
  assert.match(form.url, /\/check$/, "nothing is open");
  // a page to which the answers do not lead is not drawn
  assert.match((await browser.get(check.url.replace(/\/check$/, "/form/nowhere"))).url, /\/check$/);
});

test("the new language is offered and used, and what it lacks is shown in English", async () => {
  const japanese = new Browser("ja");
  const page = await japanese.get(`${government.portal}/services`);
  assert.match(page.text, /<html lang="ja"/);
  assert.match(page.text, /サービス/);
  const all = page.text + (await japanese.get(`${government.portal}/services?page=2`)).text;
  assert.match(all, /善行証明書/);
  assert.match(all, /Tuition fee reduction/);
  assert.match((await new Browser("en").get(`${government.portal}/`)).text, /日本語/);
});

test("a folder that does not fit its schema is refused at start with the place named", async () => {
  const broken = fs.mkdtempSync(path.join(government.data, "broken-"));
  fs.cpSync(village, broken, { recursive: true });
  fs.writeFileSync(path.join(broken, "agencies", "moj", "agency.json"), '{ "memberClass": "gov" }');
  await assert.rejects(startGovernment({ content: [broken] }), /agencies\/moj\/agency\.json/);
});

const walks = [
  [path.join(mine, "services", "hall"), { lang: "zh-Hant", width: 360, javaScript: true }],
  [path.join(village, "services", "stall-permit"), { lang: "en", width: 1280, javaScript: true }],
  [path.join(village, "services", "stall-permit"), { lang: "zh-Hant", width: 360, javaScript: false }],
] as const;
for (const [folder, setting] of walks)
  test(`${path.basename(folder)}, a service from folders alone, is applied for in a browser and granted: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    assert.equal(reportOf(folder).outcome, "complete");
    const browser = await launch();
    const [service, [first]] = [openService(folder), pathsOf(folder)];
    const subjects = people().filter(({ label }) => label === "low" || label === "none");
    const { subject } = subjects[walks.findIndex(([, one]) => one === setting) % subjects.length]!;
    const ran = await runPath({ government, browser, service, folder, path: first! }, setting, subject);
    await browser.close();
    assert.deepEqual({ ended: ran.ended, axe: ran.axe }, { ended: first!.end, axe: [] });
    const [permit] = await government.running.use(casesApi).certificatesOf(subject, { limit: 1 });
    assert.deepEqual([permit?.caseId, permit?.valid], [ran.id, true]);
  });

test("CONTRIBUTING counts the places that something new touches as the fixtures have them, and they are few", () => {
  const table = fs.readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");
  const claimed = (what: string): number => Number(new RegExp(`^\\| ${what}[^|]*\\| (\\d+)`, "m").exec(table)?.[1]);
  const folders = (kind: string): string[] => fs.readdirSync(path.join(village, kind));
  // each of these is one folder of the village, and no other file of it had to change
  assert.equal(claimed("role"), folders("roles").length);
  assert.equal(claimed("register, data set, life event, language, agency"), 1);
  for (const kind of ["registers", "life-events", "languages", "agencies"]) assert.ok(folders(kind).length >= 1, kind);
  // the market is a folder and one line where modules are listed; its page for a role is a route and a line of the manifest
  assert.equal(claimed("module with pages"), 1 + 1);
  assert.equal(claimed("page for a role"), 1 + 1);
});
