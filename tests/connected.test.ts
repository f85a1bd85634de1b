import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { sql, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { checkService, type Rule } from "../apps/troad/connect/check.ts";
import { Browser } from "../apps/troad/demo/browser.ts";
import { markupFaults } from "../e2e/crawl/html-rules.ts";
import { connect, TroadError } from "../packages/sdk/index.ts";
import { type AgencyService, agencyClient, startAgencyService } from "./kit/agency-service.ts";
import { student, until, walk } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

let government: Government;
let service: AgencyService;
let troad: ReturnType<typeof connect>;
const citizen = student(0);
const id = "resident-parking-permit";
before(async () => {
  government = await startGovernment();
  service = await startAgencyService(government);
  troad = connect(service.settings);
});
after(async () => {
  service?.child.kill();
  await government?.stop();
});

const signedIn = async (subject: string, lang = "en"): Promise<Browser> => {
  const browser = new Browser(lang);
  await browser.post(`${government.portal}/auth/demo`, { subject, return: "/" });
  return browser;
};
const checked = async (address: string, person?: string): Promise<Rule[]> => {
  const found: Rule[] = [];
  for await (const one of checkService(address, { portal: government.portal, person, patienceMs: 20_000 })) found.push(one);
  return found;
};
const wrong = (found: Rule[]): string[] => found.flatMap((one) => one.wrong.map((line) => `${one.rule}: ${line}`));
const refusal = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "taken",
    (error: unknown) => (error instanceof TroadError ? error.code : assert.fail(String(error))),
  );
const now = (): string => new Date().toISOString();

test("a program of an agency passes every rule of the contract, and is found, applied at and followed on the platform", async () => {
  const found = await checked(service.origin, citizen.subject);
  assert.deepEqual(wrong(found), []);
  assert.equal(found.length, 12);
  const browser = await signedIn(citizen.subject);
  const at = (place: string) => browser.get(`${government.portal}${place}`);
  await until(async () => (await at("/search?q=resident+parking")).text.includes(`/services/${id}`), "the service in the search");
  const page = await at(`/services/${id}`);
  assert.match(page.text, new RegExp(`href="${service.origin}/apply"`));
  const chinese = new Browser("zh-TW");
  assert.match((await chinese.get(`${government.portal}/search?q=${encodeURIComponent("停車識別證")}`)).text, /居民停車識別證/);
  assert.match((await at("/life-events/moving")).text, /Resident parking permit/);
  assert.match((await at("/me")).text, /Applications elsewhere/);
  const list = await at("/me/elsewhere");
  const href =
    /href="(\/me\/elsewhere\/[^"]+)"/.exec(list.text.replaceAll(`${government.portal}`, ""))?.[1] ?? assert.fail(list.text);
  await until(async () => /Granted/.test((await at(href)).text), "the grant");
  for (const one of [page, list, await at(href)]) assert.deepEqual(await markupFaults(one.text, new URL(one.url).pathname), []);
  const told = await government.running.use(notifyApi).inbox({ to: citizen.subject, limit: 20, lang: "en" });
  assert.ok(told.some((one) => one.template === "application-elsewhere" && one.subject.includes("Resident parking permit")));
  const figures = await (
    await fetch(`${government.portal}/connected/v1/services/${id}/figures?month=${taipeiDate(new Date()).slice(0, 7)}`)
  ).json();
  assert.ok(figures.begun >= 1 && figures.decided >= 1 && figures.online >= 1, JSON.stringify(figures));
});

test("the command says at which place an answer is wrong", async () => {
  const altered = (
    change: (path: string, body: string, status: number) => { body?: string; status?: number; headers?: object },
  ) => withProxy(service.origin, change, (address) => checked(address, undefined));
  const page = (edit: (page: Record<string, unknown>) => void) =>
    altered((path, body) => {
      if (path !== "/.well-known/troad-service.json") return {};
      const value = JSON.parse(body);
      edit(value);
      return { body: JSON.stringify(value) };
    });
  assert.deepEqual(wrong(await page((one) => delete one.cost)), [
    "describes itself: /cost form.required: must have required properties cost",
  ]);
  assert.match(
    wrong(await page((one) => Object.assign(one, { start: "https://evil.example/apply" }))).join(),
    /\/start address\.elsewhere/,
  );
  assert.match(
    wrong(await page((one) => Object.assign(one.summary as object, { en: "停車" }))).join(),
    /\/summary\/en text\.no-english/,
  );
  assert.match(
    wrong(await altered((path) => (path.startsWith("/back") ? { status: 200 } : {}))).join(),
    /made up|answered with 200/,
  );
  assert.match(
    wrong(await altered((path) => (path === "/apply" ? { status: 200, headers: { location: "" } } : {}))).join(),
    /answers 200 without a sign-in/,
  );
  assert.match(
    wrong(await altered((path) => (path === "/privacy" ? { headers: { "content-security-policy": "" } } : {}))).join(),
    /no content-security-policy/,
  );
  assert.match(wrong(await checked("http://localhost:1")).join(), /describes itself/);
});

