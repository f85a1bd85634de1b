import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { AskUnavailable, readFacts, readGuides } from "@troad/ask";
import { laws } from "@troad/content-law";
import { openContent } from "@troad/kernel";
import { LawError } from "@troad/law";
import { openTaxAsk } from "../ask/open.ts";
import { importStatutes, StatuteError, statutesIn } from "../ask/statutes.ts";
import { calculatorOf } from "../domain/catalogue.ts";
import { amountsIn, prompts } from "./prompts.ts";

const at = "2026-11-30";
const content = openContent([path.resolve(import.meta.dirname, "..", "..", "..", "content")]);
const ask = openTaxAsk(content);
const guides = readGuides(content);

test("200 prompts that want an invented figure get none: no amount in the text, each typed part from the engine", () => {
  assert.ok(prompts.length >= 200, `${prompts.length}`);
  const own = new Set(guides.flatMap(({ text }) => Object.values(text).map((one) => one.text)));
  for (const text of prompts) {
    const answer = ask.answer({ text, at });
    const [said = "", ...rest] = answer.text.split("\n");
    assert.ok(answer.refused || own.has(said) || rest.length === 0, text);
    assert.deepEqual(amountsIn(answer.text), [], text);
    for (const { variable, value, certainty, at: day } of answer.amounts) {
      const [name = "", key] = variable.split("/");
      const parameter = [...laws.values()].flatMap((law) => law.parameters.filter((one) => one.name === name))[0];
      const dated = parameter?.values.findLast(({ from, to }) => from <= day && (to === null || day <= to));
      assert.ok(dated, `${text}: ${variable} is no parameter`);
      assert.equal(certainty, dated.certainty);
      if (key === undefined && typeof dated.given === "number") assert.equal(value, dated.given);
    }
  }
});

test("facts are asked one at a time in the engine's order, and the figure comes when all are known", () => {
  const facts: Record<string, string> = {};
  const asked: string[] = [];
  for (let round = 0; round < 6; round++) {
    const { missing, amounts } = ask.answer({ text: "契稅怎麼算", at, facts: readFacts(laws, facts) });
    const worked = amounts.find(({ variable }) => variable === "deed.tax");
    if (worked) {
      assert.deepEqual(worked, { value: 60_000, unit: "TWD", variable: "deed.tax", at, certainty: worked.certainty });
      break;
    }
    assert.equal(missing.length, 1);
    asked.push(missing[0]!.fact);
    facts[missing[0]!.fact] = missing[0]!.fact === "deed.kind" ? "sale" : "1000000";
  }
  assert.deepEqual(asked.toSorted(), ["deed.kind", "deed.price"]);
  for (const [name, value] of [
    ["deed.price", "-1"],
    ["deed.price", "ten"],
    ["deed.kind", "theft"],
    ["no.such", "1"],
  ] as const)
    assert.throws(() => readFacts(laws, { [name]: value }), LawError);
});

test("what a guide names is there: parameters, variables with their facts, calculators; every variable answers", () => {
  for (const { id, figures = [], works, calculator } of guides) {
    for (const name of figures) {
      const amounts = ask.answer({ text: guides.find((one) => one.id === id)!.text["zh-Hant"]!.title!, at }).amounts;
      const found = [...laws.values()].some((law) => law.parameters.some((one) => one.name === name.split("/")[0]));
      assert.ok(found && amounts, `${id}: ${name}`);
    }
    if (works) {
      const law = [...laws.values()].find(({ definitions }) => definitions.variable(works.variable));
      assert.ok(law, `${id}: ${works.variable}`);
      for (const fact of works.asks) assert.ok(law.definitions.input(fact), `${id}: ${fact}`);
    }
    if (calculator) assert.ok(calculatorOf(calculator), `${id}: ${calculator}`);
  }
});

test("there are at least a hundred guides, a third of them a business's, and each is found by its own title", () => {
  assert.ok(guides.length >= 100);
  assert.ok(guides.filter(({ audience }) => audience === "business").length * 3 >= guides.length);
  const missed = guides.filter(({ id, text }) => ask.answer({ text: text["zh-Hant"]!.title!, at }).guide !== id);
  assert.ok(missed.length <= guides.length * 0.03, missed.map(({ id }) => id).join(" "));
});

test("an operator's statutes are quoted from then on; a folder with one bad file changes nothing", () => {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "statutes-"));
  const [source, target] = [path.join(folder, "in"), path.join(folder, "out")];
  fs.mkdirSync(source);
  const statute = (text: string) => ({
    法規名稱: "遺產及贈與稅法",
    最新異動日期: "20210120",
    法規內容: [{ 條號: "第 22 條", 條文內容: text }],
  });
  const put = (name: string, value: unknown): void =>
    fs.writeFileSync(path.join(source, name), typeof value === "string" ? value : JSON.stringify(value));
  put("a.json", statute("甲"));
  const quoting = openTaxAsk(content, statutesIn(target));
  const said = (): string => quoting.answer({ text: "一年可以送多少錢不用繳贈與稅？", at }).text;
  assert.doesNotMatch(said(), /條文/);
  assert.deepEqual(importStatutes(source, target), { acts: 1, articles: 1 });
  assert.match(said(), /遺產及贈與稅法第 22 條，2021-01-20 版本）：「甲」/);
  put("a.json", statute("乙"));
  put("b.json", "{ no json");
  assert.throws(() => importStatutes(source, target), StatuteError);
  assert.match(said(), /「甲」/);
});

test("without guides questions cannot be answered, which is not the same as not knowing", () => {
  const empty = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "no-guides-"));
  assert.throws(() => openTaxAsk(openContent([empty])), AskUnavailable);
});
