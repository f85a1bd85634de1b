import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { root, scratch } from "../tests/kit/government.ts";
import { patient } from "../tests/kit/patience.ts";

/** The one without windows first: it shows the same with a third less work. */
const candidates = [
  process.env.CHROMIUM,
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].filter((one): one is string => Boolean(one));
export const executable = candidates.find((file) => fs.existsSync(file));

/** Why browser journeys cannot run here, or false. */
export const browserMissing: string | false = executable ? false : "needs chromium";

const options = {
  ...(executable ? { executablePath: executable } : {}),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // a page lives for a second or two: what its scripts gain by being compiled well, compiling them costs several times over
    "--js-flags=--no-opt --no-maglev",
  ],
};

/** The browser that all files of a run share, each with contexts of its own; outside such a run one of this file's own. */
export const launch = (): Promise<Browser> =>
  process.env.TROAD_TEST_BROWSER ? chromium.connect(process.env.TROAD_TEST_BROWSER) : chromium.launch(options);

/** Starts the shared browser; tests find it by the address. */
export async function serveBrowser(): Promise<{ address: string; stop(): Promise<void> }> {
  const server = await chromium.launchServer(options);
  return { address: server.wsEndpoint(), stop: () => server.close() };
}

export type Setting = { lang: "zh-Hant" | "en"; width: 360 | 1280; javaScript: boolean; dark?: boolean };

const every: Setting[] = (["zh-Hant", "en"] as const).flatMap((lang) =>
  ([360, 1280] as const).flatMap((width) => [true, false].map((javaScript) => ({ lang, width, javaScript }))),
);

/** Every combination is walked, for pictures or because TROAD_TEST_SETTINGS says `all`. */
export const allSettings = Boolean(process.env.TROAD_SCREENSHOTS) || process.env.TROAD_TEST_SETTINGS === "all";

/** How journeys are walked: each language, each width, with script and without once, in two walks instead of eight. */
export const settings: Setting[] = every.filter(
  ({ lang, width, javaScript }) => allSettings || ((width === 360) === javaScript && (lang === "zh-Hant") === javaScript),
);

const today = Math.floor(Date.now() / 86_400_000);

/** Long journeys of several people are walked once a run: half of them on the phone, half at the desk, and the other way the next day. */
export const drawn = (journey: number): Setting[] => (allSettings ? settings : [settings[(journey + today) % settings.length]!]);

export const describeSetting = ({ lang, width, javaScript }: Setting): string =>
  `${lang}, ${width} px, ${javaScript ? "with" : "without"} JavaScript`;

export async function openPage(
  browser: Browser,
  { lang, width, javaScript, dark }: Setting,
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    locale: lang === "en" ? "en-GB" : "zh-TW",
    viewport: { width, height: width === 360 ? 740 : 900 },
    javaScriptEnabled: javaScript,
    hasTouch: width === 360,
    isMobile: width === 360,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(patient(30_000));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (404|409|422|400|403)/.test(message.text())) complaints.push(message.text());
  });
  goAgain(page);
  return { context, page, complaints };
}

/** A case that is being worked on loads its page again by itself: an address that is opened at that moment is opened again. */
function goAgain(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (...given) => {
    for (let left = 3; ; left -= 1) {
      try {
        return await goto(...given);
      } catch (error) {
        if (left === 0 || !(error instanceof Error && error.message.includes("interrupted by another navigation"))) throw error;
      }
    }
  };
}

/** Something in the header that is displayed at this width: on a phone it is in the menu, which this opens. */
export async function inHeader(page: Page, { width }: Setting, selector: string): Promise<Locator> {
  if (width === 1280) return page.locator(`.tr-header__wide ${selector}`);
  await page.locator(".tr-header__narrow > summary").click();
  return page.locator(`.tr-header__narrow ${selector}`);
}

/** Presses the button of a person of the demonstration on the page where they are chosen; some stand in a fold. */
export async function choosePerson(page: Page, subject: string): Promise<void> {
  const button = page.locator(`button[name=subject][value="${subject}"]`);
  if (!(await button.isVisible())) await page.locator("details.tr-details > summary").first().click();
  await button.click();
}

/** Presses the button of a form and waits for the page that follows. */
export const submit = async (page: Page, form: string): Promise<void> => {
  await Promise.all([page.waitForEvent("load"), page.locator(`${form} button:not([name])`).last().click()]);
};

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
type Violation = { id: string; nodes: { html: string }[] };

/**
 * WCAG 2.2 AA and best practices by axe; the names of the rules that are broken, with one place each. A page that loads itself again while it
 * is looked at is looked at once more.
 */
export async function violations(page: Page, again = 3): Promise<string[]> {
  try {
    await page.evaluate(axeSource);
    // style sheets are fetched a second time for rules that are off, and media for players, which no page has
    const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations'], preload: false })")) as {
      violations: Violation[];
    };
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  } catch (error) {
    if (again === 0 || !/context was destroyed/.test(String(error))) throw error;
    await page.waitForLoadState();
    return violations(page, again - 1);
  }
}

/** How far the page can be scrolled sideways, in pixels. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") as Promise<number>;

const folder = process.env.TROAD_SCREENSHOTS ? path.resolve(root, process.env.TROAD_SCREENSHOTS) : undefined;

/** What a press downloads. The browser of a run may be elsewhere, so the file is asked for, not its path there. */
export async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const file = path.join(scratch("download"), "file");
  await download.saveAs(file);
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(file) };
}

/** Takes a picture when pictures are wanted (TROAD_SCREENSHOTS=docs/screenshots). */
export async function picture(page: Page, name: string): Promise<void> {
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** How far the page can be scrolled sideways in a window of the other width, which it has for a moment. */
async function sidewaysElsewhere(page: Page, { width }: Setting): Promise<number> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ ...size, width: width === 360 ? 1280 : 360 });
  const over = await sideways(page);
  await page.setViewportSize(size);
  return over;
}

/** Looks at a page as its readers might: one heading, nothing sideways at either width, nothing for axe to say; and its picture. */
export const look =
  (page: Page, setting: Setting) =>
  async (name: string): Promise<void> => {
    assert.equal(await page.locator("h1").count(), 1, `${name}: one h1`);
    assert.ok((await sideways(page)) <= 0, `${name} scrolls sideways at ${setting.width} px`);
    assert.ok((await sidewaysElsewhere(page, setting)) <= 0, `${name} scrolls sideways at the other width`);
    if (!setting.javaScript) return;
    assert.deepEqual(await violations(page), [], `${name}: axe`);
    await picture(page, `${name}-${setting.lang}-${setting.width}`);
  };
