import assert from "node:assert/strict";
import { after, before } from "node:test";
import { decodeJwt, generateKeyPair } from "jose";
import { hashOf, newKey, SuiteClient } from "./clients.ts";
import { Browser, type Installation, install } from "./installation.ts";
import { Suite } from "./suite.ts";
import { type FapiScene, pushedModules } from "./suite-fapi-pushed.ts";

/** FAPI 2.0 Security Profile, by modules of the OpenID conformance suite. */
const suite = new Suite("fapi2spfinal", "fapi2-security-profile-final-");
let it: Installation;
let client: SuiteClient;
let other: SuiteClient;
let metadata: Record<string, unknown>;
const browser = new Browser();
const silent = { prompt: undefined, login_hint: undefined };
const scene: FapiScene = { client: () => client, other: () => other, metadata: () => metadata, browser };

before(async () => {
  it = await install();
  [client, other] = await Promise.all([SuiteClient.of(it, { profile: "fapi2" }), SuiteClient.of(it, { profile: "fapi2" })]);
  metadata = (await (await fetch(`${client.issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
  await client.code({}, browser);
});
after(() => it?.stop());

const code = (change: Record<string, string | undefined> = {}): Promise<string> => client.code({ ...silent, ...change }, browser);
async function passes(change: Record<string, string | undefined> = {}) {
  const { status, body } = await client.redeem(await code(change));
  assert.equal(status, 200, JSON.stringify(body));
  return { token: String(body.access_token), claims: decodeJwt(String(body.id_token)), type: body.token_type };
}
/** The error with which a push is refused, or `accepted`. */
async function pushed(
  fields: Record<string, string | undefined>,
  headers: Record<string, string | undefined> = {},
): Promise<unknown> {
  const { status, body } = await client.post("/request", { ...client.params(silent), ...fields }, { headers });
  return status === 201 ? "accepted" : body.error;
}
const requestUri = async (): Promise<string> => String((await client.push(silent)).body.request_uri);
const using = (uri: string): string => `${client.issuer}/auth?${new URLSearchParams({ client_id: client.id, request_uri: uri })}`;
const now = (): number => Math.floor(Date.now() / 1000);
const at = (address: string): Promise<Response> => browser.request(address);
/** Within this the provider's clock, which is the machine's, is ahead. */
async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const real = Date.now;
  Date.now = () => real() + ms;
  it.clock.shift(ms);
  try {
    return await work();
  } finally {
    Date.now = real;
    it.clock.shift(-ms);
  }
}

suite.module("discovery-end-point-verification", async () => {
  assert.deepEqual(metadata.response_types_supported, ["code"]);
  assert.ok((metadata.token_endpoint_auth_methods_supported as string[]).includes("private_key_jwt"));
  assert.ok(!(metadata.token_endpoint_auth_signing_alg_values_supported as string[]).includes("RS256"));
  assert.ok((metadata.dpop_signing_alg_values_supported as string[]).includes("ES256"));
  assert.deepEqual(
    [metadata.authorization_response_iss_parameter_supported, metadata.code_challenge_methods_supported],
    [true, ["S256"]],
  );
  assert.ok(metadata.pushed_authorization_request_endpoint);
});
suite.module(
  "ensure-other-scope-order-succeeds",
  async () => void (await passes({ scope: client.scope().split(" ").reverse().join(" ") })),
);
suite.modules(
  ["ensure-authorization-request-without-nonce-success", "ensure-authorization-request-without-state-success"],
  async () => {
    assert.equal((await passes({ nonce: undefined })).claims.nonce, undefined);
    const url = await client.arrive(await client.address({ ...silent, state: undefined }), browser);
    assert.ok(
      url.searchParams.get("code") && url.searchParams.get("state") === null && url.searchParams.get("iss") === client.issuer,
    );
  },
);
suite.modules(
  [
    "ensure-authorization-request-with-64-char-nonce-success",
    "ensure-authorization-request-with-long-nonce",
    "ensure-authorization-request-with-long-state",
  ],
  async () => {
    for (const length of [64, 384]) assert.equal((await passes({ nonce: "n".repeat(length) })).claims.nonce, "n".repeat(length));
    const url = await client.arrive(await client.address({ ...silent, state: "s".repeat(384) }), browser);
    assert.equal(url.searchParams.get("state"), "s".repeat(384));
  },
);
suite.modules(
  [
    "par-without-duplicate-parameters",
    "state-only-outside-request-object-not-used",
    "ensure-different-nonce-inside-and-outside-request-object",
    "ensure-different-state-inside-and-outside-request-object",
  ],
  async () => {
    const uri = await requestUri();
    const arrived = await at(`${using(uri)}&state=outside&nonce=outside`);
    const url = new URL(arrived.headers.get("location")!);
    assert.equal(url.searchParams.get("state"), "state-1");
    const { body } = await client.redeem(url.searchParams.get("code")!);
    assert.equal(decodeJwt(String(body.id_token)).nonce, "nonce-1");
  },
);
suite.modules(
  ["attempt-reuse-authorization-code-after-one-second", "ensure-token-endpoint-fails-with-expired-auth-code"],
  async () => {
    const one = await code();
    const first = await client.redeem(one);
    assert.equal((await client.redeem(one)).body.error, "invalid_grant");
    assert.equal((await client.userinfo(String(first.body.access_token))).status, 401);
    await client.code({}, browser);
    const two = await code();
    assert.equal((await later(61_000, () => client.redeem(two))).body.error, "invalid_grant");
  },
);
suite.modules(["ensure-authorization-code-is-bound-to-client", "ensure-client-id-in-token-endpoint"], async () => {
  assert.equal((await other.redeem(await code())).body.error, "invalid_grant");
  assert.equal((await client.redeem(await code(), { client_id: other.id })).status >= 400, true);
});
suite.modules(
  [
    "ensure-pkce-code-verifier-required",
    "incorrect-pkce-code-verifier-rejected",
    "par-ensure-pkce-required",
    "par-plain-pkce-rejected",
  ],
  async () => {
    assert.equal((await client.redeem(await code(), { code_verifier: undefined })).body.error, "invalid_grant");
    assert.equal((await client.redeem(await code(), { code_verifier: "b".repeat(43) })).body.error, "invalid_grant");
    assert.equal(await pushed({ code_challenge: undefined, code_challenge_method: undefined }), "invalid_request");
    assert.equal(await pushed({ code_challenge: "a".repeat(43), code_challenge_method: "plain" }), "invalid_request");
  },
);
suite.modules(
  [
    "ensure-holder-of-key-required",
    "ensure-dpopproof-with-iat-10seconds-after-succeeds",
    "ensure-dpopproof-with-iat-10seconds-before-succeeds",
  ],
  async () => {
    assert.equal((await client.redeem(await code(), {}, { dpop: undefined })).body.error, "invalid_grant");
    for (const seconds of [10, -10]) {
      const dpop = await client.dpop("POST", `${client.issuer}/token`, { iat: now() + seconds });
      assert.equal((await client.redeem(await code(), {}, { dpop })).status, 200);
    }
  },
);
suite.module("dpop-negative-tests", async () => {
  const { token } = await passes();
  const me = `${client.issuer}/me`;
  const ath = await hashOf(token);
  assert.equal((await client.userinfo(token)).status, 200);
  const wrong = await newKey();
  const rsa = await generateKeyPair("RS256", { extractable: true });
  const proofs: [string, string | undefined][] = [
    ["none", undefined],
    ["another key", await client.dpop("GET", me, { ath }, wrong)],
    ["another method", await client.dpop("POST", me, { ath })],
    ["another address", await client.dpop("GET", `${client.issuer}/token`, { ath })],
    ["no ath", await client.dpop("GET", me)],
    ["another ath", await client.dpop("GET", me, { ath: await hashOf("x") })],
    ["old", await client.dpop("GET", me, { ath, iat: now() - 3_600 })],
    ["of the future", await client.dpop("GET", me, { ath, iat: now() + 3_600 })],
    ["no id", await client.dpop("GET", me, { ath, jti: undefined })],
    ["another type", await client.dpop("GET", me, { ath }, client.dpopKey, { typ: "JWT" })],
    ["RS256", await client.dpop("GET", me, { ath }, { ...wrong, ...rsa, alg: "RS256" })],
  ];
  for (const [what, dpop] of proofs) assert.match(String((await client.userinfo(token, { dpop })).status), /^40[01]$/, what);
  const proof = await client.dpop("GET", me, { ath });
  assert.equal((await client.userinfo(token, { dpop: proof })).status, 200);
  assert.equal((await client.userinfo(token, { dpop: proof })).status, 401, "a proof counts once");
  assert.equal(
    (await client.userinfo(token, { authorization: `Bearer ${token}`, dpop: undefined })).status,
    401,
    "no bearer token",
  );
});
suite.modules(
  [
    "ensure-dpop-auth-code-binding-success",
    "ensure-dpopproof-at-par-endpoint-binding-success",
    "ensure-mismatched-dpop-jkt-fails",
    "ensure-token-endpoint-fails-with-mismatched-dpop-jkt",
    "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt",
  ],
  async () => {
    const jkt = client.dpopKey.jwk.kid!;
    assert.equal((await passes({ dpop_jkt: jkt })).type, "DPoP");
    const proof = () => client.dpop("POST", `${client.issuer}/request`);
    const withProof = async () => {
      const { body } = await client.push(silent, { headers: { dpop: await proof() } });
      return new URL((await at(using(String(body.request_uri)))).headers.get("location")!).searchParams.get("code")!;
    };
    // mosip/esignet#2596: once a request was pushed, the token endpoint asked for no proof any more
    assert.equal((await client.redeem(await withProof(), {}, { dpop: undefined })).body.error, "invalid_grant");
    assert.equal((await client.redeem(await withProof())).status, 200);
    const wrong = await newKey();
    assert.equal(await pushed({ dpop_jkt: wrong.jwk.kid! }, { dpop: await proof() }), "invalid_request");
    for (const one of [await withProof(), await code({ dpop_jkt: jkt })]) {
      const dpop = await client.dpop("POST", `${client.issuer}/token`, {}, wrong);
      assert.equal((await client.redeem(one, {}, { dpop })).body.error, "invalid_grant");
    }
  },
);
suite.modules(
  [
    "ensure-client-assertion-in-token-endpoint",
    "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails",
    "ensure-client-assertion-with-no-sub-fails",
    "ensure-client-assertion-with-wrong-aud-fails",
    "ensure-signed-client-assertion-with-RS256-fails",
  ],
  async () => {
    const rsa = { ...(await generateKeyPair("RS256", { extractable: true })), jwk: client.key.jwk, alg: "RS256" };
    const assertions = [
      undefined,
      await client.assertion({ exp: now() - 300 }),
      await client.assertion({ sub: undefined }),
      await client.assertion({ aud: "https://evil.example/" }),
      await client.assertion({ exp: now() + 86_400 }),
      await client.assertion({}, rsa),
      await client.assertion({}, other.key),
    ];
    for (const client_assertion of assertions) {
      const { status, body } = await client.redeem(await code(), { client_assertion });
      assert.ok(status >= 400 && /invalid_client|invalid_request/.test(String(body.error)), JSON.stringify(body));
    }
  },
);
pushedModules(suite, scene);
suite.module("user-rejects-authentication", async () => {
  const own = new Browser();
  const { url } = await own.follow(await own.request(await client.address({ login_hint: undefined })), client.redirectUri);
  const back = await own.follow(await own.post(`${url}/abort`, {}), client.redirectUri);
  assert.equal(new URL(back.url).searchParams.get("error"), "access_denied");
});

suite.notFor(
  "requests may be pushed unsigned: FAPI 2.0 Message Signing is another profile",
  "ensure-unsigned-request-at-par-endpoint-fails",
);
suite.notFor("no refresh tokens (ADR 123)", "refresh-token");
suite.notFor(
  "claims are asked for by scope, each with a purpose in the client's record (ADR 123)",
  "test-claims-parameter-identity-claims",
  "test-essential-acr-sca-claim",
);
suite.notFor("no intents of open banking", "ensure-server-handles-non-matching-intent-id");
suite.account();
