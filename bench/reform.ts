/**
 * Claims: a figure of the income tax moves and 100,000 weighted households are worked out anew within 300 ms in the browser, a million within 3 s on one
 * thread; the law in force is worked out once before. Peer: the same engine household by household, and the same households by the law in force alone.
 */
import { incomeSample, laws, PEOPLE } from "@troad/content-law";
import { compileColumns, type Law } from "@troad/law";
import { amountsOf, changedLaw, distributionOf, resultsOf, type SampleColumns, sampleColumns } from "@troad/reform";
import { chromium } from "playwright-core";
import { browserMissing, executable, openPage } from "../e2e/browser.ts";
import { startGovernment } from "../tests/kit/government.ts";
import { median, type Row, seconds } from "./kit.ts";

const households = 100_000;
const times = 10;
const moves = 5;
const at = "2026-12-31";
const want = "income.tax";
const law: Law = laws.get("income")!;
/** Each move is another figure, so that nothing of the one before can be kept. */
const moved = (move: number) => changedLaw(law, [{ parameter: "income.exemption", value: 102_000 + move * 1_000 }], at);
type Loop = Parameters<typeof amountsOf>[1];
const loopOf = (one: Law): Loop => compileColumns(one, { want: [want], at }) as Loop;

export default async (): Promise<Row[]> => {
  const sample = incomeSample({ seed: "reform", households, people: PEOPLE, at });
  const small = sampleColumns(sample);
  const scalar = await seconds(() => {
    for (const { returns } of sample.slice(0, 1_000))
      for (const situation of returns) law.calculate({ want: [want], situation, at });
  });
  const rows: Row[] = [];
  for (const [what, columns, unit] of [
    ["100,000 households, one thread", small, "ms"],
    ["a million households, one thread", repeated(small, times), "ms"],
  ] as const) {
    const { before, anew, alone } = await timesOf(columns);
    rows.push({
      what,
      value: round(anew * 1_000),
      unit,
      peer: `the law in force alone: ${round(alone * 1_000)} ms`,
      ratio: round(anew / alone),
    });
    if (before.length === households)
      rows.push({
        ...{ what: "the law over 100,000 households", value: round(alone * 1_000), unit },
        ...{
          peer: `household by household: ${round(scalar * 1_000 * (households / 1_000))} ms`,
          ratio: round(alone / (scalar * (households / 1_000))),
        },
      });
  }
  if (!browserMissing) rows.push(await inBrowser());
  return rows;
};

const round = (value: number): number => Number(value.toPrecision(3));

async function timesOf(columns: SampleColumns): Promise<{ before: Float64Array; anew: number; alone: number }> {
  const before = amountsOf(columns, loopOf(law));
  const [anew, alone]: [number[], number[]] = [[], []];
  for (let move = 0; move < moves; move++) {
    alone.push(await seconds(() => amountsOf(columns, loopOf(law))));
    anew.push(await seconds(() => distributionOf(resultsOf(columns, before, amountsOf(columns, loopOf(moved(move)))))));
  }
  return { before, anew: median(anew), alone: median(alone) };
}

/** The same households several times over. */
function repeated(columns: SampleColumns, count: number): SampleColumns {
  const again = (column: Int32Array): Int32Array => {
    const made = new Int32Array(column.length * count);
    for (let n = 0; n < count; n++) made.set(column, n * column.length);
    return made;
  };
  const returns = columns.first.at(-1)!;
  const own = columns.first.length - 1;
  const first = Int32Array.from({ length: own * count + 1 }, (_, n) => Math.floor(n / own) * returns + columns.first[n % own]!);
  const { facts, members, county, income } = columns;
  return {
    ...columns,
    ...{ first, facts: facts.map(again), members: again(members), county: again(county), income: again(income) },
    weight: columns.weight / count,
  };
}

/** What the page says that it took, in a real browser. */
async function inBrowser(): Promise<Row> {
  const government = await startGovernment({ env: { TAX_REFORM_HOUSEHOLDS: String(households), LOG_LEVEL: "error" } });
  // tests do without the compilers of the browser; readers have them
  const browser = await chromium.launch({ executablePath: executable!, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const { page, context } = await openPage(browser, { lang: "en", width: 1280, javaScript: true });
    const shown = async (): Promise<boolean> => {
      await page.goto(`${government.portal}/tax/reform`);
      return (await page.locator("[data-result]").count()) > 0;
    };
    for (let tries = 0; !(await shown()); tries++) {
      if (tries > 120) throw new Error("the sample is never made");
      await page.waitForTimeout(1_000);
    }
    const taken: number[] = [];
    for (let move = 0; move <= moves; move++) {
      await page.evaluate("delete document.querySelector('form[data-reform]').dataset.ms");
      await page.fill("#exemption", String(102_000 + move * 1_000));
      await page.locator("form[data-reform][data-ms]").waitFor();
      const ms = Number(await page.locator("form[data-reform]").getAttribute("data-ms"));
      // the first move also waits for the sample
      if (move > 0) taken.push(ms);
    }
    await context.close();
    return { what: "100,000 households in Chromium, as the page says", value: median(taken), unit: "ms", peer: "", ratio: null };
  } finally {
    await browser.close();
    await government.stop();
  }
}
