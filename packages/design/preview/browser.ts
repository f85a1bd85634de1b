import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** True where there is a browser to look with. */
export const hasBrowser = (): boolean => existsSync(CHROMIUM);

/** Chromium without a window and without traffic of its own: the one of the test run where there is one, else a new one. */
export const openBrowser = (): Promise<Browser> =>
  process.env.TROAD_TEST_BROWSER ? chromium.connect(process.env.TROAD_TEST_BROWSER) : launched();

const launched = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
