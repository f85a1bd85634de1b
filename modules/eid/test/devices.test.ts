import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium, type Page } from "playwright-core";
import { Maker, SoftAuthenticator } from "./authenticator.ts";
import { type Installation, install, RelyingParty } from "./installation.ts";
import { accountOf } from "./phone.ts";
import { addAuthenticator } from "./virtual-authenticator.ts";

/** Devices by the operator's rule: the maker's statement about them, verified to the list of models (FIDO MDS3). */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-mds-"));
const blob = path.join(folder, "blob.jwt");
const model = (digit: number): string => `${String(digit).repeat(8)}-0506-0708-0102-030405060708`;
const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = fs.existsSync(executable) ? false : `no browser at ${executable}`;
let it: Installation;
/** `listed` and certified, `plain` without a certificate, `broken` by a status report, `unknown` to the list. */
let makers: Record<"listed" | "plain" | "broken" | "unknown", Maker>;

before(async () => {
  const [listed, plain, broken, unknown] = [1, 2, 3, 4].map((digit) => new Maker(folder, model(digit))) as [
    Maker,
    Maker,
    Maker,
    Maker,
  ];
  makers = { listed, plain, broken, unknown };
  const entries = [
    listed.entry("FIDO_CERTIFIED_L1"),
    plain.entry("NOT_FIDO_CERTIFIED"),
    broken.entry("ATTESTATION_KEY_COMPROMISE"),
  ];
  fs.writeFileSync(blob, await listed.list(entries));
  it = await install({ EID_DEVICES: "certified", EID_MDS_BLOB: blob, EID_MDS_ROOT: listed.file("root.pem") });
});
after(async () => {
  await it?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

type Attest = Maker["attest"];
/** What is said to a device that is added on the account page with this statement. */
async function added(place: number, attest: Attest | undefined): Promise<string> {
  const account = await accountOf(it, it.people()[place]!);
  const ask = async (at: string, body: object) => {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await account.request(`${it.process.origin}${at}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { code?: string; challengeId: string; options: never } };
  };
  const { challengeId, options } = (await ask("/eid/account/passkeys/options", {})).body;
  const { challenge, attestation } = options as { challenge: string; attestation: string };
  assert.equal(attestation, "direct");
  const response = new SoftAuthenticator(it.process.origin).create(challenge, attest);
  const answer = await ask("/eid/account/passkeys", { challengeId, response });
  return answer.body.code ?? String(answer.status);
}

test("attack: a device is admitted by a statement of the maker whom the list names for its model, and by nothing less", async () => {
  const { listed, plain, broken, unknown } = makers;
  assert.equal(await added(0, listed.attest), "200");
  assert.equal(await added(1, undefined), "eid.passkey-model", "no statement");
  assert.equal(await added(1, unknown.attest), "eid.passkey-model", "a model that the list does not name");
  assert.equal(await added(1, plain.attest), "eid.passkey-model", "not certified");
  assert.equal(await added(1, broken.attest), "eid.passkey-model", "keys of the maker are known to others");
  // a maker who calls its devices by the model of another
  const posing = new Maker(folder, listed.model);
  assert.equal(await added(1, posing.attest), "eid.passkey-refused", "certificates of another root");
  const altered: Attest = (authData, clientData) => {
    const statement = listed.attest(authData, clientData);
    // the sign-in counter, which is signed
    statement[statement.length - authData.length + 36]! ^= 1;
    return statement;
  };
  assert.equal(await added(1, altered), "eid.passkey-refused", "altered after it was signed");
});

type Attesting = Window & { attest(authData: number[], clientData: number[]): Promise<number[]> };
/** The browser's device is of this maker from now on. */
async function madeBy(page: Page, maker: Maker): Promise<void> {
  await page.exposeFunction("attest", (authData: number[], clientData: number[]) => [
    ...maker.attest(Buffer.from(authData), Buffer.from(clientData)),
  ]);
  await page.addInitScript(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = async (options) => {
      const made = (await create(options)) as PublicKeyCredential;
      const given = made.response as AuthenticatorAttestationResponse;
      const parts = [given.getAuthenticatorData(), given.clientDataJSON].map((part) => [...new Uint8Array(part)]);
      const attested = await (window as unknown as Attesting).attest(parts[0]!, parts[1]!);
      Object.defineProperty(given, "attestationObject", { value: new Uint8Array(attested).buffer });
      return made;
    };
  });
}

test("in the browser a device with a verified statement is added and signs in; the browser's own is refused by the operator's rule beside the button", {
  skip,
}, async () => {
  const shared = process.env.TROAD_TEST_BROWSER;
  const browser = await (shared
    ? chromium.connect(shared)
    : chromium.launch({ executablePath: executable, args: ["--no-sandbox"] }));
  try {
    const rp = await RelyingParty.of(it);
    const begin = async (place: number, maker: Maker | undefined) => {
      const page = await (await browser.newContext({ locale: "en" })).newPage();
      await page.route(`${rp.callback}*`, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "back" }));
      await addAuthenticator(page);
      if (maker) await madeBy(page, maker);
      const { name, pin } = it.people()[place]!;
      await page.goto(`${it.process.origin}/eid/sign-in`);
      await page.getByLabel(name, { exact: true }).check();
      await page.getByLabel("PIN", { exact: true }).fill(pin);
      await page.getByRole("button", { name: "Sign in with the card" }).click();
      await page.waitForURL("**/eid/account");
      await page.getByRole("button", { name: "Add a passkey" }).click();
      return page;
    };
    const page = await begin(2, makers.listed);
    await page.getByText("Model verified").waitFor();
    await page.context().clearCookies();
    const { url, expected } = await rp.begin();
    await page.goto(url);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(`${rp.callback}*`);
    const { claims } = await rp.finish(page.url(), expected);
    assert.deepEqual([claims.sub, claims.acr], [it.people()[2]!.subject, "urn:troad:eid:acr:passkey"]);

    const other = await begin(3, undefined);
    const alert = other.locator("[data-passkey=create] [role=alert]");
    await alert.filter({ hasText: "not on the list of devices that are admitted" }).waitFor();
    assert.equal(await other.getByRole("button", { name: "Remove this passkey" }).count(), 0);
  } finally {
    await browser.close();
  }
});
