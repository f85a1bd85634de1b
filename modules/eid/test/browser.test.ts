import assert from "node:assert/strict";
import fs from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { readAudit } from "@troad/kernel";
import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { eidApi } from "../api.ts";
import { type Installation, install, RelyingParty } from "./installation.ts";
import { addAuthenticator } from "./virtual-authenticator.ts";
import { openCard, tokenOf } from "./web-eid-app.ts";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = fs.existsSync(executable) ? false : `no browser at ${executable}`;

let it: Installation;
let rp: RelyingParty;
let browser: Awaited<ReturnType<typeof chromium.launch>>;
before(async () => {
  if (skip) return;
  it = await install();
  rp = await RelyingParty.of(it);
  const shared = process.env.TROAD_TEST_BROWSER;
  browser = await (shared ? chromium.connect(shared) : chromium.launch({ executablePath: executable, args: ["--no-sandbox"] }));
});
after(async () => {
  await browser?.close();
  await it?.stop();
});

type Authenticator = { context: BrowserContext; page: Page; cdp: CDPSession; id: string };

/** A browser with a built-in authenticator that always finds its user there. */
async function device(): Promise<Authenticator> {
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  // the portal is not part of this installation: its callback is an empty page
  await page.route(`${rp.callback}*`, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "back" }));
  return { context, page, ...(await addAuthenticator(page)) };
}

const account = (): string => `${it.process.origin}/eid/account`;

async function signInByCard(page: Page, place: number): Promise<void> {
  const { name, pin } = it.people()[place]!;
  await page.goto(`${it.process.origin}/eid/sign-in`);
  await page.getByLabel(name, { exact: true }).check();
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await page.getByRole("button", { name: "Sign in with the card" }).click();
  await page.waitForURL(account());
}

async function addPasskey(page: Page): Promise<void> {
  // a person may have one already: the page is loaded anew with the other
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Add a passkey" }).click()]);
  await page.getByRole("button", { name: "Remove this passkey" }).first().waitFor();
}

async function signInByPasskey(page: Page) {
  const { url, expected } = await rp.begin();
  await page.goto(url);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`${rp.callback}*`);
  return rp.finish(page.url(), expected);
}

test("a person adds a passkey with the card and signs in to a service with it", { skip }, async () => {
  const { context, page } = await device();
  await signInByCard(page, 0);
  await addPasskey(page);
  await context.clearCookies();
  const { claims } = await signInByPasskey(page);
  assert.equal(claims.sub, it.people()[0]!.subject);
  assert.deepEqual([claims.acr, claims.amr], ["urn:troad:eid:acr:passkey", ["hwk", "user"]]);
  await context.close();
});

test("a copied passkey is noticed by its counter, refused and written down", { skip }, async () => {
  const { context, page, cdp, id } = await device();
  await signInByCard(page, 1);
  await addPasskey(page);
  await signInByPasskey(page);
  const [credential] = (await cdp.send("WebAuthn.getCredentials", { authenticatorId: id })).credentials;
  await cdp.send("WebAuthn.clearCredentials", { authenticatorId: id });
  await cdp.send("WebAuthn.addCredential", { authenticatorId: id, credential: { ...credential!, signCount: 0 } });
  await page.goto((await rp.begin()).url);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("This passkey seems to have been copied").waitFor();
  const [entry] = await readAudit(it.process.schemas.of("eid"), undefined, 1);
  assert.equal(entry!.action, "eid.passkey-cloned");
  await context.close();
});

test("a removed passkey signs nobody in", { skip }, async () => {
  const { context, page } = await device();
  await signInByCard(page, 2);
  await addPasskey(page);
  await page.getByRole("button", { name: "Remove this passkey" }).click();
  await page.getByText("You have no passkeys yet.").waitFor();
  await page.goto((await rp.begin()).url);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("We do not recognise this passkey.").waitFor();
  await context.close();
});

