import assert from "node:assert/strict";
import http from "node:http";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import * as oidc from "openid-client";
import { Browser, type Installation, install, RelyingParty } from "./installation.ts";

let it: Installation;
let rp: RelyingParty;
before(async () => {
  it = await install();
  rp = await RelyingParty.of(it);
});
after(() => it?.stop());

test("a person signs in with card and PIN by the page's own form, with code, PKCE and claims by scope", async () => {
  const browser = new Browser();
  const [student] = it.people();
  const { url, expected } = await rp.begin();
  const shown = await browser.follow(await browser.request(url), rp.callback);
  const page = await shown.response.text();
  assert.equal(shown.response.status, 200);
  assert.match(page, /<title>Sign in – T-Road Government<\/title>/);
  const action = /<form method="post" action="([^"]+\/card)"/.exec(page)![1]!;
  const answered = await browser.post(new URL(action, shown.url).href, { subject: student!.subject, pin: student!.pin });
  const arrived = await browser.follow(answered, rp.callback);
  const { claims, info } = await rp.finish(arrived.url, expected);
  assert.equal(claims.sub, student!.subject);
  assert.deepEqual([claims.acr, claims.amr], ["urn:troad:eid:acr:card", ["swk", "pin"]]);
  assert.equal(info.name, student!.name);
  assert.match(String(info.national_id), /^[A-Z][0-9]{9}$/);
  assert.deepEqual(info.roles, [{ role: "citizen", agency: null }]);
});

test("one click signs in without a page", async () => {
  const student = it.people()[1]!;
  const { claims } = await rp.signInAs(new Browser(), student.subject);
  assert.equal(claims.sub, student.subject);
});

test("another person signs in after the first in the same browser, and the first one's access token ends", async () => {
  const browser = new Browser();
  const [first, second] = it.people();
  const before = await rp.signInAs(browser, first!.subject);
  const after = await rp.signInAs(browser, second!.subject);
  assert.equal(after.claims.sub, second!.subject);
  await assert.rejects(oidc.fetchUserInfo(rp.config, before.tokens.access_token, first!.subject));
  const again = await rp.signInAs(browser, first!.subject);
  assert.equal(again.info.name, first!.name);
});

test("a code is good once, and its second use ends the tokens of the first", async () => {
  const { url, expected, tokens, claims } = await signedIn();
  await assert.rejects(rp.finish(url, expected), { error: "invalid_grant" });
  await assert.rejects(oidc.fetchUserInfo(rp.config, tokens.access_token, claims.sub));
});

test("of two uses of one code at the same moment at most one gets tokens", async () => {
  const { url, expected } = await codeOf(it.people()[2]!.subject);
  const results = await Promise.allSettled([rp.finish(url, expected), rp.finish(url, expected)]);
  assert.ok(results.filter(({ status }) => status === "fulfilled").length <= 1);
});

