import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { hasBrowser, openBrowser } from "./preview/browser.ts";
import { previewPages } from "./preview/pages.ts";
import { type Asset, icon, script, stylesheet } from "./stylesheet.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const policy = "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const files = new Map<string, Asset | string>([
  ["/troad.css", stylesheet()],
  ["/troad.js", script()],
  ["/icon.svg", icon()],
]);

describe("in a real browser, under a strict content security policy", {
  skip: !hasBrowser() && "no Chromium here (set CHROMIUM)",
}, () => {
  let server: Server;
  let browser: Browser;
  let origin = "";
  const names: string[] = [];

  before(async () => {
    const assets = { css: "/troad.css", js: "/troad.js", icon: "/icon.svg" };
    for (const page of [...(await previewPages("zh-Hant", assets)), ...(await previewPages("en", assets))]) {
      files.set(`/${page.name}`, page.document);
      names.push(page.name);
    }
    server = createServer((request, response) => {
      const file = files.get(request.url ?? "");
      const type = typeof file === "object" ? file.type : "text/html; charset=utf-8";
      response.writeHead(file === undefined ? 404 : 200, { "content-type": type, "content-security-policy": policy });
      response.end(typeof file === "object" ? file.text : file);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await new Promise((resolve) => server?.close(resolve));
  });

  /** Opens pages, one after the other in a context of their own, and hands each to a check, with what the browser complained of. */
  async function visit(
    pages: readonly string[],
    options: Parameters<Browser["newContext"]>[0],
    check: (page: Page, name: string, complaints: string[]) => Promise<void>,
  ) {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      for (const name of pages) {
        await page.goto(`${origin}/${name}`);
        await check(page, name, complaints);
      }
    } finally {
      await context.close();
    }
  }
  const violations = async (page: Page): Promise<string[]> => {
    await page.evaluate(axe);
    const results = (await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] })",
    )) as AxeResults;
    return results.violations.flatMap((v) =>
      v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`),
    );
  };
  const overflow = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  // markup is the same in both languages, so each theme is seen in one
  for (const [colorScheme, lang] of [
    ["light", "zh-Hant"],
    ["dark", "en"],
  ] as const) {
    it(`no page has a barrier that axe can find, nor a complaint of the browser, in the ${colorScheme} theme`, async () => {
      const pages = names.filter((name) => name.endsWith(lang));
      assert.equal(pages.length, names.length / 2);
      await visit(pages, { colorScheme, viewport: { width: 1280, height: 800 } }, async (page, name, complaints) => {
        assert.deepEqual(await violations(page), [], name);
        assert.deepEqual(complaints, [], name);
      });
    });
  }
  it("no page is wider than a phone of 320 or 360 pixels, with script and without", async () => {
    for (const width of [320, 360]) {
      for (const javaScriptEnabled of [true, false]) {
        await visit(names, { viewport: { width, height: 740 }, javaScriptEnabled }, async (page, name) =>
          assert.equal(await overflow(page), 0, `${name} at ${width}`),
        );
      }
    }
  });
  it("what one presses on a phone is at least 44 pixels high, links within text apart", async () => {
    await visit(names, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async (page, name) => {
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            `button, .tr-button, .tr-header a, .tr-footer a, input:not([type=hidden], [type=radio], [type=checkbox]), select, summary,
            .tr-pagination a, .tr-breadcrumbs a, .tr-back-link, .tr-summary-list__actions a, .tr-tabs__tab`,
          ),
        ]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
          .map((e) => `${e.className} ${Math.round(e.getBoundingClientRect().height)}`),
      );
      assert.deepEqual(small, [], name);
    });
  });
  it("the error summary has the focus, and its link leads to the field", async () => {
    await visit(["form-en"], {}, async (page) => {
      assert.equal(await page.evaluate(() => document.activeElement?.className), "tr-error-summary");
      await page.click('.tr-error-summary a[href="#email"]');
      assert.equal(await page.evaluate(() => document.activeElement?.id), "email");
    });
  });
  it("fields of a choice show without script when it is chosen, and only then", async () => {
    await visit(["form-zh-Hant"], { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.isVisible("#phone"), true);
      await page.check("#contact");
      assert.equal(await page.isVisible("#phone"), false);
    });
  });
  it("a form is sent once when its button is pressed twice", async () => {
    await visit(["form-zh-Hant"], {}, async (page) => {
      let sent = 0;
      await page.route("**/form", (route) => {
        sent += 1;
        return route.fulfill({ status: 204 });
      });
      const answered = page.waitForResponse("**/form");
      await page.dblclick('form[action="/form"] > .tr-button-group .tr-button >> nth=0');
      await answered;
      assert.equal(sent, 1);
    });
  });
  it("tabs, passwords, counts and exclusive choices work with script, in the language of the page", async () => {
    await visit(["content-zh-Hant"], {}, async (page) => {
      assert.deepEqual([await page.isVisible("#tab-1"), await page.isVisible("#tab-2")], [true, false]);
      await page.focus("#tab_tab-1");
      await page.keyboard.press("ArrowRight");
      assert.deepEqual([await page.isVisible("#tab-1"), await page.isVisible("#tab-2")], [false, true]);
      assert.deepEqual(await violations(page), []);
    });
    await visit(["form-zh-Hant"], {}, async (page) => {
      await page.click(".tr-password-input__toggle");
      assert.equal(await page.getAttribute("#password", "type"), "text");
      assert.equal(await page.textContent(".tr-password-input__toggle"), "隱藏");
      await page.fill("#more", "字".repeat(203));
      await page.waitForSelector("text=超過 3 個字");
      await page.check("#languages-6");
      assert.equal(await page.isChecked("#languages"), false);
    });
  });
  it("a certificate prints on one page of A4", async () => {
    await visit(["certificate-zh-Hant", "certificate-en"], {}, async (page) => {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      assert.match(pdf, /\/Count 1\b/);
      assert.match(pdf, /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    });
  });
  it("a page with barriers does not pass: a field without label, a poor contrast, a wide block", async () => {
    files.set(
      "/altered",
      String(files.get("/form-en"))
        .replace(/<label[^>]*for="email"[^>]*>[^<]*<\/label>/, "")
        .replace("<h1>", '<p class="altered">too pale</p><h1>'),
    );
    await visit(["altered"], { viewport: { width: 360, height: 740 } }, async (page) => {
      await page.evaluate(() => {
        const block = document.querySelector<HTMLElement>(".altered")!;
        block.style.cssText = "width: 600px; max-width: none; color: #bbb";
      });
      const found = (await violations(page)).map((text) => text.split(":")[0]);
      assert.ok(found.includes("label") && found.includes("color-contrast"), found.join());
      assert.ok((await overflow(page)) > 0);
    });
  });
});