test("the passkey of a suspended card signs nobody in until the card is used again", { skip }, async () => {
  const { context, page } = await device();
  await signInByCard(page, 4);
  await addPasskey(page);
  const api = it.process.use(eidApi);
  const [card] = await api.cardsOf(it.people()[4]!.subject);
  await api.suspendCard(card!.serial);
  await page.goto((await rp.begin()).url);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("so your passkeys cannot be used either").waitFor();
  await api.resumeCard(card!.serial);
  assert.equal((await signInByPasskey(page)).claims.sub, it.people()[4]!.subject);
  await context.close();
});

test("an assertion that was recorded does not sign in a second time", { skip }, async () => {
  const { context, page } = await device();
  await signInByCard(page, 3);
  await addPasskey(page);
  const sent = page.waitForRequest((request) => request.url().endsWith("/passkey") && request.method() === "POST");
  await signInByPasskey(page);
  const replayed = await fetch(`${it.process.origin}/eid/sign-in/passkey`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: (await sent).postData()!,
  });
  assert.equal(replayed.status, 409);
  assert.equal(((await replayed.json()) as { code: string }).code, "eid.challenge-used");
  await context.close();
});

test("a phone approves: the other screen's number is chosen on it, and that screen goes on by itself", { skip }, async () => {
  const [phone, screen, holder] = [await device(), await device(), it.people()[5]!];
  await signInByCard(phone.page, 5);
  await phone.page.goto(`${it.process.origin}/eid/phone`);
  await phone.page.getByLabel("What do you call this phone?").fill("My old phone");
  await phone.page.getByRole("button", { name: "Make this browser my phone" }).click();
  await phone.page.getByText("Nothing waits for you.").waitFor();
  const { url, expected } = await rp.begin();
  await screen.page.goto(url);
  const nationalId = (await it.process.use(eidApi).person(holder.subject))!.nationalId;
  await screen.page.locator("summary", { hasText: "phone" }).click();
  await screen.page.locator("#phone-number").fill(nationalId);
  await screen.page.getByRole("button", { name: "Ask my phone" }).click();
  const number = await screen.page.locator("[data-number]").textContent();
  await phone.page.getByRole("button", { name: number!, exact: true }).click();
  await phone.page.getByText("Approved. Go back to the other screen.").waitFor();
  await screen.page.waitForURL(`${rp.callback}*`);
  assert.equal((await rp.finish(screen.page.url(), expected)).claims.sub, holder.subject);
  for (const { context } of [phone, screen]) await context.close();
});

test("a locked identity signs nobody in, and a bound device gets it back after a day", { skip }, async () => {
  const { context, page } = await device();
  await signInByCard(page, 3);
  await addPasskey(page);
  await page.getByRole("button", { name: "Lock my identity now" }).click();
  await page.getByRole("heading", { name: "Your identity is locked" }).waitFor();
  await page.goto((await rp.begin()).url);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("Unlock it at the office or with a second device.").waitFor();
  const asks = async (): Promise<void> => {
    await page.goto(`${it.process.origin}/eid/recover`);
    await page.getByRole("button", { name: "Get my identity back with this device" }).click();
  };
  await asks();
  await page.getByText("Your recovery has begun.").waitFor();
  const day = 24 * 3_600_000 + 60_000;
  it.clock.shift(day);
  await asks();
  await page.getByText("Your identity is unlocked").waitFor();
  it.clock.shift(-day);
  assert.equal((await signInByPasskey(page)).claims.sub, it.people()[3]!.subject);
  await context.close();
});

