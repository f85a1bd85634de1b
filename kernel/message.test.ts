import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { ConfigurationError } from "./env.ts";
import { loadTexts } from "./i18n.ts";
import { formatMessage, messageProblem } from "./message.ts";

test("a plural takes the form of its language, from a number or from digits", () => {
  const text = "{days} {days, plural, one {day} other {days}}";
  const shown = (days: string | number) => formatMessage(text, "en", { days });
  assert.deepEqual([0, 1, 2, "1", "1200"].map(shown), ["0 days", "1 day", "2 days", "1 day", "1200 days"]);
  assert.equal(formatMessage("{n, plural, other {{n} 天}}", "zh-Hant", { n: 1 }), "1 天");
  const polish = "{n, plural, one {dzień} few {dni} many {dni} other {dnia}}";
  assert.deepEqual(
    [1, 2, 5].map((n) => formatMessage(polish, "pl", { n })),
    ["dzień", "dni", "dni"],
  );
});

test("apostrophes, angle brackets and numbers stay as they were given", () => {
  const params = { name: "O'Brien <b>", n: 1234567.5 };
  assert.equal(formatMessage("it's {name}'s & <i>{n}</i>, don't", "en", params), "it's O'Brien <b>'s & <i>1234567.5</i>, don't");
  assert.equal(formatMessage("it''s", "en", params), "it''s");
  assert.equal(formatMessage("'{name}' is literal", "en", params), "{name} is literal");
});

test("a missing parameter, a broken message and one without parameters never throw", () => {
  assert.equal(formatMessage("{a} and {b}", "en", { a: 1 }), "1 and {b}");
  assert.equal(formatMessage("{toString} {__proto__}", "en", {}), "{toString} {__proto__}");
  assert.equal(formatMessage("{n} {n, plural, one {day} other {days}}", "en", {}), "{n} days");
  assert.equal(formatMessage("{when, date, short}", "en", { when: "never" }), "{when, date, short}");
  assert.equal(formatMessage("{n, plural, one {day}", "en", { n: 1 }), "{n, plural, one {day}");
  assert.equal(formatMessage("{a} is {broken", "en", { a: 1 }), "1 is {broken");
  assert.equal(formatMessage("{a}", "en", undefined), "{a}");
  assert.equal(
    formatMessage("{n, plural, one {day} other {days}}", "no such language!", { n: 2 }),
    "{n, plural, one {day} other {days}}",
  );
});

test("many different texts are not kept for ever", () => {
  for (let i = 0; i < 10_050; i++) formatMessage(`${i} {a}`, "en", { a: 1 });
  assert.equal(formatMessage("7 {a}", "en", { a: 2 }), "7 2");
});

test("a text that cannot be read as a message ends the start, with file and key, wherever it comes from", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-texts-"));
  const write = (file: string, texts: Record<string, string>) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), JSON.stringify(texts));
  };
  write("shop/text/en.json", { "shop.days": "{n, plural, one {day}}" });
  const named = (file: string, key: string) => (error: unknown) =>
    error instanceof ConfigurationError && error.message.includes(path.join(root, file)) && error.message.includes(key);
  assert.throws(() => loadTexts([path.join(root, "shop")], []), named("shop/text/en.json", "shop.days"));

  write("shop/text/en.json", { "shop.days": "{n, plural, one {day} other {days}}" });
  write("content/languages/ja/language.json", { name: "日本語" });
  write("content/languages/ja/texts.json", { "shop.days": "{n" });
  assert.throws(
    () => loadTexts([path.join(root, "shop")], [path.join(root, "content")]),
    named("content/languages/ja/texts.json", "shop.days"),
  );
  write("content/languages/ja/texts.json", { "shop.days": "{n}日" });
  const texts = loadTexts([path.join(root, "shop")], [path.join(root, "content")]);
  assert.equal(texts.translator("ja")("shop.days", { n: 3 }), "3日");
  assert.equal(texts.translator("fr")("shop.days", { n: 1 }), "day");
  assert.equal(texts.translator("en")("shop.none", { n: 1 }), "shop.none");
  assert.equal(texts.pick({ en: { a: "{n, plural, one {a} other {as}}" } }, "fr", "a", { n: 1 }), "a");
  assert.equal(messageProblem("no parts: }", "en"), undefined);
  fs.rmSync(root, { recursive: true });
});
