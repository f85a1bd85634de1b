import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { laws } from "@troad/content-law";
import type { Process } from "@troad/kernel";
import { amountsOf, decodeSample, distributionOf, resultsOf, simulateColumns } from "@troad/reform";
import { figuresOn, lawMark, readFigures } from "../reform/figures.ts";
import { startTax } from "./kit.ts";

const at = "2026-12-31";
const law = laws.get("income")!;
let server: Process;
before(async () => {
  server = await startTax({ TAX_REFORM_HOUSEHOLDS: "1000" });
});
after(() => server.stop());

const page = async (query: string, lang = "en"): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${server.origin}/tax/reform${query}`, {
    headers: { "accept-language": lang, accept: "text/html" },
  });
  return { status: answer.status, text: await answer.text() };
};
const loopOf = async (query: string) => {
  const source = await (await fetch(`${server.origin}/tax/reform/loop.js${query}`)).text();
  return (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Parameters<typeof amountsOf>[1];
};

test("every figure of an address is read as the law has it, and faults are told at their field", () => {
  const names = figuresOn(law, at).map(({ name }) => name);
  assert.deepEqual(readFigures(law, at, {}).changes, []);
  assert.ok(names.includes("exemption") && names.includes("from5"));
  const read = readFigures(law, at, { exemption: "120,000", rate1: "6", law: lawMark(law) });
  assert.deepEqual([read.changes[0], read.isOlder, read.unknown], [{ parameter: "income.exemption", value: 120_000 }, false, []]);
  assert.deepEqual((read.changes[1]!.value as object[])[0], { from: 0, value: "6%" });
  const wrong = readFigures(law, at, { exemption: "-1", rate2: "101", from2: "9000000", salarySpecial: "1.5" });
  assert.deepEqual(
    wrong.faults.map(({ name, code }) => `${name} ${code}`),
    ["exemption number", "salarySpecial number", "rate2 range", "from3 order"],
  );
  assert.deepEqual(wrong.changes, [], "nothing is worked out with a fault");
});

test("a browser's loop and sample give what the server gives, and both what the engine of columns gives", async () => {
  const query = "?exemption=60000&rate1=6&from2=500000&rate2=45";
  const bytes = await (await fetch(`${server.origin}/tax/reform/sample.bin`)).arrayBuffer();
  const sample = decodeSample(bytes);
  const [today, changed] = [await loopOf(""), await loopOf(query)];
  const inBrowser = distributionOf(resultsOf(sample, amountsOf(sample, today), amountsOf(sample, changed)));
  const { changes } = readFigures(law, at, Object.fromEntries(new URLSearchParams(query)));
  assert.deepEqual(inBrowser, simulateColumns(sample, { law, want: "income.tax", at, changes }));
  assert.ok(inBrowser.revenue.change > 0 && inBrowser.losers > 0);
  const { status, text } = await page(query);
  assert.equal(status, 200);
  for (const shown of [inBrowser.revenue.after, inBrowser.deciles[9]!.losers])
    assert.ok(text.includes(shown.toLocaleString("en")), String(shown));
});

test("the files that the browser runs are those of the package without their types", async () => {
  for (const name of ["columns", "distribution", "reform"]) {
    const answer = await fetch(`${server.origin}/tax/reform/${name}.js`);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/javascript/);
    assert.doesNotMatch(await answer.text(), /\beval\(|new Function|import type/);
  }
});

test("a link to a figure that the law has no more still opens and says so (PolicyEngine/policyengine-app#1258)", async () => {
  const { status, text } = await page("?exemption=60000&formerName=5&law=000000000000");
  assert.equal(status, 200);
  assert.match(text, /formerName/);
  assert.match(text, /made under earlier rules/);
  assert.match(text, /value="60000"/);
});

test("a wrong figure is an error beside its field in both languages, and markup in it is text", async () => {
  const en = await page(`?exemption=${encodeURIComponent('"><script>alert(1)</script>')}`);
  assert.equal(en.status, 422);
  assert.match(en.text, /href="#exemption"/);
  assert.doesNotMatch(en.text, /<script>alert/);
  const zh = await page("?from2=1&from3=1", "zh-Hant");
  assert.match(zh.text, /須高於前一級/);
});