test("a code without its verifier, with another verifier or another secret gets nothing", async () => {
  const one = await codeOf(it.people()[0]!.subject);
  await assert.rejects(rp.finish(one.url, { ...one.expected, pkceCodeVerifier: oidc.randomPKCECodeVerifier() }), {
    error: "invalid_grant",
  });
  const two = await codeOf(it.people()[0]!.subject);
  const wrong = await oidc.discovery(new URL(rp.config.serverMetadata().issuer), "portal", "not-the-secret", undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  await assert.rejects(oidc.authorizationCodeGrant(wrong, new URL(two.url), two.expected), { error: "invalid_client" });
});

test("requests without PKCE, with plain PKCE, with another address or for tokens in the address are refused", async () => {
  const refusals: [string, Record<string, string | undefined>, RegExp][] = [
    ["no PKCE", { code_challenge: undefined, code_challenge_method: undefined }, /error=invalid_request/],
    ["plain PKCE", { code_challenge_method: "plain" }, /error=invalid_request/],
    [
      "implicit",
      { response_type: "id_token" },
      /error=unsupported_response_type|error=unauthorized_client|error=invalid_request/,
    ],
  ];
  for (const [what, change, expected] of refusals) {
    const { response } = await ask(change);
    assert.equal(response.status, 303, what);
    assert.match(response.headers.get("location") ?? "", expected, what);
  }
  for (const redirect_uri of [
    "https://evil.example/auth/callback",
    `${rp.callback}/more`,
    rp.callback.replace("localhost", "127.0.0.1"),
  ]) {
    const { response, page } = await ask({ redirect_uri });
    assert.equal(response.status, 400, redirect_uri);
    assert.equal(response.headers.get("location"), null);
    assert.match(page, /<h1>Sign-in failed<\/h1>/);
    assert.doesNotMatch(page, /<script>|<style|style="/);
  }
  const { response } = await ask({ client_id: "someone" });
  assert.equal(response.status, 400);
});

test("the error page of the provider speaks Chinese to Chinese readers", async () => {
  const { page } = await ask({ redirect_uri: "https://evil.example/" }, "zh-TW");
  assert.match(page, /<html lang="zh-Hant"[^>]*>/);
  assert.match(page, /<h1>登入失敗<\/h1>/);
});

test("an authorization request belongs to the browser that began it", async () => {
  const { url } = await rp.begin();
  const browser = new Browser();
  const mine = await browser.follow(await browser.request(url), rp.callback);
  const stolen = await new Browser().post(`${mine.url}/card`, { subject: it.people()[0]!.subject, pin: it.people()[0]!.pin });
  assert.equal(stolen.status, 400);
  assert.match(await stolen.text(), /belongs to another browser/);
});

test("who goes back is sent to the service without a code", async () => {
  const browser = new Browser();
  const { url } = await rp.begin();
  const shown = await browser.follow(await browser.request(url), rp.callback);
  const arrived = await browser.follow(await browser.post(`${shown.url}/abort`, {}), rp.callback);
  assert.equal(new URL(arrived.url).searchParams.get("error"), "access_denied");
});

test("signing out at the service ends the session, the account page's too, and every token", async () => {
  const browser = new Browser();
  const { tokens, claims } = await rp.signInAs(browser, it.people()[0]!.subject);
  const account = `${it.process.origin}/eid/account`;
  assert.equal((await browser.request(account)).status, 200);
  const after = `${it.process.origin}/`;
  const out = oidc.buildEndSessionUrl(rp.config, {
    id_token_hint: tokens.id_token!,
    post_logout_redirect_uri: after,
    state: "s",
  });
  const answer = await browser.request(out.href);
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, `${after}?state=s`]);
  assert.equal((await browser.request(account)).status, 303);
  await assert.rejects(oidc.fetchUserInfo(rp.config, tokens.access_token, claims.sub));
  // nobody is signed in any more: nothing to ask
  assert.equal((await browser.request(out.href)).status, 303);
});

test("signing out without proof of the session asks first, and never leads to a foreign address", async () => {
  const browser = new Browser();
  await rp.signInAs(browser, it.people()[0]!.subject);
  const end = `${it.process.origin}/eid/oidc/session/end`;
  const asked = await browser.request(
    `${end}?client_id=portal&post_logout_redirect_uri=${encodeURIComponent(`${it.process.origin}/`)}`,
  );
  const page = await asked.text();
  assert.equal(asked.status, 200);
  assert.doesNotMatch(page, /<script>/);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)![1]!;
  const done = await browser.post(`${end}/confirm`, { xsrf, logout: "yes" });
  assert.deepEqual([done.status, done.headers.get("location")], [303, `${it.process.origin}/`]);
  assert.equal((await browser.request(`${end}?client_id=portal&post_logout_redirect_uri=https://evil.example/`)).status, 400);
});

test("dynamic registration and introspection are not offered", async () => {
  const { issuer } = rp.config.serverMetadata();
  const metadata = rp.config.serverMetadata();
  assert.deepEqual(metadata.response_types_supported, ["code"]);
  assert.deepEqual(metadata.code_challenge_methods_supported, ["S256"]);
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, ["ES256"]);
  for (const address of ["/reg", "/token/introspection"])
    assert.equal((await fetch(`${issuer}${address}`, { method: "POST" })).status, 404, address);
});

test("a Host header of a stranger changes no address that is sent", async () => {
  const { hostname, port } = new URL(it.process.origin);
  const body = await new Promise<string>((resolve, reject) => {
    const request = http.get(
      {
        hostname,
        port,
        path: "/eid/oidc/.well-known/openid-configuration",
        headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
      },
      async (response) => resolve(await text(response)),
    );
    request.on("error", reject);
  });
  assert.doesNotMatch(body, /evil\.example/);
});

const signedIn = async () => {
  const { url, expected } = await codeOf(it.people()[0]!.subject);
  return { url, expected, ...(await rp.finish(url, expected)) };
};

async function codeOf(subject: string) {
  const browser = new Browser();
  const { url, expected } = await rp.begin({ login_hint: `demo:${subject}` });
  const arrived = await browser.follow(await browser.request(url), rp.callback);
  return { url: arrived.url, expected };
}

async function ask(change: Record<string, string | undefined>, language = "en") {
  const address = new URL((await rp.begin()).url);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  const response = await new Browser(language).request(address.href);
  return { response, page: await response.text() };
}
