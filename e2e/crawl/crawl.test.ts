import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser as Chromium } from "playwright-core";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { runJourney } from "../../apps/troad/demo/journey.ts";
import { type Government, root, startGovernment } from "../../tests/kit/government.ts";
import { type Route, routesOf } from "../../tests/kit/routes.ts";
import { browserMissing, launch, look, openPage, type Setting } from "../browser.ts";
import { actsOf } from "./acts.ts";
import { clicksFrom, searchesOf } from "./clicks.ts";
import { type Crawl, crawl } from "./crawler.ts";
import { smallestFaults, transferred } from "./first-visit.ts";
import { give, type Person, peopleOf } from "./given.ts";
import { markupFaults } from "./html-rules.ts";

let government: Government;
let chromium: Chromium | undefined;
let routes: Route[];
before(async () => {
  government = await startGovernment({ env: { LEDGER_PUBLISH_SECONDS: "1" } });
  chromium = browserMissing ? undefined : await launch();
  await runJourney({ data: government.data, content: path.join(root, "content"), tell: () => undefined });
  await give(government);
  const described = Object.keys(((await (await fetch(`${government.portal}/openapi.json`)).json()) as { paths: object }).paths);
  const isDescribed = (route: string): boolean => described.some((one) => one.replace(/\{(\w+)\}/g, ":$1") === route);
  routes = routesOf(government.running.app).filter(
    ({ method, path: route }) => method === "GET" && !isDescribed(route) && !noPage.test(route),
  );
});
after(async () => {
  await chromium?.close();
  await government.stop();
});

/**
 * What is answered by GET and is no page: files, what programs ask, and stations of a redirect. The walk submits nothing:
 * what a person signs is opened in e2e/signing, what a party signs or answers in tests/service-steps, what an officer files at the counter in
 * tests/people, the certificate that is printed there in e2e/household-counter, its renewal in tests/case-certificates, for whom one acts and two
 * documents in e2e/acting, the phone's approval in modules/eid/test/browser, a run of payments and an overpayment in modules/benefits/test/pages, an
 * entry of the bank in modules/pay/test/cashier, a refund in modules/pay/test/slips, copies of one's own data, codes for counters and answers in
 * tests/mydata-download, the proof that a receipt is in the public log in tests/tax-returns, one tax, taxes of others, what an officer corrects,
 * collected lines and refund runs in tests/passbook, what others ask for and what an officer decides about them in tests/mydata-online, the page of
 * an officer who was stopped in tests/register-pages, what was delivered on application in modules/opendata/test/arrivals, the page of a link to a file
 * in e2e/vault, the questions of a life event in e2e/journeys, applications elsewhere, connected services and prepared applications in
 * tests/connected, data of companies in tests/mydata-online, runs of prizes, prizes in dispute, the pages of a shop, books and a family's invoices in
 * tests/invoice-pages, blank pages in modules/invoice/test/national-carriers,
 * an order of a card in tests/record-changes, batches and parcels of cards as rules in modules/cards/test/centre,
 * a wallet's question, a check of an age and its number in e2e/wallet, a visit for a vaccination in tests/vaccinations.
 */
