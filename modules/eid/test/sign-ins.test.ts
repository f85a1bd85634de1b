import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { eidApi } from "../api.ts";
import { publishCard } from "../card/publish-job.ts";
import { agentOf } from "../domain/agent.ts";
import { Browser, type DemoPerson, type Installation, install, RelyingParty } from "./installation.ts";

let it: Installation;
let rp: RelyingParty;
before(async () => {
  it = await install();
  rp = await RelyingParty.of(it);
});
after(() => it?.stop());

const minutes = (count: number): number => count * 60_000;
const person = (place: number): DemoPerson => it.people()[place]!;
const account = (): string => `${it.process.origin}/eid/account`;
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function signedIn(who: DemoPerson, agent = firefox): Promise<Browser> {
  const browser = new Browser();
  const ask = browser.request.bind(browser);
  browser.request = (url, init = {}) => ask(url, { ...init, headers: { ...(init.headers as object), "user-agent": agent } });
  const { subject, pin } = who;
  assert.equal((await browser.post(`${it.process.origin}/eid/sign-in/card`, { subject, pin })).status, 303);
  return browser;
}
const isIn = async (browser: Browser): Promise<boolean> => (await browser.request(account())).status === 200;
const cardOf = async (who: DemoPerson): Promise<string> => (await it.process.use(eidApi).cardsOf(who.subject))[0]!.serial;

/** A job that tells the authority of a former change may still run: until it ends, the card errs on the side of being unusable. */
async function published(): Promise<void> {
  const left = () =>
    it.process.schemas.of("eid").rows(sql`select from kernel_job where kind = ${publishCard.kind} and done_at is null`);
  while ((await left()).length > 0) await sleep(20);
}

test("a session ends with its card: suspended by the office, revoked, or stopped by the authority alone", async () => {
  const [api, pki] = [it.process.use(eidApi), it.process.use(pkiApi)];
  const serial = await cardOf(person(0));
  const [one, two] = [await signedIn(person(0)), await signedIn(person(0))];
  await api.suspendCard(serial);
  assert.deepEqual([await isIn(one), await isIn(two)], [false, false]);
  await api.resumeCard(serial);
  assert.equal(await isIn(one), false, "and does not come back with it");
  await published();
  const three = await signedIn(person(0));
  await pki.revoke(serial, "certificateHold");
  assert.equal(await isIn(three), false);
  await pki.revoke(serial, "removeFromCRL");
  const four = await signedIn(person(1));
  await api.revokeCard(await cardOf(person(1)));
  assert.equal(await isIn(four), false);
});

test("who suspends a card cannot use it again by the session of before: that takes the card, its PIN and a fresh challenge", async () => {
  const api = it.process.use(eidApi);
  const who = person(2);
  const serial = await cardOf(who);
  const browser = await signedIn(who);
  assert.equal((await browser.post(`${account()}/cards/suspend`, { serial })).headers.get("location"), "/eid/resume");
  assert.equal((await browser.post(`${account()}/cards/resume`, { serial })).status, 401);
  const resume = (pin: string) => browser.post(`${it.process.origin}/eid/resume/card`, { subject: who.subject, pin });
  const wrong = await resume(who.pin === "000000" ? "000001" : "000000");
  assert.deepEqual([wrong.status, /Attempts left: 2/.test(await wrong.text())], [422, true]);
  assert.equal((await api.cardsOf(who.subject))[0]!.state, "suspended");
  assert.equal((await resume(who.pin)).headers.get("location"), "/eid/resumed");
  assert.equal((await api.cardsOf(who.subject))[0]!.state, "active");
  assert.equal(await isIn(browser), false, "resuming signs nobody in");
});

test("a revoked card is not used again by anything", async () => {
  const who = person(1);
  const refused = await new Browser().post(`${it.process.origin}/eid/resume/card`, { subject: who.subject, pin: who.pin });
  assert.equal(refused.status, 403);
});

