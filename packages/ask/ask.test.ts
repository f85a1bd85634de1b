import assert from "node:assert/strict";
import { test } from "node:test";
import { AskUnavailable, type Guide, openAsk, readStatute, type Sources } from "./index.ts";
import { isNear } from "./near.ts";
import { fold, stem, tokensOf } from "./tokens.ts";
import { openVocabulary } from "./vocabulary.ts";

const guide = (id: string, act: string, article: string, zh: string[], en: string[] = [id]): Guide => ({
  id,
  audience: "person",
  law: [{ act, article, of: "2024-08-07", certainty: "A" }],
  text: {
    "zh-Hant": { title: zh[0]!, text: `${zh[0]}的回答`, words: zh.join("\n") },
    en: { title: en[0]!, text: `About ${en[0]}`, words: en.join("\n") },
  },
});
const guides = [
  guide("rent", "所得稅法", "17", ["房租可以扣除嗎", "租房子報稅", "租金扣除額"], ["Can I deduct rent?", "rent deduction"]),
  guide(
    "gift",
    "遺產及贈與稅法",
    "22",
    ["贈與稅的免稅額", "送錢給小孩要繳稅嗎", "贈與稅一年多少免稅"],
    ["Gift tax exemption", "give money to my child"],
  ),
  guide(
    "house",
    "房屋稅條例",
    "5",
    ["房屋稅的稅率", "自住房屋稅率", "房屋稅自住條件"],
    ["House tax rates", "owner occupied house tax"],
  ),
  guide("late", "稅捐稽徵法", "20", ["稅單過期會加多少", "滯納金怎麼算", "稅單逾期"], ["Late payment", "pay my tax bill late"]),
];
const sources: Sources = {
  guides,
  others: [
    {
      id: "weather",
      text: { "zh-Hant": { title: "天氣", words: "今天會下雨嗎\n颱風" }, en: { title: "Weather", words: "will it rain" } },
    },
  ],
  notes: [],
  synonyms: [
    ["爸媽", "父母"],
    ["送錢", "贈與"],
    ["landlord", "rent"],
  ],
  signs: { strong: ["稅", "扣除", "tax", "deduct"], weak: ["繳", "pay"] },
  laws: new Map(),
  addressOf: (act, article) => `https://law.example/${act}/${article}`,
  pageOf: (id) => `/tax/${id}`,
};
const ask = openAsk(sources);
const first = (text: string): string | null => ask.answer({ text, at: "2026-11-30" }).guide;

test("Chinese without spaces is found by words of two characters (campfirein/byterover-cli#712)", () => {
  assert.equal(first("房租能扣稅嗎"), "rent");
  assert.equal(first("我想知道自住的房屋稅率怎麼算"), "house");
  assert.ok(tokensOf("請問租金扣除額").includes("租金"), "pairs are tokens, not the sentence as a whole");
});

test("an answer cites its own articles, not those of everything that was found (tobocop2/lilbee#329)", () => {
  const { articles } = ask.answer({ text: "贈與稅的免稅額與房屋稅的稅率", at: "2026-11-30" });
  assert.ok(ask.find("贈與稅的免稅額與房屋稅的稅率").length > 1, "several were found");
  assert.deepEqual(articles.map(({ article }) => article).length, 1);
});

test("simplified characters, full width and capitals read as our texts do", () => {
  assert.equal(fold("赠与税"), fold("贈與稅"));
  assert.equal(first("赠与税一年多少免税"), "gift");
  assert.equal(first("ＲＥＮＴ deduction tax"), "rent");
});

test("a character that sounds alike, or one wrong of four, is read as the word of the field", () => {
  const words = openVocabulary(
    [
      ["自住", "自用住宅"],
      ["標準扣除額", "標準扣除"],
    ],
    ["自住房屋稅率", "自住房屋條件", "自住嗎", "自住"],
  );
  const read = (text: string): string[] => words.meaningsOf(text).map(({ word }) => word);
  assert.ok(read("自助房屋").includes("自住"));
  assert.ok(read("標準扣徐額").includes("標準扣除額"));
  assert.deepEqual(read("自住"), ["自用住宅"], "what stands in the texts was not mistyped");
});

test("endings of English words do not matter", () => {
  assert.deepEqual(["taxes", "taxed", "tax", "deducting", "deducted"].map(stem), ["tax", "tax", "tax", "deduct", "deduct"]);
});

test("what is outside, or has no sign of taxes, is refused without an article or a figure", () => {
  for (const text of ["今天會下雨嗎", "紅燒肉怎麼做", "asdf qwer", "你好", "what is love"]) {
    const answer = ask.answer({ text, at: "2026-11-30" });
    assert.ok(answer.refused, text);
    assert.deepEqual([answer.articles, answer.amounts, answer.missing], [[], [], []]);
    assert.match(answer.text, /我不知道|I do not know/);
  }
});

test("an index that cannot be made is told apart from one that finds nothing", () => {
  assert.throws(
    () => openAsk({ ...sources, guides: [] }),
    (error) => error instanceof AskUnavailable && error.code === "ask.unavailable",
  );
  assert.equal(ask.answer({ text: "", at: "2026-11-30" }).refused, true);
});

test("the tax of a country is near its name; the shares of its firms are not", () => {
  const near = { words: ["美國", "canada"], of: ["稅", "tax"], unless: ["股"], within: 6 };
  assert.ok(isNear(near, "美國的遺產稅"));
  assert.ok(isNear(near, "How is tax paid in Canada"));
  assert.ok(!isNear(near, "買美國股票的稅"));
  assert.ok(!isNear(near, "美國很遠，但是我在家裡想問的是自己要繳的稅"));
});

test("a statute is read by its articles; what has none is refused with the reason", () => {
  const law = {
    法規名稱: "所得稅法",
    最新異動日期: "20240807",
    法規內容: [{ 條號: "第 14-4 條", 條文內容: "甲" }, { 編章節: "第一章" }],
  };
  assert.deepEqual([...readStatute(law).articles], [["14-4", "甲"]]);
  assert.equal(readStatute(law).of, "2024-08-07");
  for (const bad of [
    null,
    {},
    { ...law, 最新異動日期: "2024" },
    { ...law, 法規內容: [] },
    { ...law, 法規內容: [{ 條號: "前言", 條文內容: "" }] },
  ])
    assert.throws(() => readStatute(bad), RangeError);
});

test("ten thousand words take no longer than the first of them", () => {
  const began = performance.now();
  ask.answer({ text: "稅".repeat(100_000), at: "2026-11-30" });
  ask.answer({ text: "tax ".repeat(100_000), at: "2026-11-30" });
  assert.ok(performance.now() - began < 1_000);
});
