import assert from "node:assert/strict";
import { test } from "node:test";
import { amountIn } from "../../tests/rules/guides.ts";
import { heldOutHash, projectGuides, questionsIn } from "./questions.ts";

/** Pairs of Chinese characters and words of other scripts. */
function piecesOf(text: string): Set<string> {
  const pieces = (text.toLowerCase().match(/\p{Script=Han}+|[a-z0-9]+/gu) ?? []).flatMap((run) =>
    /^[a-z0-9]/.test(run) ? [run] : [...run].slice(1).map((character, at) => `${[...run][at]}${character}`),
  );
  return new Set(pieces);
}

test("the held-out questions are those committed before the first measurement, of the kinds that were agreed", () => {
  const { now, before } = heldOutHash();
  assert.equal(now, before);
  const questions = questionsIn("held-out");
  const of = (kind: string): number => questions.filter((one) => one.kind?.includes(kind)).length;
  assert.ok(of("everyday") >= 15 && of("mistyped") >= 8 && of("english") >= 8 && of("business") >= 10);
  assert.deepEqual(
    [questions.filter(({ refused }) => !refused).length, questions.filter(({ refused }) => refused).length],
    [40, 20],
  );
});

test("no line of a guide repeats a held-out question", () => {
  const heldOut = questionsIn("held-out").map(({ question }) => ({ question, pieces: piecesOf(question) }));
  for (const { id, text } of projectGuides())
    for (const line of Object.values(text).flatMap(({ words = "" }) => words.split("\n"))) {
      const own = piecesOf(line);
      for (const { question, pieces } of heldOut) {
        const shared = own.intersection(pieces).size;
        assert.ok(shared < 3 || shared / own.union(pieces).size < 0.34, `${id}: ${line} is like ${question}`);
      }
    }
});

test("amounts are found in digits and in Chinese numerals; days, ages and articles are none", () => {
  for (const text of ["每年 10 萬元", "NT$5,000", "九百九十九萬", "百分之五", "18 percent", "壹佰萬元"])
    assert.ok(amountIn(text), text);
  for (const text of ["5 月 31 日", "年滿 60 歲", "第 14 條", "183 天", "within 30 days", "一次", "兩年內"])
    assert.equal(amountIn(text), undefined, text);
});
