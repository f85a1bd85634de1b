import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Process } from "@troad/kernel";
import { valueIn } from "@troad/law";
import { readAnswers } from "../domain/answers.ts";
import { calculators } from "../domain/catalogue.ts";
import { changesOf } from "../domain/curve.ts";
import { addressOf, examples, startTax, TODAY } from "./kit.ts";

let running: Process;
before(async () => {
  running = await startTax();
});
after(() => running.stop());

type Lang = "zh-Hant" | "en";
const page = async (address: string, lang: Lang = "en"): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${running.origin}${address}`, { headers: { "accept-language": lang, accept: "text/html" } });
  return { status: answer.status, text: await answer.text() };
};
const api = async (id: string, body: object) => {
  const answer = await fetch(`${running.origin}/tax/api/calculators/${id}`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": "en" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
};
type Answer = {
  results: { name: string; value: number }[];
  explanation: string[];
  code?: string;
  errors?: { field: string; code: string }[];
};
/** Texts that nobody has written stand on a page as their key. */
const rawKeys = (text: string): string[] =>
  [...text.matchAll(/>\s*((?:tax|fact|code|error)\.[\w.-]+)\s*</g)].map(([, key]) => key ?? "");

test("the first page leads to every calculation", async () => {
  const { text } = await page("/tax");
  for (const { id } of calculators) assert.ok(text.includes(`href="/tax/${id}"`), id);
  assert.deepEqual(Object.keys(examples).sort(), calculators.map(({ id }) => id).sort());
});

for (const lang of ["zh-Hant", "en"] as const)
  for (const { id } of calculators)
    test(`${id} asks and answers with every word in ${lang}`, async () => {
      const first = await page(`/tax/${id}`, lang);
      const result = await page(addressOf(id, examples[id]?.answers ?? {}), lang);
      assert.deepEqual([first.status, result.status], [200, 200]);
      assert.deepEqual([...rawKeys(first.text), ...rawKeys(result.text)], []);
      assert.doesNotMatch(result.text, /undefined|NaN|\[object/);
      assert.match(result.text, /id="answer"/);
      assert.match(result.text, /id="why"/);
    });

for (const { id, years } of calculators)
  test(`${id} comes to what the law says, over the interface and on the page`, async () => {
    const { answers, comesTo } = examples[id]!;
    const { year, ...rest } = answers;
    const { body } = await api(id, { answers: rest, ...(years.length > 0 && year ? { year: Number(year) } : {}) });
    const values = Object.fromEntries(body.results.map(({ name, value }) => [name, value]));
    for (const [name, value] of Object.entries(comesTo)) assert.equal(values[name], value, name);
    const { text } = await page(addressOf(id, answers));
    for (const value of Object.values(comesTo)) {
      const shown = typeof value === "number" ? value.toLocaleString("en") : valueIn(value, "date", "en");
      assert.ok(text.includes(shown), shown);
    }
    assert.ok(body.explanation.length > 0);
  });

test("an answer is explained by its article, and what was not verified says so", async () => {
  const { text } = await page(addressOf("income", { year: "2026", salary: "900000", married: "no" }));
  assert.match(text, /Income Tax Act, Article 5, paragraph 2/);
  assert.match(text, /Not verified: [^<]*Basic living expense/);
  const certain = await page(addressOf("income", { year: "2025", salary: "900000", married: "no" }));
  assert.doesNotMatch(certain.text.split('id="years"')[0] ?? "", /Not verified/);
});

test("a form answers with another page, and the answers so far go on in its address", async () => {
  const post = (address: string, body: Record<string, string>) =>
    fetch(`${running.origin}${address}`, { method: "POST", body: new URLSearchParams(body), redirect: "manual" });
  const first = await post("/tax/income/start", { salary: "900,000", married: "yes" });
  assert.deepEqual([first.status, first.headers.get("location")], [303, "/tax/income/spouse?salary=900000&married=yes"]);
  const second = await post(first.headers.get("location") ?? "", { spouseSalary: "NT$300,000" });
  assert.equal(second.headers.get("location"), "/tax/income?salary=900000&married=yes&spouseSalary=300000");
  const alone = await post("/tax/income/start?salary=900000&married=yes&spouseSalary=300000", {
    salary: "900000",
    married: "no",
  });
  assert.equal(alone.headers.get("location"), "/tax/income?salary=900000&married=no", "what only a couple has is dropped");
});

test("the language changes and the answers stay", async () => {
  const back = "/tax/income?salary=900000&married=no";
  const former = await fetch(`${running.origin}/tax/language`, { method: "POST", redirect: "manual" });
  assert.deepEqual([former.status, former.headers.get("location")], [308, "/language"], "its address of former versions");
  const answer = await fetch(`${running.origin}/language`, {
    method: "POST",
    body: new URLSearchParams({ lang: "en", return: back }),
    redirect: "manual",
  });
  assert.equal(answer.headers.get("location"), back);
  for (const elsewhere of ["https://example.org/", "//example.org", "/tax/../account", "/tax?x=<script>"]) {
    const away = await fetch(`${running.origin}/language`, {
      method: "POST",
      body: new URLSearchParams({ lang: "en", return: elsewhere }),
      redirect: "manual",
    });
    assert.match(away.headers.get("location") ?? "", /^\/(account)?$/);
  }
});

test("day by day a debt never shrinks, a local tax bears no interest, a national one does from the 31st day on", async () => {
  const late = calculators.find(({ id }) => id === "late")!;
  for (const kind of ["vehicle", "income"]) {
    const days = late.days?.({ kind, tax: 100_000, due: "2026-03-02", paid: "2026-05-20" }, "2026-05-20") ?? [];
    assert.equal(days.length, 79);
    for (const [at, day] of days.entries()) {
      assert.ok(at === 0 || day.total >= (days[at - 1]?.total ?? 0));
      assert.equal(day.percent, Math.min(10, Math.floor(at / 3)));
      assert.equal(day.interest > 0, kind === "income" && day.late > 30);
    }
  }
});

test("what was left out is asked for in the order of how much it matters", async () => {
  const order = async (salary: string) => {
    const { text } = await page(addressOf("income", { year: "2025", salary, married: "no" }));
    return [...text.matchAll(/href="\/tax\/income\/([a-z-]+)\?[^"]*">[^<]*<\/a> <span class="tr-hint">[^<]*NT\$([\d,]+)/g)].map(
      ([, id, amount]) => ({ id, amount: Number(amount?.replaceAll(",", "")) }),
    );
  };
  const pages = await order("3000000");
  assert.equal(pages.length, 4);
  for (const [at, { amount }] of pages.entries()) assert.ok(at === 0 || amount <= (pages[at - 1]?.amount ?? 0));
  // where no tax is due only dividends matter: 8.5 % of 200,000 are paid back
  assert.deepEqual(await order("200000"), [{ id: "other-income", amount: 17_000 }]);
});

test("what a tax or pension comes to never falls as its figure rises, and every jump names the rule it comes from", () => {
  for (const calculator of calculators) {
    const { id, vary, law, optional, form } = calculator;
    if (!vary) continue;
    const { answers } = examples[id]!;
    const parsed = readAnswers(calculator, answers, calculator.years.at(-1) ?? 2026, TODAY);
    assert.deepEqual([parsed.open, parsed.faults, form.pages.length > optional.size], [null, [], true], id);
    const want = calculator.work(parsed.answers, parsed.year, TODAY).results[0]?.name ?? "";
    const found = changesOf(calculator, parsed.answers, parsed.year, want);
    assert.ok(found && law.definitions.input(vary.fact), id);
    for (const [at, { value }] of found.points.entries())
      assert.ok(at === 0 || value >= (found.points[at - 1]?.value ?? 0), `${id} falls at ${found.points[at]?.at}`);
    for (const { rule } of found.cliffs) assert.ok(rule?.article, `${id}: a jump without its rule`);
    // a table goes in steps; brackets join, and grades are closer than the least that counts as a jump
    assert.equal(found.cliffs.length > 0, id === "vehicle", `${id}: ${JSON.stringify(found.cliffs)}`);
  }
});

test("a jump of the law is listed with its article", async () => {
  const { text } = await page(addressOf("income", { year: "2025", salary: "900000", married: "no", rent: "180000" }));
  assert.match(text, /From NT\$1,956,001[^<]*<span class="tr-hint">Income Tax Act, Articles 15 and 17, paragraph 3/);
});

test("a house tax that the county decides is a range, and nothing makes a slip of a range", async () => {
  const known = { worth: "1000000", use: "home", county: "taipei" };
  const range = { worth: "1000000", use: "business", county: "taipei", count: "1" };
  const [one, two] = [(await page(addressOf("house", known))).text, (await page(addressOf("house", range))).text];
  assert.match(one, /NT\$12,000/);
  assert.match(one, /action="\/tax\/house\/slip/);
  assert.match(two, /maximum[\s\S]*NT\$50,000[\s\S]*minimum[\s\S]*NT\$30,000/);
  assert.doesNotMatch(two, /action="\/tax\/house\/slip/);
  const forced = await fetch(`${running.origin}${addressOf("house/slip", range)}`, { method: "POST", redirect: "manual" });
  assert.equal(forced.status, 409);
});

test("a question is answered on a page with its article, then asks for one fact and works with it; each tax page has the box", async () => {
  const asked = await page(`/tax/ask?q=${encodeURIComponent("契稅稅率多少")}`, "zh-Hant");
  assert.equal(asked.status, 200);
  assert.match(asked.text, /契稅條例第 3 條/);
  assert.match(asked.text, /name="fact" value="deed\.(kind|price)"/);
  const facts = "f.deed.kind=sale&fact=deed.price&value=";
  const done = await page(`/tax/ask?q=deed+tax+rate&${facts}1000000`);
  assert.match(done.text, /NT\$60,000/);
  const wrong = await page(`/tax/ask?q=deed+tax+rate&${facts}ten`);
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /href="#value"/);
  assert.match((await page("/tax/ask?q=weather+today")).text, /I do not know/);
  for (const address of ["/tax", "/tax/deed", addressOf("deed", examples.deed!.answers)])
    assert.match((await page(address)).text, /action="\/tax\/ask"/, address);
  const hostile = await page(`/tax/ask?q=${encodeURIComponent('<script>alert(1)</script>"')}&f.no.such=1&fact=__proto__&value=1`);
  assert.equal(hostile.status, 200);
  assert.doesNotMatch(hostile.text, /<script>alert/);
});

test("programs ask over the interface and get exactly what was agreed; facts that do not fit are coded", async () => {
  const post = async (body: object) => {
    const answer = await fetch(`${running.origin}/tax/api/ask`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const { status, body } = await post({
    text: "How much may I give my son each year without gift tax?",
    lang: "en",
    at: "2026-05-20",
  });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body).toSorted(), ["amounts", "articles", "missing", "refused", "text"]);
  assert.deepEqual(
    (body.articles as { law: string; article: string }[]).map(({ law, article }) => `${law} ${article}`)[0],
    "遺產及贈與稅法 22",
  );
  assert.equal((await post({ text: "deed tax", facts: { "deed.price": "x" } })).body.code, "tax.ask-fact");
  assert.equal((await post({ text: "x".repeat(301) })).status, 400);
});