test("cards and passkeys change only by a proof of the last five minutes; suspending needs none", async () => {
  const who = person(3);
  const serial = await cardOf(who);
  const browser = await signedIn(who);
  it.clock.shift(minutes(6));
  const page = await (await browser.request(account())).text();
  assert.match(page, /href="\/eid\/sign-in\?again=1"/);
  assert.doesNotMatch(page, /data-passkey="create"/);
  for (const [address, fields] of [
    ["cards/resume", { serial }],
    ["cards/unlock", { serial }],
    ["passkeys/options", {}],
    ["passkeys", { challengeId: "x" }],
    ["passkeys/remove", { id: "x" }],
  ] as const) {
    const refused = await browser.request(`${account()}/${address}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(fields),
    });
    assert.deepEqual([refused.status, (await refused.json()).code], [403, "eid.proof-stale"], address);
  }
  const form = await browser.post(`${account()}/cards/unlock`, { serial });
  assert.equal(form.headers.get("location"), "/eid/sign-in?again=1", "a form leads to the page where it is proved");
  const again = await browser.post(`${it.process.origin}/eid/sign-in/card`, { subject: who.subject, pin: who.pin });
  assert.equal(again.status, 303);
  assert.match(await (await browser.request(account())).text(), /data-passkey="create"/);
  it.clock.shift(minutes(6));
  assert.equal((await browser.post(`${account()}/cards/suspend`, { serial })).status, 303);
  await it.process.use(eidApi).resumeCard(serial);
});

test("people see where they are signed in, without addresses, and end one sign-in or all others", async () => {
  const who = person(4);
  const chrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  const [mine, other, third] = [await signedIn(who), await signedIn(who, chrome), await signedIn(who, "curl/8")];
  const page = await (await mine.request(account())).text();
  for (const words of ["Firefox · Linux", "Chrome · Windows", "Unknown device", "This sign-in"])
    assert.ok(page.includes(words), words);
  assert.doesNotMatch(page, /127\.0\.0\.1|::1/);
  const foreign = await signedIn(person(5));
  const ids = [...page.matchAll(/name="id" value="([^"]+)"/g)].map(([, id]) => id!);
  assert.equal(ids.length, 3);
  await foreign.post(`${account()}/sign-ins/end`, { id: ids[0]! });
  assert.ok(await isIn(third), "nobody ends the sign-in of someone else");
  await mine.post(`${account()}/sign-ins/end`, { id: ids[0]! });
  assert.deepEqual([await isIn(third), await isIn(other), await isIn(mine)], [false, true, true]);
  await mine.post(`${account()}/sign-ins/end-others`, {});
  assert.deepEqual([await isIn(other), await isIn(mine), await isIn(foreign)], [false, true, true]);
});

test("what a service got by a sign-in ends with it: tokens, and the provider's own session", async () => {
  const browser = new Browser();
  const { tokens, info } = await rp.signInAs(browser, person(6).subject);
  const ask = () => fetch(`${it.process.origin}/eid/oidc/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  assert.equal((await ask()).status, 200);
  const api = it.process.use(eidApi);
  assert.deepEqual((await api.signIn(String(info.sign_in)))?.subject, person(6).subject);
  await api.suspendCard(await cardOf(person(6)));
  assert.equal(await api.signIn(String(info.sign_in)), null);
  assert.equal((await ask()).status, 401);
  const silent = await rp.begin({ prompt: "none" });
  const { url } = await browser.follow(await browser.request(silent.url), rp.callback);
  assert.match(url, /error=login_required/);
  const rows = await it.process.schemas
    .of("eid")
    .rows(sql`select 1 from oidc_state where payload ->> 'accountId' = ${person(6).subject}`);
  assert.deepEqual(rows, []);
  await api.resumeCard(await cardOf(person(6)));
});

test("in the demonstration a locked PIN unlocks by itself after 15 minutes, and everywhere else it stays locked", async () => {
  const { subject, pin } = person(7);
  const tryPin = async (value: string): Promise<number> =>
    (await new Browser().post(`${it.process.origin}/eid/sign-in/card`, { subject, pin: value })).status;
  const left = async (): Promise<number> => (await it.process.use(eidApi).cardsOf(subject))[0]!.pinTriesLeft;
  const wrong = pin === "000000" ? "000001" : "000000";
  for (const status of [422, 422, 423]) assert.equal(await tryPin(wrong), status);
  it.clock.shift(minutes(14));
  assert.deepEqual([await tryPin(pin), await left()], [423, 0]);
  await it.restart({ TROAD_DEMO: "off" });
  it.clock.shift(minutes(2));
  assert.equal(await left(), 0);
  await it.restart();
  assert.deepEqual([await left(), await tryPin(wrong), await left(), await tryPin(pin), await left()], [3, 422, 2, 303, 3]);
});

test("a browser is named in two words, and nothing more of the header is kept", () => {
  assert.equal(agentOf(firefox), "Firefox · Linux");
  assert.equal(
    agentOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"),
    "Safari · iOS",
  );
  assert.equal(agentOf("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0"), "Edge · Windows");
  assert.deepEqual([agentOf("<script>alert(1)</script>"), agentOf(undefined)], ["", ""]);
});
