import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Html, html } from "@troad/html";
import * as d from "./index.ts";

const ui = d.componentsIn(d.traditionalChinese);
const en = d.componentsIn(d.english);
const ATTACK = `"><script>alert(1)</script>`;
const has = (markup: Html | string, part: string): void => assert.ok(String(markup).includes(part), `no ${part} in ${markup}`);
const lacks = (markup: Html | string, part: string): void => assert.ok(!String(markup).includes(part), `${part} in ${markup}`);

describe("components", () => {
  it("escape what people and registers wrote, wherever it stands", () => {
    const hostile = { text: ATTACK };
    const all: Html[] = [
      d.button({ text: ATTACK, name: ATTACK, value: ATTACK }),
      ui.input({ name: ATTACK, label: hostile, hint: hostile, errorMessage: hostile, value: ATTACK, prefix: hostile }),
      ui.textarea({ name: "a", label: hostile, value: `</textarea>${ATTACK}` }),
      ui.select({ name: "a", label: hostile, items: [{ text: ATTACK, value: ATTACK }] }),
      ui.radios({
        name: "a",
        fieldset: { legend: hostile },
        items: [{ text: ATTACK, value: ATTACK, hint: hostile }, { divider: ATTACK }],
      }),
      ui.dateInput({ id: ATTACK, values: { day: ATTACK }, fieldset: { legend: hostile } }),
      ui.errorSummary({ titleText: ATTACK, errorList: [{ text: ATTACK, href: ATTACK }] }),
      d.summaryList({
        card: { title: hostile },
        rows: [{ key: hostile, value: hostile, actions: { items: [{ href: ATTACK, text: ATTACK }] } }],
      }),
      d.taskList({ items: [{ title: hostile, href: ATTACK, hint: hostile, status: { tag: hostile } }] }),
      d.table({ caption: ATTACK, head: [hostile], rows: [[hostile]] }),
      ui.tabs({ idPrefix: ATTACK, title: ATTACK, items: [{ label: ATTACK, panel: hostile }] }),
      d.card({ title: hostile, body: hostile, meta: hostile, href: ATTACK }),
      d.timeline([{ at: ATTACK, title: hostile, by: ATTACK, status: ATTACK }]),
      d.evidence(
        {
          verdict: "ok",
          title: ATTACK,
          steps: [{ state: "ok", title: ATTACK, hash: ATTACK }],
          path: [{ hash: ATTACK, place: ATTACK }],
        },
        d.english,
      ),
      d.statTiles([{ label: ATTACK, value: ATTACK }]),
    ];
    for (const markup of all) lacks(markup, "<script");
  });
  it("speak the language they are bound to", () => {
    has(ui.errorMessage({ text: "請輸入姓名" }), "錯誤：</span> 請輸入姓名");
    has(en.errorMessage({ text: "Enter a name" }), "Error:</span> Enter a name");
    has(ui.characterCount({ name: "a", label: { text: "x" }, maxlength: 20 }), "最多可輸入 20 個字");
    has(ui.characterCount({ name: "a", label: { text: "x" }, maxlength: 20 }), 'data-i18n.characters-at-limit="已達字數上限"');
    has(ui.pagination({ items: [{ number: 3, href: "/3" }] }), 'aria-label="第 3 頁"');
    lacks(ui.pagination({ next: { href: "/2" } }), "visually-hidden");
  });
  it("ask for dates in the order in which people write them", () => {
    const order = (markup: Html) => [...String(markup).matchAll(/ name="(\w+)"/g)].map(([, name]) => name);
    assert.deepEqual(order(ui.dateInput({ id: "a" })), ["year", "month", "day"]);
    assert.deepEqual(order(en.dateInput({ id: "a" })), ["day", "month", "year"]);
  });
  it("mark only the wrong part of a date, or all parts when none is named", () => {
    const wrong = (markup: Html) => String(markup).split("tr-input--error").length - 1;
    assert.equal(wrong(ui.dateInput({ id: "a", errorMessage: { text: "x" }, year: { error: true } })), 1);
    assert.equal(wrong(ui.dateInput({ id: "a", errorMessage: { text: "x" } })), 3);
  });
  it("keep a newline at the beginning of a long text", () =>
    has(ui.textarea({ name: "a", label: { text: "x" }, value: "\nx" }), ">\n\nx<"));
  it("never link to code", () => lacks(d.card({ title: { text: "x" }, href: "javascript:alert(1)" }), "javascript:"));
  it("hold no inline style, event handler or script", () => {
    lacks(d.mark, "style=");
    assert.throws(() => d.button({ text: "x", attributes: { onclick: "x()" } }), /forbidden-attribute/);
    assert.throws(() => d.tag({ text: "x", attributes: { style: "color:red" } }), /forbidden-attribute/);
  });
});

describe("a proof", () => {
  const step = (state: "ok" | "failed" | "waiting") =>
    d.evidence({ verdict: state, title: "t", steps: [{ state, title: "s" }] }, d.english);
  it("says of each check in words how it went", () => {
    has(step("ok"), "Checked");
    has(step("failed"), "Check failed");
    has(step("waiting"), "Not checked yet");
  });
  it("that failed never looks or reads like one that holds", () => {
    lacks(step("failed"), ">Checked<");
    lacks(step("failed"), "tr-icon--ok");
    has(step("failed"), "tr-evidence--failed");
  });
});

