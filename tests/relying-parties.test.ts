import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { systemClock } from "@troad/kernel";
import * as oidc from "openid-client";
import { Browser as Portal } from "../apps/troad/demo/browser.ts";
import { newKey, SuiteClient } from "../modules/eid/test/clients.ts";
import { Browser, type DemoPerson, type Installation } from "../modules/eid/test/installation.ts";
import { example } from "../modules/portal/developers/example.ts";
import { type Government, root, scratch, startGovernment } from "./kit/government.ts";

/** Services of agencies sign people in: applied for and reviewed on pages, by the developer page's example and by openid-client. */
let government: Government;
let it: Installation;
let people: DemoPerson[];

before(async () => {
  government = await startGovernment();
  const { running, data } = government;
  people = JSON.parse(fs.readFileSync(path.join(data, "demo", "people.json"), "utf8")) as DemoPerson[];
  it = {
    process: running,
    clock: { ...systemClock, shift: () => undefined },
    dataDir: data,
    people: () => people,
  } as unknown as Installation;
});
after(() => government?.stop());

const at = (address: string): string => `${government.portal}${address}`;
const signedIn = async (subject: string): Promise<Portal> => {
  const browser = new Portal("en");
  await browser.post(at("/auth/demo"), { subject, return: "/me" });
  return browser;
};
/** Where a browser without script arrives that agrees to everything. */
async function visit(address: URL, redirectUri: string): Promise<URL> {
  const browser = new Browser();
  address.searchParams.set("login_hint", `demo:${people[0]!.subject}`);
  let { url, response } = await browser.follow(await browser.request(address.href), redirectUri);
  const action = response.status === 200 ? /action="([^"]+\/agree)"/.exec(await response.text())?.[1] : undefined;
  if (action) ({ url, response } = await browser.follow(await browser.post(new URL(action, url).href, {}), redirectUri));
  return new URL(url);
}

test("an agency applies for a service on a page, an officer reviews it, and the ten lines of the developer page sign in", async () => {
  const [officer, reviewer] = ["provider-officer", "road-operator"].map((label) => people.find((one) => one.label === label)!);
  const [applicant, judge] = await Promise.all([signedIn(officer!.subject), signedIn(reviewer!.subject)]);
  const stranger = await signedIn(people[1]!.subject);
  assert.match((await stranger.get(at("/developers/clients/apply"))).text, /represent a company/);
  const redirectUri = "http://localhost:1/callback";
  const typed = {
    ...{ organisation: officer!.agency!, nameEn: "Job bank", nameZh: "就業網", profile: "basic", auth: "client_secret_post" },
    ...{
      redirectUri,
      signedOutUri: "",
      logoutUri: "",
      key: "",
      claims: "name",
      purposeEn: "To address you",
      purposeZh: "稱呼您",
      law: "",
    },
  };
  const wrong = await applicant.post(at("/developers/clients/apply"), { ...typed, claims: "national_id" });
  assert.ok(wrong.status === 422 && wrong.text.includes("needs a law"), wrong.text.slice(0, 300));
  const applied = await applicant.post(at("/developers/clients/apply"), typed);
  const clientId = /\/developers\/clients\/([0-9a-f-]{36})/.exec(applied.url)?.[1] ?? "";
  assert.ok(clientId !== "" && applied.text.includes("Being reviewed"), applied.url);
  const issuer = `${government.portal}/eid/oidc`;
  const asked = `${issuer}/auth?client_id=${clientId}&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(redirectUri)}`;
  assert.equal((await fetch(asked, { redirect: "manual" })).status, 400, "not before the review");
  assert.equal((await applicant.get(at("/work/clients"))).status, 403);
  assert.ok((await judge.get(at("/work/clients"))).text.includes(clientId));
  await judge.post(at(`/work/clients/${clientId}`), { decision: "approved", version: "1", reason: "fits its tasks" });
  const shown = (await applicant.get(at(`/developers/clients/${clientId}`))).text;
  const clientSecret = /<pre class="tr-code"><code>([^<]+)</.exec(shown)?.[1] ?? "";
  assert.ok(clientSecret !== "" && (await stranger.get(at(`/developers/clients/${clientId}`))).status === 404);
  assert.ok((await stranger.get(at("/developers"))).text.includes("calculatePKCECodeChallenge"));

  assert.equal(example.split("\n").length, 10);
  const folder = scratch("example");
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const [first = "", ...lines] = example.split("\n");
  // the demonstration has no TLS
  const body = lines.join("\n").replace("clientSecret)", "clientSecret, undefined, { execute: [oidc.allowInsecureRequests] })");
  const signature = "export async function run({ issuer, clientId, clientSecret, redirect_uri, scope, visit }) {";
  fs.writeFileSync(path.join(folder, "example.mjs"), `${first}\n${signature}\n${body}\nreturn person;\n}\n`);
  const { run } = (await import(path.join(folder, "example.mjs"))) as {
    run(given: object): Promise<{ name: string; sub: string }>;
  };
  const given = { issuer, clientId, clientSecret, redirect_uri: redirectUri, scope: "openid profile" };
  const person = await run({ ...given, visit: (address: URL) => visit(address, redirectUri) });
  assert.equal(person.name, people[0]!.name);
  assert.notEqual(person.sub, people[0]!.subject);
});

test("openid-client signs in by FAPI 2.0, with pushed request, DPoP, a key, and userinfo that only the client opens", async () => {
  const [own, encrypting] = await Promise.all([newKey(), newKey("ECDH-ES")]);
  const redirectUri = "http://localhost:1/fapi";
  const keys = [own.jwk, { ...encrypting.jwk, use: "enc", alg: "ECDH-ES" }] as Record<string, string>[];
  const client = await SuiteClient.of(it, {
    profile: "fapi2",
    auth: "private_key_jwt",
    keys,
    encrypted: true,
    redirectUris: [redirectUri],
  });
  const config = await oidc.discovery(
    new URL(client.issuer),
    client.id,
    { userinfo_signed_response_alg: "ES256" },
    oidc.PrivateKeyJwt({ key: own.privateKey as CryptoKey, kid: own.jwk.kid! }),
    {
      execute: [oidc.allowInsecureRequests],
    },
  );
  oidc.enableDecryptingResponses(config, ["A256GCM"], {
    key: encrypting.privateKey as CryptoKey,
    alg: "ECDH-ES",
    kid: encrypting.jwk.kid!,
  });
  const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair("ES256"));
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const params = {
    ...{ redirect_uri: redirectUri, scope: "openid profile", state, nonce, login_hint: `demo:${people[0]!.subject}` },
    ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" },
  };
  const address = await oidc.buildAuthorizationUrlWithPAR(config, params, { DPoP });
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  const tokens = await oidc.authorizationCodeGrant(config, await visit(address, redirectUri), checks, undefined, { DPoP });
  const info = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub, { DPoP });
  assert.deepEqual([tokens.token_type, info.name], ["dpop", people[0]!.name]);
  const sealed = await client.userinfo(tokens.access_token, { dpop: undefined });
  assert.ok(sealed.status >= 400);
});
