import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { decodeAttestationObject, parseAuthenticatorData } from "@simplewebauthn/server/helpers";
import { CompactSign, importPKCS8 } from "jose";
import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { eidApi } from "../api.ts";
import { SuiteClient } from "./clients.ts";
import { type Installation, install } from "./installation.ts";

/** In a browser: devices by an operator's rule, approval by a phone, an identity locked and got back. */
const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = fs.existsSync(executable) ? false : `no browser at ${executable}`;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-mds-"));
const blob = path.join(folder, "blob.jwt");
const shots = process.env.TROAD_SCREENSHOTS;
let it: Installation;
let client: SuiteClient;
let browser: Awaited<ReturnType<typeof chromium.launch>>;

/** An authority of the test signs a list of models (FIDO MDS3) as the FIDO Alliance signs its own. */
async function writeList(entries: object[]): Promise<void> {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  if (!fs.existsSync(path.join(folder, "root.pem"))) {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    openssl("req", "-x509", ...key, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Test MDS Root", "-days", "30");
    openssl("req", ...key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=Test MDS");
    openssl(
      "x509",
      "-req",
      "-in",
      "leaf.csr",
      "-CA",
      "root.pem",
      "-CAkey",
      "root.key",
      "-CAcreateserial",
      "-out",
      "leaf.pem",
      "-days",
      "30",
    );
  }
  const der = (name: string) => fs.readFileSync(path.join(folder, name), "utf8").replaceAll(/-----[^-]+-----|\s/g, "");
  const key = await importPKCS8(fs.readFileSync(path.join(folder, "leaf.key"), "utf8"), "ES256");
  const payload = { legalHeader: "test", no: 1, nextUpdate: "2099-01-01", entries };
  const text = new TextEncoder().encode(JSON.stringify(payload));
  const jwt = await new CompactSign(text).setProtectedHeader({ alg: "ES256", x5c: [der("leaf.pem"), der("root.pem")] }).sign(key);
  fs.writeFileSync(blob, jwt);
}

const rule = { EID_DEVICES: "listed", EID_MDS_BLOB: blob, EID_MDS_ROOT: path.join(folder, "root.pem") };
before(async () => {
  if (skip) return;
  await writeList([]);
  it = await install(rule);
  client = await SuiteClient.of(it);
  const shared = process.env.TROAD_TEST_BROWSER;
  browser = await (shared ? chromium.connect(shared) : chromium.launch({ executablePath: executable, args: ["--no-sandbox"] }));
});
after(async () => {
  await browser?.close();
  await it?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const at = (place: string): string => `${it.process.origin}${place}`;
async function picture(page: Page, name: string): Promise<void> {
  if (!shots) return;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true });
  }
}
async function newPage(locale = "en"): Promise<{ context: BrowserContext; page: Page; cdp: CDPSession }> {
  const context = await browser.newContext({ locale });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.route("https://client.example/**", (route) =>
    route.fulfill({ status: 200, contentType: "text/html", body: "back" }),
  );
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    automaticPresenceSimulation: true,
  } as const;
  await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return { context, page, cdp };
}
async function signInByCard(page: Page, place: number): Promise<void> {
  const { name, pin } = it.people()[place]!;
  await page.goto(at("/eid/sign-in"));
  await page.getByLabel(name, { exact: true }).check();
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await page.getByRole("button", { name: "Sign in with the card" }).click();
  await page.waitForURL(at("/eid/account"));
}