test("attack: only its agency's client describes a service, tells of people it knows, in order, with links to itself; the same again is the same", async () => {
  const rivalSettings = await agencyClient(government, "Rival", "http://localhost:9");
  const rival = connect(rivalSettings);
  const page = await (await fetch(`${service.origin}/.well-known/troad-service.json`)).json();
  assert.equal(
    await refusal(rival.services.describe("another", { ...page, id: "another" })),
    "connected.page-wrong",
    "addresses of another client",
  );
  assert.equal(await refusal(troad.services.describe("another", page)), "connected.page-wrong");
  assert.equal(
    await refusal(troad.services.describe("birth-registration", { ...page, id: "birth-registration" })),
    "connected.id-taken",
  );
  assert.equal(
    (
      await fetch(`${government.portal}/connected/v1/services/${id}`, {
        method: "PUT",
        body: "{}",
        headers: { "content-type": "application/json" },
      })
    ).status,
    401,
  );
  const subject = (await government.running
    .use(eidApi)
    .subjectFor({ client: service.settings.clientId, subject: citizen.subject }))!;
  const tell = (reference: string, event: string, more: object) =>
    troad.services.tell(id, reference, event, { subject, at: now(), state: "received", channel: "online", ...more });
  assert.equal(
    await refusal(tell("A-1", "one", { subject: citizen.subject })),
    "connected.person-unknown",
    "our own subject is not theirs",
  );
  assert.equal(await refusal(tell("A-1", "one", { link: "https://evil.example/" })), "connected.address-elsewhere");
  assert.equal(await refusal(tell("A-1", "one", { state: "granted" })), "connected.event-wrong");
  assert.equal(await refusal(tell("A-1", "one", { state: "lost" })), "request.invalid");
  const at = now();
  assert.deepEqual(
    await Promise.all([tell("A-1", "one", { at }), tell("A-1", "one", { at })]).then((all) =>
      all.map(({ told }) => told).toSorted(),
    ),
    ["new", "same"],
  );
  assert.equal(await refusal(tell("A-1", "one", { at, channel: "post" })), "connected.event-changed");
  const stranger = (await government.running
    .use(eidApi)
    .subjectFor({ client: service.settings.clientId, subject: student(1).subject }))!;
  assert.equal(await refusal(tell("A-1", "two", { state: "granted", subject: stranger })), "connected.event-wrong");
  await tell("A-1", "two", { state: "needs-action", due: "2030-01-31" });
  assert.deepEqual(
    (await troad.services.standing(id, "A-1")).events.map(({ state }) => state),
    ["received", "needs-action"],
  );
  const own = await signedIn(citizen.subject);
  assert.match((await own.get(`${government.portal}/me`)).text, /An agency waits for you in application A-1/);
  assert.equal((await (await signedIn(student(1).subject)).get(`${government.portal}/me/elsewhere/${id}/A-1`)).status, 404);
  const signIn = await new Browser("en").post(`${government.portal}/work/connected/${id}`, { act: "suspend", reason: "x" });
  assert.ok(!signIn.url.includes("/work/connected/"), signIn.url);
  assert.equal((await own.post(`${government.portal}/work/connected/${id}`, { act: "suspend", reason: "x" })).status, 403);
  await rivalSettings.closed();
  assert.equal(await refusal(rival.services.standing(id, "A-1")), "connected.client-unknown");
});

