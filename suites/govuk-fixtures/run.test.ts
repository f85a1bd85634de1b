import assert from "node:assert/strict";
import { it } from "node:test";
import { runSuite } from "../run.ts";
import { canonical, parse } from "./markup.ts";

it("the fixtures pass as expected.json says, no more and no fewer", async (test) => {
  const report = await runSuite("govuk-fixtures");
  if (report.status === "skipped" && process.env.CI !== "true") return test.skip(report.notes.join());
  assert.deepEqual([report.status, report.notes], ["as expected", []]);
});

it("markup that means the same is the same, whatever its order and spacing", () => {
  const one = '<p class="b a" id="x">\n  Tea &amp; <b>milk</b>\n</p><input disabled>';
  const other = '<p id=\'x\' class="a b">Tea & <b>milk</b></p>\n<input disabled="">';
  assert.equal(canonical(parse(one)), canonical(parse(other)));
});

it("markup that means something else is not", () => {
  const base = canonical(parse('<p id="x">a <b>c</b></p>'));
  for (const altered of [
    '<p id="y">a <b>c</b></p>',
    "<p>a <b>c</b></p>",
    '<p id="x">a<b>c</b></p>',
    '<p id="x">a <i>c</i></p>',
    '<p id="x">a <b></b>c</p>',
    '<p id="x" hidden>a <b>c</b></p>',
  ]) {
    assert.notEqual(canonical(parse(altered)), base, altered);
  }
  assert.throws(() => parse("<p><b></p></b>"));
  assert.throws(() => parse("<p>"));
});