const noPage = new RegExp(
  `^(${[
    /\/\*|.*\/assets\/.*|.*\.(pdf|json|jsonld|js|css|csv|svg|bpmn|asice|jwt|xml|txt|ico|ics|pem|rss|ttl|bin)/,
    /\/mydata\/consent\/v1\/.*|\/api\/.*|\/data\/:set\/:resource\/(file\.:form|query)/,
    /\/\.well-known\/.*/,
    /\/(healthz|readyz|catalogue\/openapi)|\/(pki|tlog|road|law)\/.*|\/(V\d\/)?(in|ex)ternalconf/,
    /\/cases\/:id\/fill(-check|\/:page)?|\/desk\/counter\/:id\/(form(\/:page)?|check)/,
    /\/benefits\/claims\/:id|\/payer\/(runs|claims)\/:id|\/cashier\/(refunds\/)?:id/,
    /\/my-data\/(download|counter)\/(check|:id(\/:file)?)|\/work\/my-data(-questions)?\/:id|\/registers\/explain/,
    /\/my-data\/(requests\/:id(\/done)?|applications\/(apply\/fields|:client\/:version))|\/work\/my-data-recipients\/:client\/:version/,
    /\/signatures\/:id|\/sign\/:id(\/.*)?|\/desk\/:id\/certificate|\/cases\/:id\/renew|\/access\/apply|\/verify\/:code\/proof/,
    /\/journeys\/:id(\/.*)?/,
    /\/my-data\/companies\/:number|\/mydata\/tw\/.*/,
    /\/cases\/brought\/:id|\/my-data\/companies-hold\/.*|\/work\/company-data\/.*/,
    /\/me\/wallet\/agree\/:uid|\/work\/age-check\/:id|\/wallet\/.*/,
    /\/work\/card-(batches|orders|parcels)\/:id(\/.*)?/,
    /\/(me\/elsewhere\/:service\/:reference|work\/connected\/:service)/,
    /\/data(-office)?\/deliveries\/:delivery(\/:resource)?|\/vault\/s\/:id/,
    /\/(cases|desk)\/:id\/(letters|files)\/.*|\/auth\/(sign-in|callback)|\/cases\/:id\/form/,
    /\/tax\/passbook\/(:number|of\/.*)|\/work\/assessments\/:number|\/work\/(collected|refunds)\/:id/,
    /\/work\/vaccinations\/:counter\/:booking/,
    /\/work\/invoice\/(prizes|cases)\/(:id|:no)|\/(shop|books)\/:ban(\/.*)?|\/invoice\/family\/:no|\/PB2CAPIVAN\/APIService\/.*/,
    /\/eid\/interaction\/:uid\/(continue|phone|mandate)|\/(act-for|prove-documents)\/:ticket/,
  ]
    .map(({ source }) => source)
    .join("|")})$`,
);

const demoPeople = (): Person[] => peopleOf(government);

type Walk = Crawl & { role: string; browser: Browser };

async function walk(role: string, subject?: string, asNobody?: Walk): Promise<Walk> {
  const browser = new Browser();
  if (subject) await browser.post(`${government.portal}/auth/demo`, { subject, return: "/" });
  const starts = [`${government.portal}/`, ...((await actsOf(government)[role]?.(browser)) ?? [])];
  const walked = new Set(asNobody?.reached.map(({ route }) => route));
  return { role, browser, ...(await crawl(browser, role, starts, routes, walked)) };
}

let walks: Walk[];
test("every page can be reached from the front page by someone, and no link is dead", async () => {
  const roles = new Map(
    demoPeople()
      .toReversed()
      .map(({ role, subject }) => [role, subject]),
  );
  const asNobody = await walk("nobody");
  walks = [asNobody];
  for (const [role, subject] of roles) walks.push(await walk(role, subject, asNobody));
  assert.deepEqual(
    walks.flatMap(({ dead }) => dead),
    [],
  );
  const reached = new Set(walks.flatMap((one) => one.reached.map(({ route }) => route)));
  assert.deepEqual(
    routes.map(({ path: route }) => route).filter((route) => !reached.has(route)),
    [],
  );
});

test("html-validate has nothing to say about any kind of page for any role, and tells a bent page apart", async () => {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { reached } of walks)
    for (const { text, role, path: address } of reached) {
      const content = /<main\b.*<\/main>/s.exec(text)?.[0] ?? text;
      // what one reader sees below a header, others see below theirs
      if (seen.has(content) && seen.has(role)) continue;
      seen.add(content).add(role);
      faults.push(...(await markupFaults(text, `${role} ${address}`)));
    }
  assert.deepEqual(faults, []);
  const [home] = walks[0]!.reached;
  assert.notDeepEqual(await markupFaults(home!.text.replace("</main>", ""), "altered"), []);
});

test("no page that people see shows the key of a text instead of its words", () => {
  const key = /\b(web|portal|cases|mydata|pay|benefits|appointments|eid|tax|invoice|signing|road)(\.[a-z-]+){2,}\b/g;
  const shown = walks
    .filter(({ role }) => ["nobody", "citizen"].includes(role))
    .flatMap(({ reached }) => reached.map(({ text, path: address }) => [address, text.replace(/<[^>]+>/g, " ")] as const));
  const keys = shown.flatMap(([address, words]) => [...words.matchAll(key)].map(([found]) => `${address}: ${found}`));
  assert.deepEqual(keys, []);
});

test("a newcomer reaches every service from the front page within three clicks, without JavaScript", async () => {
  const map = await (await fetch(`${government.portal}/sitemap.xml`)).text();
  const services = [...map.matchAll(/<loc>([^<]+\/services\/[^<]+)<\/loc>/g)].map(
    ([, address = ""]) => new URL(address).pathname,
  );
  assert.ok(services.length > 40, `only ${services.length} services`);
  const clicks = clicksFrom("/", walks[0]!.links);
  assert.deepEqual(
    services.filter((address) => (clicks.get(address) ?? Number.POSITIVE_INFINITY) > 3),
    [],
  );
});

