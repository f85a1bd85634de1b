import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import { registersApi } from "@troad/registers/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import { type Government, startGovernment } from "./kit/government.ts";

let government: Government;
type Person = { subject: string; role: string; pin: string };
let people: Person[];
before(async () => {
  government = await startGovernment({ ownServer: true });
  people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
});
after(() => government?.stop());

const citizen = (place: number): Person => people.filter(({ role }) => role === "citizen")[place]!;
async function signedIn(who: Person): Promise<Browser> {
  const browser = new Browser();
  const { url } = await browser.post(`${government.portal}/auth/demo`, { subject: who.subject, return: "/account" });
  assert.equal(url, `${government.portal}/account`);
  return browser;
}
const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get(`${government.portal}/account`)).url.endsWith("/account");

test("an old cookie of the portal is worth nothing once the card is suspended, and nothing again when it is resumed", async () => {
  const eid = government.running.use(eidApi);
  const browser = await signedIn(citizen(0));
  assert.ok(await isIn(browser));
  const [card] = await eid.cardsOf(citizen(0).subject);
  await eid.suspendCard(card!.serial);
  assert.equal(await isIn(browser), false);
  await eid.resumeCard(card!.serial);
  assert.equal(await isIn(browser), false);
  assert.ok(await isIn(await signedIn(citizen(0))));
});

test("an officer whose role is taken away is signed out at the next page", async () => {
  const officer = people.find(({ role }) => role === "case-officer")!;
  const browser = await signedIn(officer);
  assert.equal((await browser.get(`${government.portal}/desk`)).status, 200);
  const eid = government.running.schemas.of("eid");
  const roles = JSON.stringify([{ role: "citizen", agency: null }]);
  await assert.rejects(eid.run(sql`update person set roles = ${roles} where subject = ${officer.subject}`), /permission denied/);
  await asOwner(`update eid.person set roles = '${roles}' where subject = '${officer.subject}'`);
  assert.doesNotMatch((await browser.get(`${government.portal}/desk`)).url, /\/desk$/);
  assert.equal((await browser.get(`${government.portal}/account`)).url.endsWith("/account"), false);
});

async function asOwner(statement: string): Promise<void> {
  const { default: pg } = await import("pg");
  const { socketOf } = await import("./kit/servers.ts");
  const client = new pg.Client({ host: socketOf(government.data), user: "troad_migrator", database: "troad" });
  await client.connect();
  await client.query(statement);
  await client.end();
}

test("a person ends the portal's session of another device from the account page", async () => {
  const [here, there] = [await signedIn(citizen(1)), await signedIn(citizen(1))];
  const page = await here.get(`${government.portal}/eid/account`);
  assert.equal(page.text.match(/name="id"/g)?.length, 2);
  await here.post(`${government.portal}/eid/account/sign-ins/end-others`, {});
  assert.deepEqual([await isIn(here), await isIn(there)], [true, false]);
});

test("a link from elsewhere opens no application: a GET only asks", async () => {
  const browser = await signedIn(citizen(2));
  const cases = government.running.schemas.of("cases");
  const count = async () => (await cases.one<{ n: number }>(sql`select count(*) as n from case_index`))!.n;
  const before = await count();
  const page = await browser.get(`${government.portal}/services/tuition-reduction/begin`);
  assert.deepEqual([page.status, await count()], [200, before]);
  assert.match(page.text, /<form method="post" action="\/services\/tuition-reduction\/start">/);
  assert.match((await browser.post(`${government.portal}/services/tuition-reduction/start`, {})).url, /\/form/);
  assert.ok((await count()) > before);
});

/** A request under a name of a stranger's that leads to this machine. */
function asked(address: string, host: string, method = "GET"): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(address, { method, headers: { host, origin: `http://${host}` } }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode!, body }));
    });
    request.on("error", reject);
    request.end();
  });
}

test("no listener answers under a name that is not ours (DNS rebinding)", async () => {
  type Endpoints = { metrics: string; road: { gateways: { consumer: string }[] } };
  const { metrics, road } = government.running.endpoints() as Endpoints;
  const register = await government.running.use(registersApi).serviceEndpoint("moi", "household");
  const evil = "evil.example";
  for (const address of [
    `${government.portal}/`,
    `${government.portal}/eid/oidc/.well-known/openid-configuration`,
    metrics,
    register!.url,
  ]) {
    const { status, body } = await asked(address, evil);
    assert.deepEqual([status, /request\.misdirected/.test(body)], [421, true], `${address} ${body}`);
  }
  assert.equal((await asked(`${government.portal}/language`, evil, "POST")).status, 421);
  for (const { consumer } of road.gateways)
    for (const path of ["/r1/TWDEMO/GOV/MOI/REGISTERS/household/find", "/listClients"]) {
      const { status, body } = await asked(`${consumer}${path}`, evil);
      assert.deepEqual([status, /InvalidRequest/.test(body)], [400, true], `${consumer}${path} ${body}`);
    }
  assert.equal((await asked(`${government.portal}/healthz`, "127.0.0.1:1")).status, 200);
});

test("what other users of the machine could read is closed to them", () => {
  const modeOf = (name: string): string => (fs.lstatSync(path.join(government.data, name)).mode & 0o777).toString(8);
  // PostgreSQL's own account passes through the data folder on its way; it lists nothing
  assert.equal(modeOf(""), process.getuid?.() === 0 ? "711" : "700");
  assert.deepEqual([modeOf("postgres"), modeOf("test.log"), modeOf("endpoints.json")], ["700", "600", "600"]);
  for (const entry of fs.readdirSync(government.data)) assert.match(modeOf(entry), /[67]00$/, entry);
});