test("what a service could not tell while it was killed or suspended, it tells later", async () => {
  const people = await government.running.use(eidApi).demoPeople();
  const officer = await signedIn(people.find((one) => one.role.role === "road-operator")!.subject);
  const office = `${government.portal}/work/connected/${id}`;
  assert.equal((await officer.post(office, { act: "suspend", reason: "" })).status, 422);
  const suspended = await officer.post(office, { act: "suspend", reason: "It asked for a password" });
  assert.deepEqual(await markupFaults(suspended.text, "/work/connected"), []);
  await until(
    async () => !(await officer.get(`${government.portal}/search?q=resident+parking`)).text.includes(`/services/${id}`),
    "gone from the search",
  );
  const browser = await signedIn(student(2).subject);
  const came = await browser.get(`${service.origin}/apply?as=${encodeURIComponent(`demo:${student(2).subject}`)}`);
  const agree = /action="([^"]+\/agree)"/.exec(came.text)?.[1];
  const form = agree === undefined ? came : await browser.post(new URL(agree, came.url).href, {});
  const token = /name="token" value="([^"]+)"/.exec(form.text)?.[1] ?? assert.fail(form.text);
  const sent = await browser.post(`${service.origin}/apply`, { token, plate: "ABC-1234" });
  assert.equal(sent.status, 200);
  assert.equal((await browser.get(`${government.portal}/me/elsewhere`)).text.includes("P-"), false);
  service.child.kill("SIGKILL");
  await officer.post(office, { act: "resume" });
  await service.start();
  await until(async () => /Being looked at/.test((await browser.get(`${government.portal}/me/elsewhere`)).text), "what waited");
  const counted = await government.running.schemas
    .of("connected")
    .rows(sql`select event from application_event where reference like 'P-%' and state in ('received', 'in-review')`);
  assert.ok(counted.length >= 2);
});

test("a third party's page prepares an application; the person looks at it here, submits, and says whether the third party learns how it stands", async () => {
  const settings = await agencyClient(government, "Student union", "http://localhost:9");
  const union = connect(settings);
  const key = "enrolment-1";
  const applying = Object.assign({}, ...Object.values(walk("low"))) as Record<string, string>;
  const prepare = (more: object = {}) =>
    union.applications.prepare({ key, service: "tuition-reduction", answers: applying, ...more });
  const prepared = await prepare();
  assert.deepEqual(await prepare(), prepared, "the same again is the same");
  assert.equal(await refusal(prepare({ answers: {} })), "case.brought-key-used");
  assert.equal(await refusal(prepare({ key: "enrolment-2", answers: { forged: "x" } })), "case.brought-unknown");
  assert.equal(await refusal(prepare({ key: "enrolment-2", service: "no-such" })), "case.service-unknown");
  assert.equal(await refusal(prepare({ key: "enrolment-2", returnTo: "https://evil.example/" })), "case.brought-elsewhere");
  assert.equal(await refusal(troad.applications.standing(prepared.id)), "case.brought-over", "another client's");
  const person = student(1);
  const browser = await signedIn(person.subject);
  const page = await browser.get(prepared.address);
  assert.match(page.text, /Student union has prepared this application/);
  assert.deepEqual(await markupFaults(page.text, "/cases"), []);
  assert.ok(!(await browser.get(`${government.portal}/cases`)).text.includes('/form"'), "looking opens nothing");
  assert.deepEqual(await union.applications.standing(prepared.id), { taken: false, told: false });
  const check = await browser.post(prepared.address, { tells: "yes" });
  const id = /\/cases\/([0-9a-f-]{36})\/check$/.exec(check.url)?.[1] ?? assert.fail(check.url);
  assert.equal((await union.applications.standing(prepared.id)).state, "draft", "nothing is submitted by a third party");
  assert.equal((await (await signedIn(citizen.subject)).get(prepared.address)).status, 404, "taken once");
  await browser.post(check.url, { agree: "yes" });
  await until(async () => (await union.applications.standing(prepared.id)).granted === true, "the decision");
  assert.match((await browser.get(`${government.portal}/cases/${id}`)).text, /prepared at Student union/);
  const silent = await prepare({ key: "enrolment-3" });
  await (await signedIn(student(2).subject)).post(silent.address, {});
  assert.deepEqual(await union.applications.standing(silent.id), { taken: true, told: false });
});

/** The service behind one that changes some of its answers. */
async function withProxy<T>(
  target: string,
  change: (path: string, body: string, status: number) => { body?: string; status?: number; headers?: object },
  use: (address: string) => Promise<T>,
): Promise<T> {
  const server = http.createServer(async (request, response) => {
    const own = `http://${request.headers.host}`;
    const answer = await fetch(`${target}${request.url}`, { redirect: "manual" });
    const text = (await answer.text()).replaceAll(target, own);
    const changed = change(new URL(request.url ?? "/", own).pathname, text, answer.status);
    const kept = ["content-type", "location", "x-content-type-options", "content-security-policy"];
    const headers = Object.fromEntries(
      kept.flatMap((name) => (answer.headers.get(name) ? [[name, answer.headers.get(name)!.replaceAll(target, own)]] : [])),
    );
    const all = Object.entries({ ...headers, ...changed.headers }).filter(([, value]) => value !== "");
    response
      .writeHead(changed.status ?? answer.status, Object.fromEntries(all) as http.OutgoingHttpHeaders)
      .end(changed.body ?? text);
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  try {
    return await use(`http://localhost:${(server.address() as { port: number }).port}`);
  } finally {
    server.close();
  }
}
