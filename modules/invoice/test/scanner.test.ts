import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { proofPdf } from "../proof/pdf.ts";
import { type Installation, install, numbered, postJson } from "./installation.ts";

const executable = [process.env.CHROMIUM, "/usr/bin/chromium"].find((file) => file && fs.existsSync(file));
const skip = !executable ? "needs chromium" : spawnSync("pdftoppm", ["-h"]).error ? "needs pdftoppm" : false;
const key = "05D4A324ABAF4A570E64E572221E438B";
const paper = numbered(77_000_009, { date: "2026-01-10", randomNumber: "4711" });

let it: Installation;
before(async () => {
  if (skip) return;
  it = await install({}, { at: "2026-01-20T02:00:00Z" });
  assert.equal((await postJson(it, { invoices: [paper] })).status, 200);
});
after(() => it?.stop());

/** What a camera sees that is held over both QR codes of a proof; a film of one picture, as the browser's own fake camera plays it. */
function film(): string {
  const file = path.join(it.dataDir, "seen");
  fs.writeFileSync(`${file}.pdf`, proofPdf(paper, { key, check: "https://troad.example/", demo: true }));
  const part = ["-x", "0", "-y", "810", "-W", "896", "-H", "480"];
  const made = spawnSync("pdftoppm", ["-r", "400", "-jpeg", "-singlefile", ...part, `${file}.pdf`, file]);
  assert.equal(made.status, 0, String(made.stderr));
  fs.renameSync(`${file}.jpg`, `${file}.mjpeg`);
  return `${file}.mjpeg`;
}

test("the camera reads a proof and its result stays on the page", { skip }, async () => {
  const fake = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${film()}`,
  ];
  const browser = await chromium.launch({ executablePath: executable!, args: ["--no-sandbox", "--disable-gpu", ...fake] });
  try {
    const page = await browser.newPage({ locale: "en-GB", viewport: { width: 360, height: 740 } });
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${it.process.origin}/invoice/check`);
    await page.locator("[data-scan-start]").click();
    await page.locator(`[data-number="${paper.number}"] .tr-tag--green`).waitFor({ timeout: 60_000 });
    assert.match((await page.locator("[data-scan-status]").textContent()) ?? "", new RegExp(paper.number));
    await page.locator("[data-scan-stop]").click();
    await page.reload();
    assert.equal(await page.locator(".inv-pile__item").count(), 1, "it is still there");
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
});