describe("a page", () => {
  const page = (more: Partial<d.PageOptions> = {}) =>
    d.page({
      lang: "zh-Hant",
      title: "我的案件",
      serviceName: "T-Road",
      currentPath: "/cases/1",
      content: html`<h1>我的案件</h1>`,
      assets: { css: "/a.css", js: "/a.js" },
      ...more,
    });

  it("is a document of its language with its landmarks, and the link to skip them comes first", () => {
    const text = page({ nav: [{ href: "/cases", text: "案件" }] });
    assert.match(text, /^<!doctype html>\n<html lang="zh-Hant">/);
    for (const part of [
      "<title>我的案件 – T-Road</title>",
      "<header",
      "<nav",
      '<main class="tr-main" id="content"',
      "<footer",
      'href="#content"',
    ])
      has(text, part);
    assert.ok(text.indexOf("tr-skip-link") < text.indexOf("<header"));
  });
  it("marks where one is", () => {
    has(page({ nav: [{ href: "/cases", text: "案件" }] }), 'href="/cases" aria-current="true"');
    has(page({ nav: [{ href: "/cases/1", text: "案件" }] }), 'aria-current="page"');
    lacks(page({ nav: [{ href: "/case", text: "案件" }], breadcrumbs: [] }), "aria-current");
  });
  it("changes its language by a form, or by links", () => {
    const choices = [
      { lang: "zh-Hant", name: "中文" },
      { lang: "en", name: "English" },
    ];
    const form = page({ languages: { choices, form: { action: "/language", fields: { token: ATTACK } } } });
    has(form, '<button class="tr-header__tool" type="submit" name="lang" value="en" lang="en">English</button>');
    lacks(form, "<script>");
    has(
      page({ languages: { choices: choices.map((c) => ({ ...c, href: `/${c.lang}` })) } }),
      'href="/en" hreflang="en" lang="en"',
    );
  });
  it("folds many languages into a menu that opens without script", () => {
    const choices = ["zh-Hant", "en", "vi", "id", "th"].map((lang) => ({ lang, name: lang, href: `/${lang}` }));
    assert.match(page({ languages: { choices } }), /<details class="tr-header__languages tr-menu"><summary[^>]*>語言<\/summary>/);
    lacks(page({ languages: { choices: choices.slice(0, 3) } }), '<details class="tr-header__languages');
  });
  it("holds nothing that a strict content security policy refuses", () => {
    const text = page({ title: ATTACK, description: ATTACK, user: { name: ATTACK, href: "/me" } });
    assert.deepEqual(text.match(/<script[^>]*>/g), ['<script src="/a.js" defer>']);
    assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|javascript:/);
  });
});

describe("the assets", () => {
  it("are one stylesheet with a hash of its text", () => {
    const { text, hash } = d.stylesheet();
    assert.match(hash, /^[\w-]{16}$/);
    assert.equal(d.stylesheet().hash, hash);
    assert.ok(text.indexOf("--paper") < text.indexOf(".tr-button") && !text.includes("/*"));
  });
  it("load nothing from anywhere", () => assert.doesNotMatch(d.stylesheet().text, /url\(|@import|https?:/));
  it("include a script of at most 7 kB that still parses without its indentation", () => {
    const { text } = d.script();
    assert.ok(Buffer.byteLength(text) <= 7 * 1024, String(Buffer.byteLength(text)));
    assert.doesNotThrow(() => new Function(text));
    assert.throws(() => new Function(text.slice(0, -8)));
  });
  it("style every class that the components write", async () => {
    const { previewPages } = await import("./preview/pages.ts");
    const css = d.stylesheet().text;
    const documents = (await previewPages("zh-Hant", { css: "/a.css" })).map((page) => page.document).join();
    const classes = new Set(
      [...documents.matchAll(/class="([^"]*)"/g)]
        .flatMap(([, list]) => list!.split(" "))
        .filter((name) => name.startsWith("tr-")),
    );
    const unstyled = [...classes].filter((name) => !css.includes(`.${name}`));
    assert.deepEqual(
      unstyled.filter((name) => !UNSTYLED.has(name)),
      [],
    );
  });
});

/** Hooks for the script, and parts that look right as they are. */
const UNSTYLED = new Set([
  "tr-js-character-count",
  "tr-js-password-input-input",
  "tr-js-password-input-toggle",
  "tr-character-count",
  "tr-password-input",
  "tr-password-input__input",
  "tr-radios__conditional--hidden",
  "tr-evidence__step--ok",
  "tr-evidence__what",
  "tr-timeline__entry--neutral",
  "tr-timeline__what",
  "tr-hero__text",
  "tr-phase-banner__content__tag",
  "tr-phase-banner__text",
  "tr-summary-card__action",
  "tr-summary-list__actions-list-item",
  "tr-table__body",
  "tr-table__row",
  "tr-tabs__list-item",
  "tr-tabs__list-item--selected",
  "tr-pagination__item--ellipsis",
  "tr-pagination__prev",
  "tr-pagination__next",
  "tr-pagination__icon--prev",
  "tr-pagination__icon--next",
  "tr-evidence--ok",
  "tr-header__name",
  "tr-steps__step--todo",
  "tr-timeline__by",
  "tr-panel__actions",
]);
