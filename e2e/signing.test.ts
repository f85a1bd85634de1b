import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { PDF, rgb } from "@libpdf/core";
import type { Browser, Page } from "playwright-core";
import { type Government, startGovernment } from "../tests/kit/government.ts";
import { browserMissing, choosePerson, describeSetting, launch, look, openPage, settings } from "./browser.ts";

type Person = { subject: string; pin: string; role: string; name: string };

let government: Government;
let browser: Browser;
let people: Person[] = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "signing-"));
before(async () => {
  if (browserMissing) return;
  [government, browser] = [await startGovernment(), await launch()];
  people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
});
after(async () => {
  await browser?.close();
  await government?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const send = (page: Page): Promise<void> => page.locator("main form[method=post] button[type=submit]").last().click();
type File = { name: string; mimeType: string; buffer: Buffer };
const pdfFile = (buffer: Buffer): File => ({ name: "lease.pdf", mimeType: "application/pdf", buffer });

async function lease(): Promise<Buffer> {
  const pdf = PDF.create();
  pdf.addPage({ size: "a4" }).drawText("Lease of the hall for 500 a day", { x: 60, y: 700, size: 14, color: rgb(0, 0, 0) });
  return Buffer.from(await pdf.save());
}

async function signIn(page: Page, { subject }: Person): Promise<void> {
  await page.goto(`${government.portal}/try`);
  await choosePerson(page, subject);
  await page.waitForURL(/\/(me|work)$/);
}

/** The bytes behind a link, as the browser would save them. */
async function saved(page: Page, link: string): Promise<Buffer> {
  const address = await page.locator(link).first().getAttribute("href");
  return (await page.request.get(new URL(address!, page.url()).href)).body();
}

async function checked(page: Page, file: File): Promise<string> {
  await page.goto(`${government.portal}/check-file`);
  await page.setInputFiles("#file", file);
  await send(page);
  return page.locator("main").innerText();
}

for (const setting of settings)
  test(`a citizen signs a PDF and a text from their own page, an officer signs after them, a stranger checks both: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const { context, page, complaints } = await openPage(browser, setting);
    const seen = look(page, setting);
    const citizen = people.find(({ role }) => role === "citizen")!;
    const officer = people.find(({ role }) => role === "case-officer")!;
    const good = setting.lang === "en" ? "genuine and unchanged" : "檔案真實，內容沒有被改過";
    const bad = setting.lang === "en" ? "Do not rely on this file" : "請勿採信這個檔案";
    const plain = await lease();

    await signIn(page, citizen);
    await page.goto(`${government.portal}/me`);
    await page.locator('main a[href$="/sign"]').first().click();
    await page.waitForURL("**/sign");
    await send(page);
    await page.locator("#files-error").waitFor();
    await seen("sign-choose-error");
    await page.setInputFiles("#files", [
      pdfFile(plain),
      { name: "說明.txt", mimeType: "text/plain", buffer: Buffer.from("附件") },
    ]);
    await send(page);
    await page.waitForURL(/\/sign\/[0-9a-f-]{36}$/);
    await seen("sign-show");
    assert.ok((await saved(page, 'main a[href$="/files/1"]')).equals(plain), "what is shown is what was sent");
    await page.fill("#pin", citizen.pin === "000000" ? "000001" : "000000");
    await send(page);
    await page.locator("#pin-error").waitFor();
    await seen("sign-wrong-pin");
    await page.fill("#pin", citizen.pin);
    await send(page);
    await page.waitForURL("**/signed");
    await seen("sign-done");
    const once = await saved(page, 'main a[href$="/signed/1"]');
    assert.ok(once.subarray(0, plain.length).equals(plain), "the shown bytes are signed as they are");
    const container = await saved(page, 'main a[href$="/signed/0"]');

    await page.context().clearCookies({ name: "session" });
    await signIn(page, officer);
    await page.goto(`${government.portal}/sign`);
    await page.setInputFiles("#files", pdfFile(once));
    await send(page);
    await page.waitForURL(/\/sign\/[0-9a-f-]{36}$/);
    await page.fill("#pin", officer.pin);
    await send(page);
    await page.waitForURL("**/signed");
    const twice = await saved(page, 'main a[href$="/signed/1"]');

    await page.context().clearCookies({ name: "session" });
    const both = await checked(page, pdfFile(twice));
    await seen("check-good");
    assert.ok(both.includes(good) && both.includes(citizen.name) && both.includes(officer.name), both);
    assert.ok((await checked(page, { name: "signed.asice", mimeType: "application/zip", buffer: container })).includes(good));
    const pdf = await PDF.load(once);
    pdf.getPages()[0]!.drawText("and 9000 on Sundays", { x: 60, y: 600, size: 14, color: rgb(0, 0, 0) });
    const altered = Buffer.from(await pdf.save({ incremental: true }));
    const told = await checked(page, pdfFile(altered));
    await seen("check-appended");
    assert.ok(told.includes(bad) && told.includes("pades.appended"), told);
    if (spawnSync("pdfsig", ["-v"]).error === undefined) {
      const file = path.join(folder, `signed-${setting.lang}.pdf`);
      fs.writeFileSync(file, twice);
      const { stdout } = spawnSync("pdfsig", ["-nocert", file], { encoding: "utf8" });
      assert.equal(stdout.match(/Signature is Valid/g)?.length, 2, stdout);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
