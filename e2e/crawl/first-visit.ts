import type { BrowserContext, Page } from "playwright-core";
import { sideways } from "../browser.ts";

/** Bytes that a browser with an empty cache receives for a page, heads of answers and pictures further down included, by address. */
export async function transferred(context: BrowserContext, page: Page, address: string): Promise<Map<string, number>> {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const addresses = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on("Network.responseReceived", ({ requestId, response }) => addresses.set(requestId, response.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    bytes.set(addresses.get(requestId) ?? requestId, encodedDataLength),
  );
  await page.goto(address, { waitUntil: "networkidle" });
  await page.evaluate("scrollTo(0, document.body.scrollHeight)");
  await page.waitForLoadState("networkidle");
  return bytes;
}

/** A window of 1280 px at 400 % is one of 320 px to a page (WCAG 2.2, success criterion 1.4.10), and landmarks are how a screen reader moves. */
export async function smallestFaults(page: Page): Promise<string[]> {
  const own = new URL(page.url()).pathname;
  await page.setViewportSize({ width: 320, height: 256 });
  const landmarks = (await page.evaluate(
    `["main", "body > header, [role=banner]", "body > footer, [role=contentinfo]"]
      .filter((one) => document.querySelectorAll(one).length !== 1)`,
  )) as string[];
  const over = await sideways(page);
  return [...landmarks.map((one) => `${own}: not one ${one}`), ...(over > 0 ? [`${own}: ${over} px too wide at 320 px`] : [])];
}