test("what is typed into a search is text and never markup, and ten thousand words break none", async () => {
  const markup = `"><script>alert(1)</script><b id=x>`;
  const asked = new Set<string>();
  const words = Array.from({ length: 10_000 }, (_, at) => `w${at}`);
  const wrong: string[] = [];
  for (const { browser, reached } of walks)
    for (const { action, fields } of reached.flatMap(searchesOf)) {
      if (asked.has(`${action} ${fields}`)) continue;
      asked.add(`${action} ${fields}`);
      // an address of fifty kilobytes is refused before anything reads it; two thousand words are within what a server takes
      for (const typed of [markup, words.join(" "), words.slice(0, 2000).join(" ")]) {
        const query = new URLSearchParams(fields.map((field) => [field, typed]));
        const { status, text } = await browser.get(`${government.portal}${action}?${query}`);
        if (status >= 500) wrong.push(`${action}: ${status}`);
        if (/<script>alert|<b id=x>/.test(text)) wrong.push(`${action}: markup of a reader`);
      }
    }
  assert.deepEqual(wrong, []);
  assert.ok(asked.size >= 5, [...asked].join("; "));
});

test("readers of a language that nobody has, and browsers that keep no cookies, get pages", async () => {
  const wrong: string[] = [];
  // what asks to sign in says so, since that needs a cookie
  for (const { path: address } of walks[0]!.reached.filter(({ route }) => !route.startsWith("/eid/interaction"))) {
    const headers = { "accept-language": "tlh, xx-XX;q=0.9", cookie: "lang=xx", accept: "text/html" };
    const answer = await fetch(`${government.portal}${address}`, { headers });
    if (answer.status >= 400 || !/<html lang="zh-Hant"/.test(await answer.text())) wrong.push(`${address}: ${answer.status}`);
  }
  assert.deepEqual(wrong, []);
  const headers = { origin: government.portal, "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  const other = await fetch(`${government.portal}/language`, { method: "POST", headers, body: "lang=xx&return=/" });
  assert.ok(other.status < 500, String(other.status));
  const own = await fetch(`${government.portal}/me`, { headers: { accept: "text/html" } });
  assert.ok(own.status < 500 && (await own.text()).includes("<h1"), "without cookies a person's own page asks to sign in");
});

test("the whole first visit to the front page is below 35 kB, pictures included", { skip: browserMissing }, async () => {
  for (const setting of [
    { lang: "zh-Hant", width: 360, javaScript: true },
    { lang: "en", width: 1280, javaScript: true },
  ] as const) {
    const { context, page } = await openPage(chromium!, setting);
    const bytes = await transferred(context, page, `${government.portal}/`);
    assert.ok([...bytes.keys()].some((address) => address.endsWith("picture.svg")));
    const sum = [...bytes.values()].reduce((total, one) => total + one, 0);
    assert.ok(sum < 35_000, `${sum} bytes: ${JSON.stringify([...bytes])}`);
    await context.close();
  }
});

test("every kind of page has one heading, fits a phone, a desk and 400 % zoom, and gives axe nothing to say", {
  skip: browserMissing,
}, async () => {
  const seen = new Set<string>();
  const settings: Setting[] = [
    { lang: "zh-Hant", width: 360, javaScript: true },
    { lang: "en", width: 1280, javaScript: true },
  ];
  const wrong: string[] = [];
  let turn = 0;
  for (const { browser, reached, role } of walks.toReversed()) {
    const fresh = reached.filter(({ route }) => route === "/" || !seen.has(route));
    for (const { route } of fresh) seen.add(route);
    const setting = settings[turn++ % 2]!;
    const { context, page, complaints } = await openPage(chromium!, setting);
    await context.addCookies(
      browser.cookiesFor(government.portal).map(({ name, value }) => ({ name, value, url: government.portal })),
    );
    const size = page.viewportSize()!;
    for (const one of fresh) {
      const answer = await page.goto(`${government.portal}${one.path}`);
      assert.equal(answer?.status(), 200, `${one.path} as ${role}`);
      await look(page, setting)(`${role}${one.route.replace(/\W+/g, "-")}`).catch((error: Error) => wrong.push(error.message));
      wrong.push(...(await smallestFaults(page)));
      await page.setViewportSize(size);
    }
    wrong.push(...complaints);
    await context.close();
  }
  assert.deepEqual(wrong, []);
});
