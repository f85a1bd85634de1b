import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "@troad/kernel";
import { readZip } from "@troad/zip";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type DemoPerson, demoPeopleOf } from "../tests/kit/demo-people.ts";
import { type Government, startGovernment } from "../tests/kit/government.ts";
import { dumpOf, opensWith, type VaultDump } from "../tests/kit/vault-dump.ts";
import { browserMissing, choosePerson, downloaded, launch, look, openPage, type Setting } from "./browser.ts";

/** The vault on a phone: what a person does with it, and what who has everything of the server can do with it. */
let government: Government;
let browser: Browser;
let people: DemoPerson[];
before(async () => {
  if (browserMissing) return;
  [government, browser] = [await startGovernment({ env: { VAULT_FILE_MB: "2" } }), await launch()];
  people = await demoPeopleOf(government);
});
after(async () => {
  await browser?.close();
  await government?.stop();
});

type Device = { page: Page; context: BrowserContext; see(name: string): Promise<void>; complaints: string[] };
const opened: Device[] = [];

/** A phone with passkeys that make secrets. */
async function device(setting: Setting): Promise<Device> {
  const { context, page, complaints } = await openPage(browser, setting);
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true },
      ...{ hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  const one = { page, context, complaints, see: look(page, setting) };
  opened.push(one);
  return one;
}

const vaultPage = (): string => `${government.portal}/my-data/vault`;
async function signedIn(setting: Setting, { subject }: DemoPerson): Promise<Device> {
  const one = await device(setting);
  await one.page.goto(`${government.portal}/try`);
  await choosePerson(one.page, subject);
  await one.page.waitForURL(/\/me$/);
  await one.page.goto(vaultPage());
  return one;
}

const act = (page: Page, name: string): Promise<void> => page.locator(`[data-act="${name}"]`).click();
/** What was asked is done, and the page says so. */
async function idle(page: Page): Promise<string> {
  await page.locator("[data-vault]:not([aria-busy]), [data-link]:not([aria-busy])").waitFor();
  const problem = page.locator("[data-problem]");
  assert.equal(await problem.isVisible(), false, (await problem.textContent()) ?? "");
  return (await page.locator("[data-said]").textContent()) ?? "";
}
const row = (page: Page, list: string, named: string) => page.locator(`[data-list="${list}"] li`, { hasText: named });
const secretText = "病歷摘要：對青黴素過敏 allergic to penicillin ";
const small = { name: "病歷 摘要-機密.txt", mimeType: "text/plain", buffer: Buffer.from(secretText.repeat(3)) };
// of three pieces, the last one short
const large = {
  name: "contract-secret.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from(secretText.repeat(20_000)).subarray(0, 1_200_000),
};

async function setsUp({ page, see }: Device): Promise<string> {
  await page.locator('[data-part="none"]').waitFor();
  await see("vault-none");
  await act(page, "set-up");
  await page.locator('[data-part="printed"]').waitFor();
  await see("vault-recovery-key");
  const printed = (await page.locator("[data-recovery]").textContent()) ?? "";
  assert.match(printed, /^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z*~$=U]$/);
  await act(page, "kept");
  await page.locator('[data-part="open"]').waitFor();
  assert.equal(await page.locator("[data-recovery]").textContent(), "", "it is shown once");
  return printed;
}

async function adds({ page, see }: Device): Promise<void> {
  await page.setInputFiles("#files", [small, large]);
  await row(page, "files", large.name).waitFor();
  await row(page, "files", small.name).waitFor();
  await idle(page);
  await see("vault-files");
  await page.setInputFiles("#files", { ...small, name: "too-large.bin", buffer: Buffer.alloc(2 * 2 ** 20 + 1) });
  await page.locator("[data-problem]").waitFor();
  assert.equal(await page.locator('[data-list="files"] li').count(), 2);
  for (const file of [small, large]) {
    const got = await downloaded(page, () => row(page, "files", file.name).locator('[data-row-act="get"]').click());
    assert.equal(got.name, file.name);
    assert.ok(got.bytes.equals(file.buffer), "what comes out is what went in");
  }
}