test("without script the page offers the card only and says so", { skip }, async () => {
  const context = await browser.newContext({ locale: "en", javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${it.process.origin}/eid/sign-in`);
  assert.equal(await page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
  assert.equal(await page.getByText("Otherwise, use your card.").isVisible(), true);
  await signInByCard(page, 4);
  await context.close();
});

test("axe finds nothing on the sign-in page, with and without an error, and on the account page, in both languages", {
  skip,
}, async () => {
  const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const { subject, name } = it.people()[6]!;
  for (const locale of ["zh-TW", "en"]) {
    const context = await browser.newContext({ locale, bypassCSP: true });
    const page = await context.newPage();
    const check = async (what: string): Promise<void> => {
      await page.addScriptTag({ content: axe });
      const found = await page.evaluate(async () => {
        const results = await (
          window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
        ).axe.run();
        return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      assert.deepEqual(found, [], `${what} in ${locale}`);
    };
    await page.goto(`${it.process.origin}/eid/sign-in`);
    await check("sign-in");
    await page.locator(`input[value="${subject}"]`).check();
    await page.locator("#pin").fill("1");
    await page.locator("form button[type=submit]", { hasText: /card|卡片/ }).click();
    await page.locator("#pin-error").waitFor();
    assert.equal(await page.locator(`input[value="${subject}"]`).isChecked(), true);
    await check("sign-in with an error");
    await page.locator("#pin").fill(it.people()[6]!.pin);
    await page.locator("form button[type=submit]", { hasText: /card|卡片/ }).click();
    await page.getByText(name).first().waitFor();
    await check("account");
    it.clock.shift(6 * 60_000);
    await page.reload();
    await page.locator('a[href="/eid/sign-in?again=1"]').waitFor();
    await check("account whose proof is no longer fresh");
    await page.goto(`${it.process.origin}/eid/resume`);
    await check("resume");
    await page.goto(`${it.process.origin}/eid/resumed`);
    await check("resumed");
    await context.close();
  }
});

test("where the portal is at another origin, the browser lets the PIN form lead there", { skip }, async () => {
  const elsewhere = createServer((_request, reply) => reply.end("back"));
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const portal = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  await it.restart({ ORIGINS: `portal=${portal}` });
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  const { url } = await new RelyingParty(rp.config, `${portal}/auth/callback`).begin();
  await page.goto(url);
  await page.getByLabel(it.people()[0]!.name, { exact: true }).check();
  await page.getByLabel("PIN", { exact: true }).fill(it.people()[0]!.pin);
  await page.getByRole("button", { name: "Sign in with the card" }).click();
  await page.waitForURL(`${portal}/auth/callback?*`);
  assert.ok(new URL(page.url()).searchParams.get("code"));
  await context.close();
  elsewhere.close();
  await it.restart();
});

test("the page asks the Web eID extension for a token and goes on with it", { skip }, async () => {
  const holder = it.people()[5]!;
  await it.restart({ TROAD_DEMO: "off" });
  const { context, page } = await device();
  await page.exposeFunction("readCard", async (origin: string, nonce: string) => {
    const { key, der } = await openCard(holder);
    return tokenOf(key, der, nonce, origin);
  });
  // what the extension's content script does: hears the page's message, says so, and answers with the application's token
  await page.addInitScript(() => {
    const read = (window as unknown as { readCard(origin: string, nonce: string): Promise<object> }).readCard;
    window.addEventListener("message", async ({ data }) => {
      if (data?.action !== "web-eid:authenticate") return;
      window.postMessage({ action: "web-eid:authenticate-ack" }, location.origin);
      const token = await read(location.origin, data.challengeNonce);
      window.postMessage({ action: "web-eid:authenticate-success", ...token }, location.origin);
    });
  });
  const { url, expected } = await rp.begin();
  await page.goto(url);
  await page.getByRole("button", { name: "Sign in with the card" }).click();
  await page.waitForURL(`${rp.callback}*`);
  assert.equal((await rp.finish(page.url(), expected)).claims.sub, holder.subject);

  const api = it.process.use(eidApi);
  const [card] = await api.cardsOf(holder.subject);
  await api.suspendCard(card!.serial);
  await page.goto(`${it.process.origin}/eid/resume`);
  await page.getByRole("button", { name: "Reactivate this card" }).click();
  await page.getByText("Your card is active again").waitFor();
  assert.equal((await api.cardsOf(holder.subject))[0]!.state, "active");

  const bare = await (await browser.newContext({ locale: "en" })).newPage();
  await bare.goto((await rp.begin()).url);
  await bare.getByRole("button", { name: "Sign in with the card" }).click();
  await bare.getByText("The Web eID extension did not respond.").waitFor();
  await context.close();
});
