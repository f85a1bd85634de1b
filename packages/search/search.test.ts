import assert from "node:assert/strict";
import { test } from "node:test";
import { openSearch, parseSynonyms, type SearchEntry } from "./index.ts";

const entry = (id: string, zh: string, en: string, more: Partial<SearchEntry> = {}): SearchEntry => ({
  id,
  kind: "service",
  title: { "zh-Hant": zh, en },
  text: { "zh-Hant": `${zh}的說明`, en: `About ${en}` },
  ...more,
});
const entries = [
  entry("income", "綜合所得稅試算", "Income tax calculator", { words: { "zh-Hant": "報稅 申報", en: "tax return" } }),
  entry("nhi", "全民健康保險費", "National Health Insurance premium"),
  entry("vehicle", "汽車使用牌照稅", "Vehicle licence tax"),
  entry("taxi", "計程車牌照", "Taxi licence"),
  entry("tuition", "學雜費減免", "Tuition fee reduction", { words: { "zh-Hant": "學費 助學", en: "school fees" } }),
  entry("moi", "內政部", "Ministry of the Interior", { kind: "agency" }),
  entry("taipei", "臺北市政府", "Taipei City Government", { kind: "agency" }),
];
const search = openSearch(
  entries,
  parseSynonyms([
    {
      groups: [
        ["健保", "全民健康保險"],
        ["car", "vehicle"],
      ],
    },
  ]),
);
const ids = (query: string, kind?: string) =>
  search.find({ query, limit: 10, ...(kind ? { kind } : {}) }).hits.map(({ entry: { id } }) => id);

test("a Chinese word of two characters is found, which pieces of three never do", () => {
  assert.equal(ids("報稅")[0], "income");
  assert.equal(ids("學費")[0], "tuition");
  assert.equal(ids("牌照").length, 2);
  assert.equal(ids("稅").includes("income"), true);
});

test("a synonym finds what has another word, and the entry's own word comes first", () => {
  assert.equal(ids("健保")[0], "nhi");
  assert.ok(ids("car").includes("vehicle"));
  assert.ok(!ids("car").includes("taxi"));
});

test("content that comes later says what a word means", () => {
  const groups = parseSynonyms([{ groups: [["健保", "全民健康保險"]] }, { groups: [["健保", "學雜費"]] }]);
  const other = openSearch(entries, groups).find({ query: "健保", limit: 5 });
  assert.deepEqual(
    other.hits.map(({ entry: { id } }) => id),
    ["tuition"],
  );
});

test("typing errors, full-width letters, capitals and other forms of a character are borne", () => {
  assert.equal(ids("tution reducton")[0], "tuition");
  assert.equal(ids("ＩＮＣＯＭＥ　tax")[0], "income");
  assert.equal(ids("綜合所得税試算")[0], "income");
  assert.equal(ids("台北市政府")[0], "taipei");
  assert.equal(ids("全民健康保線費")[0], "nhi", "one wrong character of seven");
});

test("results are counted by kind and filtered by it; nothing is found for what nobody has", () => {
  const { kinds, total } = search.find({ query: "政", limit: 1 });
  assert.equal(kinds.get("agency"), 2);
  assert.equal(total, 2);
  assert.deepEqual(ids("licence", "agency"), []);
  assert.deepEqual(ids("zzzz qqqq"), []);
  assert.deepEqual(ids("<script>alert(1)</script> &&& ***"), []);
  assert.deepEqual(ids(""), []);
});

test("ten thousand search terms take no longer than the first of them", () => {
  const began = performance.now();
  search.find({ query: Array.from({ length: 10_000 }, (_, index) => `term${index}`).join(" "), limit: 10 });
  search.find({ query: "稅".repeat(100_000), limit: 10 });
  assert.ok(performance.now() - began < 200);
});