/** A browser that never saw the vault: the recovery key opens it, and a passkey is added that opens it from then on. */
async function recovers({ page, see }: Device, printed: string): Promise<void> {
  await page.locator('[data-part="locked"]').waitFor();
  await see("vault-locked");
  await page.fill("#recovery-key", `${printed.slice(0, -1)}${printed.endsWith("7") ? "8" : "7"}`);
  await page.locator('[data-form="recover"] button').click();
  await page.locator("#recovery-key-error:not([hidden])").waitFor();
  await see("vault-recovery-wrong");
  await page.fill("#recovery-key", printed.toLowerCase().replaceAll("-", " "));
  await page.locator('[data-form="recover"] button').click();
  await row(page, "files", small.name).waitFor();
  await act(page, "add-passkey");
  await page.locator('[data-list="keys"] li').nth(2).waitFor();
  await idle(page);
  await act(page, "lock");
  await page.locator('[data-part="locked"]').waitFor();
  assert.equal(await page.locator('[data-list="files"] li').count(), 0, "a locked page keeps no names");
  await idle(page);
  await act(page, "unlock");
  await row(page, "files", large.name).waitFor();
  await idle(page);
}

/** Makes a link of a file; `most` as in the form. */
async function shares({ page }: Device, named: string, most: string): Promise<string> {
  await row(page, "files", named).locator('[data-row-act="share"]').click();
  await page.selectOption("#most", most);
  await page.locator('[data-form="share"] button').click();
  await page.locator("[data-made]:not([hidden])").waitFor();
  await idle(page);
  return page.inputValue("#link");
}

const status = async (address: string, method = "GET"): Promise<number> =>
  (await fetch(address.split("#")[0]!, { method, headers: { accept: "text/html" } })).status;

async function sharesOnce(owner: Device, setting: Setting): Promise<void> {
  const link = await shares(owner, small.name, "1");
  await owner.see("vault-link-made");
  // what messengers, mail scanners and browsers do by themselves: with scripts as well
  for (const method of ["GET", "HEAD", "GET"]) assert.equal(await status(link, method), 200);
  const preview = await device(setting);
  await preview.page.goto(link);
  await preview.page.locator('[data-part="file"]').waitFor();
  await preview.page.reload();
  await preview.page.locator('[data-part="file"]').waitFor();
  const other = await device(setting);
  await other.page.goto(link);
  await other.page.locator('[data-part="file"]').waitFor();
  assert.equal(await other.page.locator("[data-link] h2").textContent(), small.name);
  await other.see("vault-link");
  const got = await downloaded(other.page, () => act(other.page, "get"));
  assert.ok(got.bytes.equals(small.buffer));
  await act(preview.page, "get");
  await preview.page.locator("[data-problem]:not([hidden])").waitFor();
  assert.equal(await status(link), 410, "used up");
  await other.page.goto(link.split("#")[0]!);
  await other.page.reload();
  await other.see("vault-link-over");
}

/** An ended link ends everywhere: its page, its content, and what was opened with it before. */
async function sharesAndEnds(owner: Device, setting: Setting): Promise<void> {
  const link = await shares(owner, large.name, "");
  const other = await device(setting);
  await other.page.goto(link);
  await other.page.locator('[data-part="file"]').waitFor();
  const language = setting.lang === "en" ? "zh-Hant" : "en";
  await other.page.evaluate((lang) => {
    const form = document.querySelector<HTMLFormElement>('form[action*="/language"]')!;
    form.querySelector<HTMLElement>(`[name=lang][value="${lang}"]`)?.click();
  }, language);
  await other.page.locator(`html[lang="${language}"] [data-part="file"]`).waitFor({ timeout: 10_000 });
  assert.equal(new URL(other.page.url()).hash, new URL(link).hash, "another language keeps the key");
  const tickets: { ticket: string; seq: number }[] = [];
  other.page.on("request", (request) => {
    if (request.url().endsWith("/piece")) tickets.push(request.postDataJSON());
  });
  const got = await downloaded(other.page, () => act(other.page, "get"));
  assert.ok(got.bytes.equals(large.buffer));
  assert.equal(tickets.length, 3);
  await owner.page
    .locator(`[data-list="links"] li[data-id="${new URL(link).pathname.split("/").at(-1)}"] [data-row-act="end"]`)
    .click();
  await idle(owner.page);
  assert.equal(await status(link), 410);
  const address = link.split("#")[0]!;
  const again = await fetch(`${address}/piece`, {
    ...{ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(tickets[0]) },
  });
  assert.equal(again.status, 410, "a ticket of before gives nothing");
  await owner.see("vault-links");
}

