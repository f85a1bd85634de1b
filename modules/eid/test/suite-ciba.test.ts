import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readAudit } from "@troad/kernel";
import { decodeJwt, generateKeyPair, UnsecuredJWT } from "jose";
import { SuiteClient } from "./clients.ts";
import { Browser, type Installation, install } from "./installation.ts";
import { SuitePhone } from "./phone.ts";
import { Suite } from "./suite.ts";

/** FAPI CIBA by modules of the OpenID conformance suite, and what a person sees of it on the phone. */
const suite = new Suite("fapiciba", "fapi-ciba-id1");
let it: Installation;
let client: SuiteClient;
let other: SuiteClient;
let phone: SuitePhone;
let metadata: Record<string, unknown>;
/** What the client knows the person by. */
let sub = "";
const now = (): number => Math.floor(Date.now() / 1000);

before(async () => {
  it = await install();
  [client, other] = await Promise.all([
    SuiteClient.of(it, { profile: "fapi2", phone: true }),
    SuiteClient.of(it, { profile: "fapi2", phone: true }),
  ]);
  metadata = (await (await fetch(`${client.issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
  const { body } = await client.redeem(await client.code({}, new Browser()));
  sub = decodeJwt(String(body.id_token)).sub!;
  phone = await SuitePhone.of(it, it.people()[0]!);
});
after(() => it?.stop());

const asked = (change: Record<string, unknown> = {}) => ({
  scope: client.scope(),
  login_hint: sub,
  binding_message: "4711",
  ...change,
});
/** Asks by a signed request; what is altered is altered in it. */
async function ask(change: Record<string, unknown> = {}, key = client.key, who = client) {
  return who.post("/backchannel", { request: await client.request(asked(change), {}, key) });
}
const poll = async (
  id: unknown,
  who = client,
  change: Record<string, string | undefined> = {},
  headers: Record<string, string | undefined> = {},
) =>
  who.post(
    "/token",
    { grant_type: "urn:openid:params:grant-type:ciba", auth_req_id: String(id), ...change },
    {
      headers: { dpop: await who.dpop("POST", `${who.issuer}/token`), ...headers },
    },
  );
/** Asks, and the person chooses the number that the client shows. */
async function approved(change: Record<string, unknown> = {}): Promise<unknown> {
  const { body } = await ask(change);
  const message = String(asked(change).binding_message);
  const waiting = (await phone.pending()).find(({ choices }) => choices.includes(message));
  assert.ok(waiting, JSON.stringify(body));
  assert.equal(await phone.decide(waiting.id, message), true);
  return body.auth_req_id;
}

suite.module("", async () => {
  const { body, status } = await poll(await approved());
  assert.equal(status, 200, JSON.stringify(body));
  const claims = decodeJwt(String(body.id_token));
  assert.deepEqual(
    [claims.sub, claims.acr, claims.amr, body.token_type],
    [sub, "urn:troad:eid:acr:phone", ["swk", "mca"], "DPoP"],
  );
  const info = (await (await client.userinfo(String(body.access_token))).json()) as Record<string, unknown>;
  assert.equal(info.name, it.people()[0]!.name);
});
suite.module("-discovery-end-point-verification", async () => {
  assert.deepEqual(metadata.backchannel_token_delivery_modes_supported, ["poll"]);
  assert.ok((metadata.grant_types_supported as string[]).includes("urn:openid:params:grant-type:ciba"));
  assert.ok(!(metadata.backchannel_authentication_request_signing_alg_values_supported as string[]).includes("RS256"));
});
suite.modules(
  [
    "-ensure-authorization-request-with-binding-message-succeeds",
    "-ensure-other-scope-order-succeeds",
    "-ensure-requested-expiry-as-string-succeeds",
  ],
  async () => {
    const scope = client.scope().split(" ").reverse().join(" ");
    assert.equal((await poll(await approved({ binding_message: "1234", scope, requested_expiry: "30" }))).status, 200);
  },
);
suite.module("-ensure-authorization-request-with-potentially-bad-binding-message", async () => {
  for (const message of ["1234 👍🏿 𝌆", "x", "no digits", "1".repeat(21), undefined])
    assert.equal((await ask({ binding_message: message })).body.error, "invalid_binding_message");
});
suite.modules(["-multiple-call-to-token-endpoint", "-auth-req-id-expired"], async () => {
  const { body } = await ask({ requested_expiry: 10 });
  for (let calls = 0; calls < 3; calls++) assert.equal((await poll(body.auth_req_id)).body.error, "authorization_pending");
  const real = Date.now;
  Date.now = () => real() + 11_000;
  try {
    const ended = await poll(body.auth_req_id);
    assert.match(String(ended.body.error), /^(expired_token|invalid_grant)$/);
  } finally {
    Date.now = real;
  }
  await poll(await approved());
});
suite.module("-user-rejects-authentication", async () => {
  const { body } = await ask();
  const [waiting] = await phone.pending();
  assert.equal(await phone.decide(waiting!.id, null), false);
  assert.equal((await poll(body.auth_req_id)).body.error, "access_denied");
  await poll(await approved());
});
suite.module("-ensure-authorization-request-with-multiple-hints-fails", async () => {
  assert.equal((await ask({ id_token_hint: "x.y.z" })).body.error, "invalid_request");
  assert.equal((await ask({ login_hint: undefined })).body.error, "invalid_request");
});
suite.modules(
  [
    "-ensure-client-assertion-signature-algorithm-in-backchannel-authorization-request-is-RS256-fails",
    "-ensure-client-assertion-signature-algorithm-in-token-endpoint-request-is-RS256-fails",
    "-ensure-without-client-assertion-in-backchannel-authorization-request",
    "-ensure-without-client-assertion-in-token-endpoint-request",
    "-ensure-wrong-client-id-in-backchannel-authorization-request",
    "-ensure-wrong-client-id-in-token-endpoint-request",
    "-ensure-client-assertion-with-iss-aud-to-token-endpoint-succeeds",
  ],
  async () => {
    const rsa = { ...(await generateKeyPair("RS256", { extractable: true })), jwk: client.key.jwk, alg: "RS256" };
    const id = await approved();
    for (const change of [
      { client_assertion: await client.assertion({}, rsa) },
      { client_assertion: undefined, client_id: client.id },
      { client_id: other.id },
    ]) {
      const request = await client.request(asked());
      assert.match(
        String((await client.post("/backchannel", { request, ...change })).body.error),
        /^(invalid_client|invalid_request)/,
      );
      const own = change.client_assertion ? { client_assertion: await client.assertion({}, rsa) } : change;
      assert.match(String((await poll(id, client, own)).body.error), /^(invalid_client|invalid_request)/);
    }
    assert.equal((await poll(id, client, { client_assertion: await client.assertion({ aud: client.issuer }) })).status, 200);
  },
);
suite.modules(
  [
    "-ensure-wrong-auth-req-id-in-token-endpoint-request",
    "-ensure-request-object-signed-by-other-client-fails",
    "-ensure-different-client-id-and-issuer-in-backchannel-authorization-request",
  ],
  async () => {
    const id = await approved();
    assert.equal((await poll(id, other)).body.error, "invalid_grant");
    assert.equal((await poll(id)).status, 200);
    assert.match(String((await ask({}, other.key)).body.error), /^invalid_request/);
    assert.match(String((await ask({}, client.key, other)).body.error), /^invalid_request/);
  },
);
suite.modules(
  [
    "bad-aud",
    "bad-iss",
    "exp-is-70-minutes-in-future",
    "expired-exp",
    "missing-aud",
    "missing-exp",
    "missing-iat",
    "missing-iss",
    "missing-jti",
    "missing-nbf",
    "nbf-is-10-minutes-in-future",
    "nbf-is-70-minutes-in-past",
    "signature-algorithm-is-RS256",
    "signature-algorithm-is-bad",
    "signature-algorithm-is-none",
  ].map((name) => `-ensure-request-object-${name}-fails`),
  async () => {
    const rsa = { ...(await generateKeyPair("RS256", { extractable: true })), jwk: client.key.jwk, alg: "RS256" };
    const altered: Record<string, unknown>[] = [
      ...[
        { aud: "https://evil.example/" },
        { iss: other.id },
        { exp: now() + 4_200 },
        { iat: now() - 700, nbf: now() - 700, exp: now() - 300 },
      ],
      ...["aud", "exp", "iat", "iss", "jti", "nbf"].map((name) => ({ [name]: undefined })),
      ...[{ nbf: now() + 600 }, { nbf: now() - 4_200 }],
    ];
    for (const claims of altered) {
      const { body } = await client.post("/backchannel", { request: await client.request(asked(), claims) });
      assert.equal(body.error, "invalid_request", JSON.stringify(claims));
    }
    const good = await client.request(asked());
    const unsigned = new UnsecuredJWT({ ...decodeJwt(good) }).encode();
    for (const request of [await client.request(asked(), {}, rsa), unsigned, good.replace(/^[^.]+/, "eyJhbGciOiJYWSJ9")])
      assert.equal((await client.post("/backchannel", { request })).body.error, "invalid_request");
  },
);
suite.module("-ensure-unsigned-backchannel-authorization-request-fails", async () => {
  assert.equal((await client.post("/backchannel", asked() as Record<string, string>)).body.error, "invalid_request");
});
suite.notFor("tokens are bound by DPoP alone: TLS ends at a proxy (ADR 123)", "-ensure-mtls-holder-of-key-required");
suite.notFor("no refresh tokens (ADR 123)", "-refresh-token");
suite.notFor(
  "clients poll: the provider calls no address of theirs",
  ...["response-401", "response-403", "response-has-body", "return-redirect-request"].map(
    (name) => `-ping-backchannel-notification-endpoint-${name}`,
  ),
  "-ping-with-mtls-ciba-notification-endpoint-response-401-and-require-server-does-not-retry",
);
suite.account();

test("the phone shows who asks, what for and the binding message among three: it was never shown (wso2/product-is#28134)", async () => {
  const { body } = await ask({ binding_message: "pay-42" });
  const [waiting] = await phone.pending();
  assert.deepEqual([waiting!.service, waiting!.organisation], ["Job bank", "Ministry of Labor"]);
  assert.match(waiting!.purposes.join(), /To address you/);
  assert.deepEqual([waiting!.choices.length, new Set(waiting!.choices).size, waiting!.choices.includes("pay-42")], [3, 3, true]);
  const wrong = waiting!.choices.find((choice) => choice !== "pay-42")!;
  assert.equal(await phone.decide(waiting!.id, wrong), false, "another number refuses");
  assert.equal((await poll(body.auth_req_id)).body.error, "access_denied");
  await assert.rejects(phone.decide(waiting!.id, "pay-42"), /eid.phone-request-over/);
  await poll(await approved());
});

test("a signature for one act stands for no other, and a challenge counts once", async () => {
  await ask();
  const [waiting] = await phone.pending();
  const proof = await phone.signed("pending");
  const body = JSON.stringify({ phone: phone.id, request: waiting!.id, choice: "4711", ...proof });
  const send = () =>
    fetch(`${it.process.origin}/eid/phone/decide`, { method: "POST", headers: { "content-type": "application/json" }, body });
  assert.deepEqual([(await send()).status, (await send()).status], [403, 409]);
  await phone.decide(waiting!.id, "4711");
});

test("after nine requests that the person did not approve the next is blocked", async () => {
  for (let count = 0; count < 9; count++) assert.ok((await ask()).body.auth_req_id, String(count));
  assert.equal((await ask()).body.error, "access_denied");
  assert.ok((await phone.pending()).length >= 9);
  const browser = new Browser();
  const { url } = await browser.follow(
    await browser.request(await client.address({ login_hint: undefined })),
    client.redirectUri,
  );
  const page = await (await browser.post(`${url}/phone`, { nationalId: "A123456789" })).text();
  assert.match(page, /data-number>\d\d</, "the page does not say whether someone has a phone");
});

test("the audit names no client and no phone request of one", async () => {
  const entries = await readAudit(it.process.schemas.of("eid"), undefined, 500);
  const text = JSON.stringify(entries.filter(({ action }) => !action.startsWith("eid.client-")));
  assert.ok(entries.length > 5 && !text.includes(client.id) && !text.includes(other.id));
});
