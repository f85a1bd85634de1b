import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { eidApi } from "../api.ts";
import { Browser, type DemoPerson, type Installation, install, RelyingParty } from "./installation.ts";
import { program } from "./web-eid-app.ts";

let it: Installation;
let rp: RelyingParty;
before(async () => {
  it = await install();
  rp = await RelyingParty.of(it);
});
after(() => it?.stop());

const person = (place: number): DemoPerson => it.people()[place]!;

/** Submits a proof with a person's card for an authorization request; gives where the browser goes on. */
async function proveFor(interaction: string, holder: DemoPerson): Promise<string> {
  const { body } = await program(it).prove(holder, { interaction });
  assert.equal(body.subject, holder.subject);
  return body.continue!;
}

async function begun(more: Record<string, string> = {}) {
  const browser = new Browser();
  const { url, expected } = await rp.begin(more);
  const shown = await browser.follow(await browser.request(url), rp.callback);
  return { browser, expected, ...shown, uid: shown.url.split("/").at(-1)! };
}

test("a token from a reader of one's own continues the authorization request, once, in the browser that began it", async () => {
  const { browser, expected, uid } = await begun();
  const answer = await proveFor(uid, person(0));
  const address = `${it.process.origin}${answer}`;
  assert.equal((await new Browser().request(address)).status, 400);
  const arrived = await browser.follow(await browser.request(address), rp.callback);
  const { claims } = await rp.finish(arrived.url, expected);
  assert.deepEqual([claims.sub, claims.amr], [person(0).subject, ["swk", "pin"]]);
  const next = await begun();
  const replayed = await next.browser.request(`${next.url}/continue?${new URL(address).searchParams}`);
  assert.equal(replayed.status, 400);
});

test("a proof for one authorization request does not continue another", async () => {
  const [one, two] = [await begun(), await begun()];
  const answer = await proveFor(one.uid, person(0));
  const moved = answer.replace(one.uid, two.uid);
  assert.equal((await two.browser.request(`${it.process.origin}${moved}`)).status, 400);
});

test("the one-click sign-in of a suspended card shows the page with the reason", async () => {
  const api = it.process.use(eidApi);
  const [card] = await api.cardsOf(person(1).subject);
  await api.suspendCard(card!.serial);
  const { response } = await begun({ login_hint: `demo:${person(1).subject}` });
  const page = await response.text();
  assert.equal(response.status, 403);
  assert.match(page, /This card is suspended/);
  assert.match(page, /<title>Error:/);
  await api.resumeCard(card!.serial);
  assert.equal((await rp.signInAs(new Browser(), person(1).subject)).claims.sub, person(1).subject);
});

test("a holder suspends the own card and uses it again with its PIN, and nobody else's", async () => {
  const browser = new Browser();
  await rp.signInAs(browser, person(0).subject);
  const api = it.process.use(eidApi);
  const [mine] = await api.cardsOf(person(0).subject);
  const [foreign] = await api.cardsOf(person(1).subject);
  const account = `${it.process.origin}/eid/account`;
  const refused = await browser.post(`${account}/cards/suspend`, { serial: foreign!.serial });
  assert.equal(refused.status, 403);
  assert.equal((await browser.post(`${account}/cards/suspend`, { serial: mine!.serial })).status, 303);
  const resumed = await browser.post(`${it.process.origin}/eid/resume/card`, { subject: person(0).subject, pin: person(0).pin });
  assert.match(await (await browser.follow(resumed, rp.callback)).response.text(), /is active again/);
  assert.equal((await new Browser().post(`${account}/cards/suspend`, { serial: mine!.serial })).status, 401);
  assert.equal((await api.cardsOf(person(0).subject))[0]!.state, "active");
});