/** The output of the passkey's PRF, as only its device has it. */
const secretOf = (page: Page, { salt, credentials }: { salt: string; credentials: string[] }): Promise<string> =>
  page.evaluate(
    async ([first, ids]) => {
      const bytes = (text: string) =>
        Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
      const allowCredentials = ids.map((id) => ({ type: "public-key" as const, id: bytes(id) }));
      const extensions = { prf: { eval: { first: bytes(first) } } };
      const publicKey = { challenge: new Uint8Array(32), allowCredentials, extensions };
      const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
      const secret = credential.getClientExtensionResults().prf!.results!.first as ArrayBuffer;
      return btoa(String.fromCharCode(...new Uint8Array(secret)));
    },
    [salt, credentials] as const,
  );

/** Who has everything of the server has no word, no name and no key; a passkey's secret and the recovery key open it. */
async function withEverything(dump: VaultDump, [first, second]: [Device, Device], printed: string): Promise<void> {
  for (const hidden of ["allergic to penicillin", "病歷", "contract-secret", printed, printed.replaceAll("-", "")])
    for (const [place, bytes] of dump.everything)
      for (const form of [hidden, Buffer.from(hidden).toString("base64url").slice(2, -2), Buffer.from(hidden).toString("hex")])
        assert.ok(!bytes.includes(form), `${place} has ${hidden}`);
  assert.ok(dump.strings.length > 1_000, `only ${dump.strings.length} strings in the dump`);
  assert.deepEqual(opensWith(dump, dump.strings), [], "something of the dump opens the vault");
  const credentials = dump.wraps.flatMap(({ credential }) => credential ?? []);
  for (const { page } of [first, second]) {
    const secret = Buffer.from(await secretOf(page, { salt: dump.salt, credentials }), "base64");
    assert.equal(opensWith(dump, [secret]).length, 1, "its device's secret opens one wrap");
  }
  assert.equal(opensWith(dump, [printed]).length, 1);
}

async function exports({ page }: Device): Promise<void> {
  const { bytes } = await downloaded(page, () => act(page, "export"));
  await idle(page);
  const limits = { archiveBytes: 10 << 20, entries: 10, entryBytes: 4 << 20, totalBytes: 8 << 20 };
  const entries = readZip(bytes, { limits, isSafeName: (name) => !name.includes("/") });
  assert.deepEqual(entries.map(({ name }) => name).sort(), [large.name, small.name].sort());
  for (const file of [small, large]) assert.ok(entries.find(({ name }) => name === file.name)!.data.equals(file.buffer));
}

async function erases({ page, see }: Device): Promise<void> {
  await page.locator("details:has([data-act=erase]) > summary").click();
  await act(page, "erase");
  await page.locator('[data-part="none"]').waitFor();
  await see("vault-erased");
  for (const table of await government.running.schemas.of("vault").rows<{ n: number }>(sql`
    select (select count(*) from vault) + (select count(*) from vault_wrap) + (select count(*) from vault_file)
      + (select count(*) from vault_piece) + (select count(*) from vault_share) as n`))
    assert.equal(Number(table.n), 0);
}

for (const [place, lang] of (["zh-Hant", "en"] as const).entries())
  test(`a vault is set up, filled, recovered, shared, taken home and erased: ${lang}`, { skip: browserMissing }, async () => {
    const setting: Setting = { lang, width: 360, javaScript: true };
    const person = people.filter(({ role }) => role.role === "citizen")[place]!;
    const first = await signedIn(setting, person);
    const printed = await setsUp(first);
    await adds(first);
    const second = await signedIn(setting, person);
    await recovers(second, printed);
    await first.page.reload();
    await first.page.locator('[data-part="locked"]').waitFor();
    await idle(first.page);
    await act(first.page, "unlock");
    await row(first.page, "files", small.name).waitFor();
    await idle(first.page);
    await sharesOnce(first, setting);
    await sharesAndEnds(first, setting);
    await exports(first);
    await withEverything(await dumpOf(government, process.env), [first, second], printed);
    await erases(first);
    assert.deepEqual(
      opened.flatMap(({ complaints }) => complaints).filter((text) => !/status of (410|401)/.test(text)),
      [],
    );
    for (const { context } of opened.splice(0)) await context.close();
  });

test("without scripts both pages say why they need them", { skip: browserMissing }, async () => {
  const { page, context } = await openPage(browser, { lang: "en", width: 360, javaScript: false });
  await page.goto(`${government.portal}/try`);
  await choosePerson(page, people.find(({ role }) => role.role === "citizen")!.subject);
  await page.goto(vaultPage());
  assert.match((await page.locator("main").textContent()) ?? "", /needs JavaScript/);
  await context.close();
});
