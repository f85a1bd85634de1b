import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before } from "node:test";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, UnsecuredJWT } from "jose";
import { newKey, SuiteClient } from "./clients.ts";
import { Browser, type Installation, install } from "./installation.ts";
import { Suite } from "./suite.ts";
import { basicReasons } from "./suite-basic-reasons.ts";

/** OpenID Connect, Basic and logout profiles, by modules of the OpenID conformance suite. */
const suite = new Suite("openid", "oidcc-");
let it: Installation;
let client: SuiteClient;
let keyed: SuiteClient;
let metadata: Record<string, unknown>;
/** A browser in which the person is signed in and agreed. */
const browser = new Browser();
/** Logout tokens that the client received. */
const notices: string[] = [];
let receiver: http.Server;

before(async () => {
  it = await install();
  receiver = http.createServer(async (request, response) => {
    notices.push(new URLSearchParams(await text(request)).get("logout_token") ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  client = await SuiteClient.of(it, {
    backchannelLogoutUri: `http://127.0.0.1:${port}/logout`,
    redirectUris: ["https://client.example/callback", "https://client.example/other?with=query"],
  });
  keyed = await SuiteClient.of(it, { auth: "private_key_jwt" });
  metadata = (await (await fetch(`${client.issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
  await client.code({}, browser);
});
after(async () => {
  receiver?.close();
  await it?.stop();
});

const silent = { prompt: undefined, login_hint: undefined };
/** Goes through with this change, and gives what came of it. */
async function passes(change: Record<string, string | undefined> = {}, who = client, inBrowser = browser) {
  const { status, body } = await who.redeem(await who.code({ ...(inBrowser === browser ? silent : {}), ...change }, inBrowser));
  assert.equal(status, 200, JSON.stringify(body));
  return { token: String(body.access_token), idToken: String(body.id_token), claims: decodeJwt(String(body.id_token)) };
}
/** What the authorization endpoint answers: an error at the client's address, or a page of ours. */
async function refused(change: Record<string, string | undefined>, address = ""): Promise<string> {
  const response = await browser.request(address || (await client.address({ ...silent, ...change })));
  const location = response.headers.get("location");
  if (location?.startsWith("https://client.example")) return new URL(location).searchParams.get("error") ?? "";
  assert.equal(location, null);
  assert.equal(response.status, 400);
  return "page";
}

suite.module("server", async () => {
  const { token, idToken, claims } = await passes({}, client, new Browser());
  const { payload, protectedHeader } = await jwtVerify(idToken, createRemoteJWKSet(new URL(String(metadata.jwks_uri))), {
    issuer: client.issuer,
    audience: client.id,
  });
  assert.deepEqual([protectedHeader.alg, payload.nonce], ["ES256", "nonce-1"]);
  const info = (await (await client.userinfo(token)).json()) as Record<string, unknown>;
  assert.deepEqual([info.sub, info.name], [claims.sub, it.people()[0]!.name]);
});
suite.module("alternate-happy-flow", async () => void (await passes({ scope: client.scope().split(" ").reverse().join(" ") })));
suite.module("server-client-secret-post", async () => {
  const posting = await SuiteClient.of(it, { auth: "client_secret_post" });
  const fields = { client_id: posting.id, client_secret: posting.secret! };
  const code = await posting.code();
  const { status } = await posting.redeem(code, fields, { authorization: undefined });
  assert.equal(status, 200);
});
suite.modules(
  ["display-page", "display-popup", "ui-locales", "claims-locales", "ensure-request-with-unknown-parameter-succeeds"],
  async () => {
    await passes({ display: "page", ui_locales: "se", claims_locales: "se", extra: "foobar" });
    await passes({ display: "popup" });
  },
);
suite.module("ensure-request-with-valid-pkce-succeeds", async () => void (await passes()));
suite.module("ensure-request-without-nonce-succeeds-for-code-flow", async () => {
  assert.equal((await passes({ nonce: undefined })).claims.nonce, undefined);
});
suite.module("ensure-request-with-acr-values-succeeds", async () => {
  const wanted = (metadata.acr_values_supported as string[])[0]!;
  assert.equal((await passes({ acr_values: wanted })).claims.acr, wanted);
});
suite.module("login-hint", async () => void (await passes({ ...silent, login_hint: "someone@example.org" })));
suite.module("prompt-login", async () => {
  const first = await passes();
  it.clock.shift(2_000);
  const again = await passes({ prompt: "login", login_hint: `demo:${it.people()[0]!.subject}` });
  assert.equal(again.claims.sub, first.claims.sub);
  assert.ok(Number(again.claims.auth_time) >= Number(first.claims.auth_time ?? 0));
});
suite.module("prompt-none-logged-in", async () => {
  const first = await passes();
  assert.equal((await passes({ prompt: "none" })).claims.sub, first.claims.sub);
});
suite.module("prompt-none-not-logged-in", async () => {
  const answer = await new Browser().request(await client.address({ prompt: "none", login_hint: undefined }));
  assert.equal(new URL(answer.headers.get("location")!).searchParams.get("error"), "login_required");
});
suite.module("id-token-hint", async () => {
  const first = await passes();
  const again = await passes({ prompt: "none", id_token_hint: first.idToken });
  assert.equal(again.claims.sub, first.claims.sub);
});
suite.modules(["max-age-1", "max-age-10000"], async () => {
  const first = await passes({ max_age: "10000" });
  const same = await passes({ max_age: "10000" });
  assert.equal(same.claims.auth_time, first.claims.auth_time);
  const real = Date.now;
  Date.now = () => real() + 3_000; // the provider's own clock
  try {
    const { url } = await browser.follow(
      await browser.request(await client.address({ ...silent, max_age: "1" })),
      client.redirectUri,
    );
    assert.match(url, /\/eid\/interaction\//);
  } finally {
    Date.now = real;
  }
});
suite.modules(["codereuse", "codereuse-30seconds"], async () => {
  const code = await client.code(silent, browser);
  const first = await client.redeem(code);
  assert.equal(first.status, 200);
  assert.equal((await client.redeem(code)).body.error, "invalid_grant");
  assert.equal((await client.userinfo(String(first.body.access_token))).status, 401, "what the code gave is void");
  await client.code({}, browser);
});
suite.modules(["scope-profile", "userinfo-get", "userinfo-post-header", "userinfo-post-body"], async () => {
  const { token, claims } = await passes({ scope: "openid profile" });
  const body = new URLSearchParams({ access_token: token });
  const answers = [
    await client.userinfo(token),
    await client.userinfo(token, {}, "POST"),
    await fetch(`${client.issuer}/me`, { method: "POST", body }),
  ];
  for (const answer of answers) {
    const info = (await answer.json()) as Record<string, unknown>;
    assert.deepEqual([info.sub, info.name], [claims.sub, it.people()[0]!.name]);
  }
});
suite.module("idtoken-signature", async () => assert.equal(decodeProtectedHeader((await passes()).idToken).alg, "ES256"));
suite.module("ensure-client-assertion-with-iss-aud-succeeds", async () => {
  const code = await keyed.code({}, new Browser());
  assert.equal((await keyed.redeem(code, { client_assertion: await keyed.assertion({ aud: keyed.issuer }) })).status, 200);
});
suite.modules(
  ["response-type-missing", "ensure-redirect-uri-in-authorization-request", "ensure-registered-redirect-uri"],
  async () => {
    assert.match(await refused({ response_type: undefined }), /^(invalid_request|unsupported_response_type)$/);
    assert.equal(await refused({ redirect_uri: undefined }), "page");
    assert.equal(await refused({ redirect_uri: "https://evil.example/callback" }), "page");
  },
);
suite.modules(["redirect-uri-query-OK", "redirect-uri-query-added", "redirect-uri-query-mismatch"], async () => {
  const arrived = await browser.request(
    await client.address({ ...silent, redirect_uri: "https://client.example/other?with=query" }),
  );
  assert.equal(new URL(arrived.headers.get("location")!).searchParams.get("with"), "query");
  assert.equal(await refused({ redirect_uri: "https://client.example/callback?foo=bar" }), "page");
  assert.equal(await refused({ redirect_uri: "https://client.example/other?with=other" }), "page");
});
suite.modules(
  ["unsigned-request-object-supported-correctly-or-rejected-as-unsupported", "ensure-request-object-with-redirect-uri"],
  async () => {
    const request = new UnsecuredJWT({ ...client.params(silent), redirect_uri: "https://evil.example/" }).encode();
    assert.match(await refused({ request }), /^(request_not_supported|invalid_request_object|page)$/);
  },
);
suite.module("request-uri-unsigned-supported-correctly-or-rejected-as-unsupported", async () => {
  assert.equal(await refused({ request_uri: "https://client.example/request.jwt" }), "request_uri_not_supported");
});
suite.modules(["claims-essential", "refresh-token"], async () => {
  const wanted = {
    claims: '{"userinfo":{"name":{"essential":true},"national_id":null}}',
    scope: "openid profile offline_access",
  };
  const { body } = await client.redeem(await client.code({ ...silent, ...wanted }, browser));
  const info = (await (await client.userinfo(String(body.access_token))).json()) as Record<string, unknown>;
  assert.deepEqual([typeof info.name, info.national_id, body.refresh_token], ["string", undefined, undefined]);
  const again = { grant_type: "refresh_token", refresh_token: String(body.access_token) };
  assert.equal((await client.post("/token", again)).status, 400);
});
suite.module("discovery-endpoint-verification", async () => {
  const { issuer, response_types_supported: types, subject_types_supported: subjects } = metadata;
  assert.deepEqual([issuer, types, subjects], [client.issuer, ["code"], ["public", "pairwise"]]);
  for (const name of ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "scopes_supported"])
    assert.ok(metadata[name], name);
  const keys = (await (await fetch(String(metadata.jwks_uri))).json()) as { keys: Record<string, unknown>[] };
  assert.ok(keys.keys.every((key) => key.d === undefined));
});
suite.modules(
  ["backchannel-logout-discovery-endpoint-verification", "rp-initiated-logout-discovery-endpoint-verification"],
  async () => {
    assert.deepEqual([metadata.backchannel_logout_supported, metadata.backchannel_logout_session_supported], [true, true]);
    assert.equal(metadata.end_session_endpoint, `${client.issuer}/session/end`);
  },
);

/** Signs in, then out with these parameters; gives the answer, after the page's question where there is one. */
async function signOut(change: (idToken: string) => Record<string, string>) {
  const own = new Browser();
  const { idToken } = await passes({}, client, own);
  let answer = await own.request(`${client.issuer}/session/end?${new URLSearchParams(change(idToken))}`);
  const asked = answer.status === 200;
  if (asked) {
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await answer.text())?.[1];
    if (xsrf) answer = await own.post(`${client.issuer}/session/end/confirm`, { xsrf, logout: "yes" });
  }
  const silently = await own.request(await client.address({ prompt: "none", login_hint: undefined }));
  const isOut = new URL(silently.headers.get("location")!).searchParams.get("error") === "login_required";
  return { answer, asked, isOut, to: answer.headers.get("location") ?? "" };
}
const home = "https://client.example/";
suite.module("rp-initiated-logout", async () => {
  const { to, isOut, asked } = await signOut((hint) => ({ id_token_hint: hint, post_logout_redirect_uri: home, state: "s" }));
  assert.deepEqual([to, isOut, asked], [`${home}?state=s`, true, false]);
});
suite.modules(["rp-initiated-logout-no-state", "backchannel-rp-initiated-logout"], async () => {
  notices.length = 0;
  let sub = "";
  const { to, isOut } = await signOut((hint) => {
    sub = decodeJwt(hint).sub!;
    return { id_token_hint: hint, post_logout_redirect_uri: home };
  });
  assert.deepEqual([to, isOut], [home, true]);
  for (let waits = 0; notices.length === 0 && waits < 200; waits++) await new Promise((resolve) => setTimeout(resolve, 50));
  // keycloak/keycloak#37839: the logout token named the person by the raw subject, which other clients could join
  const claims = decodeJwt(notices[0]!);
  assert.equal(claims.sub, sub);
  assert.ok(!notices[0]!.includes(it.people()[0]!.subject) && claims.sub !== it.people()[0]!.subject);
  assert.ok(
    claims.sid &&
      claims.jti &&
      claims.nonce === undefined &&
      "http://schemas.openid.net/event/backchannel-logout" in (claims.events as object),
  );
});
suite.modules(
  ["rp-initiated-logout-no-params", "rp-initiated-logout-only-state", "rp-initiated-logout-no-post-logout-redirect-uri"],
  async () => {
    for (const change of [() => ({}), () => ({ state: "s" }), (hint: string) => ({ id_token_hint: hint })])
      assert.deepEqual((await signOut(change as (hint: string) => Record<string, string>)).isOut, true);
  },
);
suite.module("rp-initiated-logout-no-id-token-hint", async () => {
  const { asked, to } = await signOut(() => ({ post_logout_redirect_uri: home }));
  assert.ok(asked && !to.startsWith(home));
});
suite.modules(
  [
    "rp-initiated-logout-bad-id-token-hint",
    "rp-initiated-logout-modified-id-token-hint",
    "rp-initiated-logout-bad-post-logout-redirect-uri",
    "rp-initiated-logout-query-added-to-post-logout-redirect-uri",
  ],
  async () => {
    const foreign = await newKey();
    const bad = await client.assertion({ sub: "x", aud: client.id, iss: client.issuer }, foreign);
    const hints: ((hint: string) => Record<string, string>)[] = [
      () => ({ id_token_hint: bad, post_logout_redirect_uri: home }),
      (hint) => ({ id_token_hint: new UnsecuredJWT(decodeJwt(hint)).encode(), post_logout_redirect_uri: home }),
      (hint) => ({ id_token_hint: hint, post_logout_redirect_uri: "https://evil.example/" }),
      (hint) => ({ id_token_hint: hint, post_logout_redirect_uri: `${home}?foo=bar` }),
    ];
    for (const hint of hints) {
      const { answer, to } = await signOut(hint);
      assert.deepEqual([answer.status, to], [400, ""]);
    }
  },
);
suite.module("server-rotate-keys", async () => {
  const { idToken } = await passes();
  const before = decodeProtectedHeader(idToken).kid;
  await it.restart({ EID_SIGNING_KEYS: "2" });
  const keys = createRemoteJWKSet(new URL(String(metadata.jwks_uri)));
  await jwtVerify(idToken, keys);
  const after = await passes({}, client, new Browser());
  assert.notEqual(decodeProtectedHeader(after.idToken).kid, before);
  await jwtVerify(after.idToken, keys);
});

basicReasons(suite);
suite.account();
