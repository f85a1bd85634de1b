import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eidApi } from "../api.ts";
import { SoftAuthenticator } from "./authenticator.ts";
import { hashOf, SuiteClient } from "./clients.ts";
import { Browser, type Installation, install } from "./installation.ts";
import { accountOf } from "./phone.ts";
import { openCard, program, tokenOf } from "./web-eid-app.ts";

/** Fifty equal requests at once over two processes and one database: each thing counts once. */
let it: Installation;
let basic: SuiteClient;
let fapi: SuiteClient;
let passkey: SoftAuthenticator;
let places: string[];
const json = { "content-type": "application/json", accept: "application/json" };

before(async () => {
  it = await install({ EID_RATE: "100000" }, true);
  places = [it.process.origin, await it.second()];
  [basic, fapi] = await Promise.all([SuiteClient.of(it), SuiteClient.of(it, { profile: "fapi2" })]);
  passkey = await passkeyOf(0);
});
after(() => it?.stop());

/** How many of fifty were answered with this status; `send` is given one address and the other by turns. */
async function fifty(send: (origin: string) => Promise<Response>): Promise<Map<number, number>> {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => send(places[at % 2]!)));
  const counts = new Map<number, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
const post = (origin: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${origin}${path}`, {
    ...{ method: "POST", redirect: "manual", headers: body instanceof URLSearchParams ? headers : { ...json, ...headers } },
    body: body instanceof URLSearchParams ? body : JSON.stringify(body),
  });

async function passkeyOf(place: number): Promise<SoftAuthenticator> {
  const account = await accountOf(it, it.people()[place]!);
  const origin = it.process.origin;
  const ask = async (path: string, body: object) =>
    (await account.request(`${origin}${path}`, { method: "POST", headers: json, body: JSON.stringify(body) })).json();
  const { challengeId, options } = (await ask("/eid/account/passkeys/options", {})) as {
    challengeId: string;
    options: { challenge: string };
  };
  const device = new SoftAuthenticator(origin);
  const answer = (await ask("/eid/account/passkeys", { challengeId, response: device.create(options.challenge) })) as {
    location?: string;
  };
  assert.equal(answer.location, "/eid/account", JSON.stringify(answer));
  return device;
}
const passkeyChallenge = async () =>
  (await (await post(places[0]!, "/eid/passkey/options", {})).json()) as { challengeId: string; options: { challenge: string } };

test("a code", async () => {
  const code = await basic.code();
  const fields = { grant_type: "authorization_code", code, redirect_uri: basic.redirectUri, code_verifier: "a".repeat(43) };
  const authorization = `Basic ${Buffer.from(`${basic.id}:${basic.secret}`).toString("base64")}`;
  const counts = await fifty((origin) => post(origin, "/eid/oidc/token", new URLSearchParams(fields), { authorization }));
  assert.deepEqual([counts.get(200) ?? 0, counts.get(400)], [1, 49]);
});

test("a pushed request", async () => {
  const browser = new Browser();
  await fapi.code({}, browser);
  const { body } = await fapi.push({ prompt: undefined, login_hint: undefined });
  const query = new URLSearchParams({ client_id: fapi.id, request_uri: String(body.request_uri) });
  let codes = 0;
  await fifty(async (origin) => {
    const answer = await browser.request(`${origin}/eid/oidc/auth?${query}`);
    if (answer.headers.get("location")?.includes("code=")) codes += 1;
    return answer;
  });
  assert.equal(codes, 1);
});

test("a client assertion: its id was looked up and then written, so that two instances took it (better-auth/better-auth#9096)", async () => {
  const assertion = await fapi.assertion();
  const fields = {
    ...fapi.params({ prompt: undefined, login_hint: undefined }),
    ...{ client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: assertion },
  };
  const counts = await fifty((origin) => post(origin, "/eid/oidc/request", new URLSearchParams(fields)));
  assert.deepEqual([counts.get(201) ?? 0, counts.get(401)], [1, 49]);
});

test("a DPoP proof", async () => {
  const { body } = await fapi.redeem(await fapi.code());
  const token = String(body.access_token);
  const dpop = await fapi.dpop("GET", `${fapi.issuer}/me`, { ath: await hashOf(token) });
  const counts = await fifty((origin) => fetch(`${origin}/eid/oidc/me`, { headers: { authorization: `DPoP ${token}`, dpop } }));
  assert.deepEqual([counts.get(200) ?? 0, counts.get(401)], [1, 49]);
});

test("a card's nonce", async () => {
  const { key, der } = await openCard(it.people()[1]!);
  const { challengeId, nonce } = await program(it).challenge();
  const token = tokenOf(key, der, nonce, it.process.origin);
  const counts = await fifty((origin) => post(origin, "/eid/token", { challengeId, token }));
  assert.deepEqual([counts.get(200) ?? 0, counts.get(409)], [1, 49]);
});

test("a passkey's challenge", async () => {
  const { challengeId, options } = await passkeyChallenge();
  const body = { challengeId, response: passkey.get(options.challenge) };
  const counts = await fifty((origin) => post(origin, "/eid/sign-in/passkey", body));
  assert.deepEqual([counts.get(200) ?? 0, counts.get(409)], [1, 49]);
});

test("an office's code", async () => {
  const person = (await it.process.use(eidApi).person(it.people()[2]!.subject))!;
  const { code } = await it.process.use(eidApi).officeCode({ subject: person.subject, by: "officer" });
  const fields = new URLSearchParams({ nationalId: person.nationalId, code });
  const counts = await fifty((origin) => post(origin, "/eid/enrol", fields, { accept: "text/html" }));
  assert.deepEqual([counts.get(303) ?? 0, counts.get(422)], [1, 49]);
});

test("a passkey that did not verify its user signs nobody in (mozilla/fxa#20725)", async () => {
  const { challengeId, options } = await passkeyChallenge();
  const refused = await post(places[0]!, "/eid/sign-in/passkey", {
    ...{ challengeId, response: passkey.get(options.challenge, { verified: false }) },
  });
  assert.equal(refused.status, 403);
});