test("pages hold no inline script or style, and send what the browser needs to refuse any", async () => {
  const { response } = await begun();
  const page = await response.text();
  assert.match(response.headers.get("content-security-policy") ?? "", /script-src 'self'; style-src 'self'/);
  assert.doesNotMatch(page, /<script>|<style|style="|onclick/);
  assert.ok(
    !page.includes("undefined") && !/\beid\.[a-z]+\.[a-z]/.test(page.replace(/(href|src|action)="[^"]*"/g, "")),
    "a text is missing",
  );
  for (const [, address] of page.matchAll(/(?:src|href)="(\/eid\/assets\/[^"]+)"/g)) {
    const asset = await fetch(`${it.process.origin}${address}`);
    assert.equal(asset.status, 200);
    assert.match(asset.headers.get("cache-control") ?? "", /immutable/);
    if (/passkey|web-eid/.test(address!)) assert.ok((await asset.arrayBuffer()).byteLength <= 4096, address);
  }
});

test("every text exists in both languages", () => {
  const keys = (lang: string): string[] =>
    Object.keys(JSON.parse(fs.readFileSync(new URL(`../text/${lang}.json`, import.meta.url), "utf8")) as object);
  assert.deepEqual(keys("en"), keys("zh-Hant"));
});

test("a form that another site sends is refused", async () => {
  const { origin } = it.process;
  const response = await fetch(`${origin}/eid/sign-in/card`, {
    method: "POST",
    headers: { "sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded" },
    body: "subject=x&pin=123456",
  });
  assert.equal(response.status, 403);
});

test("outside the demonstration the hint is ignored, no card is on the page and there is nobody to be", async () => {
  await it.restart({ TROAD_DEMO: "off" });
  const { response, url } = await begun({ login_hint: `demo:${person(0).subject}` });
  const page = await response.text();
  assert.equal(response.status, 200);
  assert.doesNotMatch(page, /type="radio"|demo PIN/);
  assert.match(page, /Web eID extension/);
  const forced = await new Browser().post(`${it.process.origin}/eid/sign-in/card`, {
    subject: person(0).subject,
    pin: person(0).pin,
  });
  assert.equal(forced.status, 403);
  assert.match(url, /\/eid\/interaction\//);
  assert.deepEqual(await it.process.use(eidApi).demoPeople(), []);
  // the same cards still sign in, with a reader
  assert.ok(await proveFor("none", person(0)));
});

test("where the public address is https, cookies are Secure and every address is https", async () => {
  const local = new URL(rp.callback).origin;
  // the public name leads nowhere here: the responder is asked where it is
  await it.restart({ PUBLIC_ORIGIN: "https://eid.example", TROAD_DEMO: "on", EID_OCSP_URL: `${local}/pki/ocsp` });
  const metadata = (await (await fetch(`${local}/eid/oidc/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
  for (const [name, value] of Object.entries(metadata))
    if (/_endpoint$|_uri$/.test(name)) assert.match(String(value), /^https:\/\/eid\.example\/eid\/oidc\//, name);
  const query = new URLSearchParams({
    client_id: "portal",
    redirect_uri: "https://eid.example/auth/callback",
    response_type: "code",
    scope: "openid",
    code_challenge: "x".repeat(43),
    code_challenge_method: "S256",
  });
  const response = await fetch(`${local}/eid/oidc/auth?${query}`, { redirect: "manual" });
  const cookies = response.headers.getSetCookie();
  assert.equal(response.status, 303);
  assert.ok(
    cookies.length > 0 && cookies.every((cookie) => /; secure/i.test(cookie) && /; httponly/i.test(cookie)),
    cookies.join("\n"),
  );
  // no other host of the domain sets them, and no slow clock of ours ends them before they arrive
  for (const cookie of cookies) assert.match(cookie, /^__Host-[^;]+(?=.*; path=\/(;|$))(?!.*; (expires|domain)=)/i);
  const signedIn = await fetch(`${local}/eid/sign-in/card`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ subject: person(2).subject, pin: person(2).pin }),
  });
  assert.equal(signedIn.status, 303);
  assert.match(signedIn.headers.getSetCookie().join(), /^__Host-eid_session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  for (const answer of [response, signedIn]) assert.equal(answer.headers.get("strict-transport-security"), "max-age=31536000");
});

test("an address that asks too often has to wait", async () => {
  await it.restart({ EID_RATE: "5", PUBLIC_ORIGIN: "" });
  const statuses = await Promise.all(
    Array.from({ length: 8 }, async () => (await fetch(`${it.process.origin}/eid/challenge`, { method: "POST" })).status),
  );
  assert.equal(statuses.filter((status) => status === 200).length, 5);
  assert.equal(statuses.filter((status) => status === 429).length, 3);
  it.clock.shift(60_000);
  assert.equal((await fetch(`${it.process.origin}/eid/challenge`, { method: "POST" })).status, 200);
});