test("a device is refused while its model is not on the operator's list, and registers and signs in once it is", {
  skip,
}, async () => {
  const { context, page } = await newPage();
  await signInByCard(page, 0);
  const sent = page.waitForRequest((request) => request.url().endsWith("/eid/account/passkeys") && request.method() === "POST");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const { response } = JSON.parse((await sent).postData()!) as { response: { response: { attestationObject: string } } };
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(response.response.attestationObject, "base64url")));
  assert.equal(attestation.get("fmt"), "packed", "the browser passes the device's statement on");
  await page.getByText("not on the list of devices").waitFor();
  await picture(page, "device-refused");
  const [certificate] = attestation.get("attStmt").get("x5c") ?? [];
  const bytes = Buffer.from(parseAuthenticatorData(attestation.get("authData")).aaguid!).toString("hex");
  const aaguid = bytes.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const metadataStatement = {
    ...{
      aaguid,
      description: "Virtual",
      authenticatorVersion: 1,
      protocolFamily: "fido2",
      schema: 3,
      upv: [{ major: 1, minor: 0 }],
    },
    ...{
      authenticationAlgorithms: ["secp256r1_ecdsa_sha256_raw"],
      publicKeyAlgAndEncodings: ["cose"],
      attestationTypes: ["basic_full"],
    },
    ...{ userVerificationDetails: [], keyProtection: ["hardware"], matcherProtection: ["on_chip"], tcDisplay: [] },
    attestationRootCertificates: [Buffer.from(certificate!).toString("base64")],
  };
  await writeList([
    { aaguid, metadataStatement, statusReports: [{ status: "FIDO_CERTIFIED" }], timeOfLastStatusChange: "2026-01-01" },
  ]);
  await it.restart(rule);
  await signInByCard(page, 0);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("Model verified").waitFor();
  await context.clearCookies();
  await page.goto(at("/eid/sign-in"));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(at("/eid/account"));
  await context.close();
});

test("a second browser profile approves a sign-in by the number that the first one shows", { skip }, async () => {
  const [screen, phone] = [await newPage(), await newPage()];
  const person = (await it.process.use(eidApi).person(it.people()[1]!.subject))!;
  await signInByCard(phone.page, 1);
  await phone.page.goto(at("/eid/phone"));
  await phone.page.getByLabel("What do you call this phone?").fill("My phone");
  await phone.page.getByRole("button", { name: "Make this browser my phone" }).click();
  await phone.page.getByText("Nothing waits for you.").waitFor();
  await screen.page.goto(await client.address({ login_hint: undefined }));
  await screen.page.getByText("Use my phone").click();
  await picture(screen.page, "sign-in-ways");
  await screen.page.locator("#phone-number").fill(person.nationalId);
  await screen.page.getByRole("button", { name: "Ask my phone" }).click();
  const number = (await screen.page.locator("[data-number]").textContent())!;
  await picture(screen.page, "phone-number");
  await phone.page.reload();
  await phone.page.getByText("Job bank asks whether it is you").waitFor();
  await picture(phone.page, "phone-asks");
  assert.equal(await phone.page.getByRole("button", { name: /^\d\d$/ }).count(), 3);
  await phone.page.getByRole("button", { name: number, exact: true }).click();
  await phone.page.getByText("Approved. Go back").waitFor();
  await screen.page.getByRole("button", { name: "Agree and continue" }).waitFor();
  await picture(screen.page, "agree");
  await screen.page.getByRole("button", { name: "Agree and continue" }).click();
  await screen.page.waitForURL("https://client.example/callback?*");
  assert.ok(new URL(screen.page.url()).searchParams.get("code"));
  await Promise.all([screen.context.close(), phone.context.close()]);
});

test("a person locks their identity and gets it back with a second device after a day, told by every channel", {
  skip,
}, async () => {
  const { context, page } = await newPage();
  await signInByCard(page, 2);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("Model verified").waitFor();
  await page.goto(at("/eid/history"));
  await picture(page, "history");
  await page.goto(at("/eid/account"));
  await picture(page, "account");
  await page.getByRole("button", { name: "Lock my identity now" }).click();
  await page.getByText("Your identity is locked").first().waitFor();
  await picture(page, "locked");
  await page.goto(at("/eid/sign-in"));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.locator("[role=alert]:not([hidden])").waitFor();
  const ask = async (told: string): Promise<void> => {
    await page.goto(at("/eid/recover"));
    await page.getByRole("button", { name: "Get my identity back with this device" }).click();
    await page.getByText(told).waitFor();
  };
  await ask("Come back with this device after 24 hours");
  await picture(page, "recover");
  it.clock.shift(25 * 3_600_000);
  await ask("Your identity is unlocked");
  await page.goto(at("/eid/sign-in"));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(at("/eid/account"));
  it.clock.shift(-25 * 3_600_000);
  await context.close();
});
