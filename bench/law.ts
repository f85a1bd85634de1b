/**
 * Claims: the full income tax of 3 million households a second on two cores, from 25 columns (those of
 * content/law/income/inputs.ts); baseline and reform of a million households in under 3 s. Every column is random, and the result
 * is compared with the scalar run on 1,000 of the same households before anything is measured. 20,000 households a second one at a time
 * with every step written down; single situations over HTTP at 0.15 of a bare answer or more; fifty slips a second. Peers: the scalar
 * run for `columns`, the interpreter for `traced`, bare Fastify for `http`, three rule engines on one formula of five brackets.
 */
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { laws } from "@troad/content-law";
import {
  type Columns,
  compileColumns,
  generalRun,
  type Law,
  loadParameters,
  reform,
  sharedColumn,
  startThreads,
  type Value,
} from "@troad/law";
import { household, seeded } from "../content/law/income/population.ts";
import { median, type Row, rate, seconds } from "./kit.ts";
import { httpRows } from "./law/http.ts";
import { peerRows } from "./law/peers.ts";
import { slipRows } from "./law/slips.ts";

const HOUSEHOLDS = 1_000_000;
const COMPARED = 1_000;
const RUNS = 5;
const AT = "2025-12-31";
const question = { want: ["income.tax"], at: AT };

type Household = Readonly<Record<string, Value>>;

/** Columns of households made one by one; the first ones are kept for the scalar run. */
function population({ inputs }: Columns): { columns: Float64Array[]; kept: Household[] } {
  const random = seeded(2025);
  const columns = inputs.map(() => sharedColumn(HOUSEHOLDS));
  const kept: Household[] = [];
  for (let at = 0; at < HOUSEHOLDS; at++) {
    const one = household(random);
    if (at < COMPARED) kept.push(one);
    inputs.forEach((name, place) => {
      columns[place]![at] = Number(one[name]);
    });
  }
  return { columns, kept };
}

/** Dearer from the second bracket on. */
function reformed(law: Law): Law {
  const today = law.parameters.find(({ name }) => name === "income.brackets");
  const values = [
    { from: 0, value: "5%" },
    { from: 500_000, value: "13%" },
    { from: 1_330_000, value: "21%" },
    { from: 2_660_000, value: "32%" },
  ];
  const citation = { "zh-Hant": "假設", en: "A supposition" };
  const value = {
    value: values,
    from: "2025-01-01",
    to: null,
    announced: null,
    citation,
    certainty: "A",
    source: "made up for the bench",
  };
  const parameter = {
    name: "income.brackets",
    type: "brackets",
    over: "money",
    of: "rate",
    label: today?.label,
    values: [value],
  };
  return reform(law, { parameters: loadParameters({ parameters: [parameter] }) });
}

async function rowsOf(law: Law): Promise<Row[]> {
  const base = compileColumns(law, question);
  const { columns, kept } = population(base);
  const [before, after] = [sharedColumn(HOUSEHOLDS), sharedColumn(HOUSEHOLDS)];
  const threads = startThreads(Math.min(2, availableParallelism()));
  try {
    await threads.run(base, columns, [before], HOUSEHOLDS);
    kept.forEach((situation, at) => {
      assert.equal(before[at], law.calculate({ ...question, situation }).values["income.tax"]);
    });
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) times.push(await seconds(() => threads.run(base, columns, [before], HOUSEHOLDS)));
    const traced = await perSecond(kept, (situation) => law.calculate({ ...question, situation }));
    const wanted = law.variables.filter(({ name }) => name === "income.tax");
    const general = await perSecond(kept.slice(0, 200), (situation) =>
      generalRun(law.definitions, wanted, { ...question, situation }),
    );
    const pairs: number[] = [];
    for (let run = 0; run < RUNS; run++)
      pairs.push(
        await seconds(async () => {
          await threads.run(compileColumns(law, question), columns, [before], HOUSEHOLDS);
          await threads.run(compileColumns(reformed(law), question), columns, [after], HOUSEHOLDS);
        }),
      );
    const both = median(pairs);
    assert.notDeepEqual(before.subarray(0, 1000), after.subarray(0, 1000));
    const scalar = { what: "scalar with trace", perSecond: traced };
    return [
      rate("columns", "households/s", HOUSEHOLDS / median(times), scalar),
      rate("traced", "households/s", traced, { what: "interpreter, same trace", perSecond: general }),
      {
        what: "reform",
        value: Number(both.toPrecision(4)),
        unit: "s for a million households, before and after",
        peer: "",
        ratio: null,
      },
      await setUpRow(law),
    ];
  } finally {
    await threads.close();
  }
}

/** Cases a second, the median of several rounds after one that warms up. */
async function perSecond(cases: readonly Household[], work: (one: Household) => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++)
    times.push(
      await seconds(() => {
        for (const one of cases) work(one);
      }),
    );
  return cases.length / median(times.slice(1));
}

/** What it takes until columns can run: the law in force, and a reform from its parameters on. */
async function setUpRow(law: Law): Promise<Row> {
  const [base, changed]: [number[], number[]] = [[], []];
  const [warmUp, runs] = [100, 400];
  const inForce = async (): Promise<number> => base.push(await seconds(() => compileColumns(law, question)));
  const asReformed = async (): Promise<number> => changed.push(await seconds(() => compileColumns(reformed(law), question)));
  // in turns, so that neither is always the one that pays for the other's garbage
  for (let run = 0; run < warmUp + runs; run++)
    for (const measure of run % 2 === 0 ? [inForce, asReformed] : [asReformed, inForce]) await measure();
  const [before, after] = [base, changed].map((times) => median(times.slice(warmUp)) * 1000) as [number, number];
  return {
    what: "set-up of the reform",
    value: Number(after.toPrecision(3)),
    unit: "ms",
    peer: `set-up of the law in force: ${before.toPrecision(3)} ms`,
    ratio: Number((after / before).toPrecision(3)),
  };
}

export default async (): Promise<Row[]> => {
  const law = laws.get("income");
  if (!law) throw new TypeError("the law of the income tax is not there");
  return [...(await rowsOf(law)), ...(await httpRows()), ...(await peerRows(law)), ...(await slipRows())];
};
