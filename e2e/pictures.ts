/**
 * `node bootstrap/run.mjs e2e/pictures.ts [FOLDER]`: the pictures that papers show, of the pages that people see first: on a phone in Chinese and
 * on a desktop in English. `--dark` takes them in the dark.
 */
import fs from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { runJourney } from "../apps/troad/demo/journey.ts";
import { root, startGovernment } from "../tests/kit/government.ts";
import { launch, openPage, type Setting } from "./browser.ts";

type Shot = { name: string; path: string; role?: string; from?: string };

const shots: Shot[] = [
  { name: "home", path: "/" },
  { name: "service", path: "/services/tuition-reduction" },
  { name: "result", path: "/tax/income?salary=1200000&married=no" },
  { name: "me", path: "/me", role: "citizen" },
  { name: "work", path: "/work", role: "case-officer" },
  { name: "proof", path: "/my-data", role: "citizen", from: 'a[href^="/my-data/TWDEMO"]' },
];
const dark = process.argv.includes("--dark");
const folder = path.resolve(root, process.argv.slice(2).find((one) => !one.startsWith("--")) ?? "docs/screenshots");
const devices: [string, Setting][] = [
  ["phone", { lang: "zh-Hant", width: 360, javaScript: true, dark }],
  ["desktop", { lang: "en", width: 1280, javaScript: true, dark }],
];

async function take(page: Page, portal: string, { name, path: address, role, from }: Shot, device: string): Promise<void> {
  if (role) {
    await page.goto(`${portal}/try`);
    await page.locator(`button[data-role="${role}"]`).first().click();
    await page.waitForURL(/\/(me|work)$/);
  }
  await page.goto(`${portal}${address}`);
  if (from) {
    await page.locator(from).first().click();
    await page.waitForURL((url) => url.pathname !== address);
    for (let tries = 0; tries < 60 && (await page.locator(".tr-evidence--ok").count()) === 0; tries++) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    // on a phone the verdict stands below what it is about
    if (device === "phone") await page.evaluate("document.querySelector('.tr-evidence')?.scrollIntoView()");
  }
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: path.join(folder, `${name}-${device}${dark ? "-dark" : ""}.png`) });
}

const government = await startGovernment({ env: { LEDGER_PUBLISH_SECONDS: "1" } });
const browser: Browser = await launch();
fs.mkdirSync(folder, { recursive: true });
await runJourney({ data: government.data, content: path.join(root, "content"), tell: () => undefined });
for (const [device, setting] of devices)
  for (const shot of shots) {
    const { context, page } = await openPage(browser, setting);
    await take(page, government.portal, shot, device);
    await context.close();
  }
await browser.close();
await government.stop();
