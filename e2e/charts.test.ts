import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { page as document, stylesheet } from "@troad/design";
import { html } from "@troad/html";
import { barChart, lineChart } from "@troad/web";
import type { Browser } from "playwright-core";
import { browserMissing, describeSetting, launch, openPage, type Setting, sideways, violations } from "./browser.ts";

const request = { t: (key: string) => key, lang: "zh-Hant" };
const long = "中華民國全國中小企業電子發票整合服務平台推動辦公室";
const about = { request, description: "各月金額", labelHead: "項目", shown: String };
const months = Array.from({ length: 12 }, (_, place) => `${place + 1}月`);
const days = Array.from({ length: 90 }, (_, n) => n);
const wave = (size: number) => months.map((_, place) => Math.round(Math.sin(place) * size));
const measures = { x: { label: `${long}（元）`, shown: String }, y: { label: `${long}（元）`, shown: String } };

/** One chart of each kind with what is hard to draw: long labels, nothing, one, below zero, a million million. */
const charts = html`
  ${barChart({ ...about, title: "長標籤", labels: [long, "短", long], series: [{ label: "金額", values: [1e12, 4e11, 0] }] })}
  ${barChart({ ...about, title: "正負", labels: months, series: [{ label: "金額", values: wave(900_000) }] })}
  ${barChart({ ...about, title: "堆疊", labels: months, series: [1, 2, 3].map((n) => ({ label: `${long}${n}`, values: wave(n * 1000) })) })}
  ${barChart({ ...about, title: "一個", labels: ["一月"], series: [{ label: "金額", values: [5] }] })}
  ${barChart({ ...about, title: "都是零", labels: months, series: [{ label: "金額", values: months.map(() => 0) }] })}
  ${barChart({ ...about, title: "沒有", labels: [], series: [] })}
  ${barChart({ ...about, title: "許多", labels: days.map((n) => `第${n}天`), series: [{ label: "件數", values: days }] })}
  ${lineChart({
    ...about,
    ...measures,
    title: "兩條線",
    series: [1, -2].map((n) => ({
      label: `方案${n}`,
      points: months.map((_, at) => ({ at: at * 1e5, value: n * at ** 2 * 1e9 })),
    })),
    mark: { at: 11e5, value: 121e9, label: "您的位置" },
  })}
  ${lineChart({ ...about, ...measures, title: "一點", series: [{ label: "值", points: [{ at: 3, value: 7 }] }] })}`;

const csp = "default-src 'none'; style-src http://charts.test";
const settings: Setting[] = [360, 1280].flatMap((width) =>
  [false, true].map((dark): Setting => ({ lang: "zh-Hant", width: width as 360, javaScript: true, dark })),
);
/** Texts of charts that stick out of their drawing. */
const sticksOut = `[...document.querySelectorAll(".tr-chart > svg")].flatMap((svg) => [...svg.querySelectorAll("text")]
  .filter((text) => { const box = text.getBBox(); const view = svg.viewBox.baseVal;
    return box.x < -1 || box.y < -1 || box.x + box.width > view.width + 1 || box.y + box.height > view.height + 1; })
  .map((text) => svg.parentElement.querySelector("figcaption").textContent + ": " + text.textContent))`;

describe("charts", { skip: browserMissing }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  for (const setting of settings)
    test(`charts are readable under a strict policy, ${describeSetting(setting)}, ${setting.dark ? "dark" : "light"}`, async () => {
      const { context, page, complaints } = await openPage(browser, setting);
      await page.route("http://charts.test/**", (route) =>
        route.request().url().endsWith(".css")
          ? route.fulfill({ contentType: "text/css", body: stylesheet().text })
          : route.fulfill({ contentType: "text/html", headers: { "content-security-policy": csp }, body: shown }),
      );
      await page.goto("http://charts.test/");
      assert.equal(await page.locator(".tr-chart").count(), 9);
      assert.deepEqual(await page.evaluate(sticksOut), []);
      assert.equal(await sideways(page), 0);
      await page.locator("main details").first().click();
      assert.deepEqual(await violations(page).catch(String), []);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/charts-${setting.width}-${setting.dark}.png`, fullPage: true });
      assert.deepEqual(complaints, []);
      await context.close();
    });
});

const shown = String(
  document({
    lang: "zh-Hant",
    title: "圖表",
    serviceName: "圖表",
    currentPath: "/",
    homeHref: "/",
    nav: [],
    footer: { note: "" },
    assets: { css: "http://charts.test/a.css", js: "", icon: "" },
    content: html`<h1>圖表</h1>${charts}`,
  }),
);
