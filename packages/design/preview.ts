/**
 * Writes the preview pages to a folder and takes their pictures with Chromium. Run by hand: node packages/design/preview.ts [folder]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openBrowser } from "./preview/browser.ts";
import { previewPages } from "./preview/pages.ts";
import { icon, script, stylesheet } from "./stylesheet.ts";

const folder = process.argv[2] ?? path.join(os.tmpdir(), "troad-preview");
const only = process.argv[3];
mkdirSync(folder, { recursive: true });
const assets = { css: "troad.css", js: "troad.js", icon: "icon.svg" };
writeFileSync(path.join(folder, assets.css), stylesheet().text);
writeFileSync(path.join(folder, assets.js), script().text);
writeFileSync(path.join(folder, assets.icon), icon().text);
const pages = (await Promise.all([previewPages("zh-Hant", assets), previewPages("en", assets)])).flat();
for (const page of pages) writeFileSync(path.join(folder, `${page.name}.html`), page.document);

const browser = await openBrowser();
try {
  for (const width of [360, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const tab = await context.newPage();
      for (const page of pages.filter(({ name }) => only === undefined || name.includes(only))) {
        await tab.goto(`file://${path.join(folder, page.name)}.html`);
        await tab.screenshot({ path: path.join(folder, `${page.name}-${width}-${colorScheme}.png`), fullPage: true });
        if (page.name.startsWith("certificate") && width === 1280 && colorScheme === "light") {
          await tab.pdf({ path: path.join(folder, `${page.name}.pdf`), preferCSSPageSize: true });
        }
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
console.log(folder);
