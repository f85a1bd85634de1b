/**
 * Claims: the full income tax of 3 million households a second on two cores, from 25 columns (those of
 * content/law/income/inputs.ts); baseline and reform of a million households in under 3 s. Every column is random, and the result
 * is compared with the scalar run on 1,000 of the same households before anything is measured. Peer of `columns` and `traced`: the
 * same formulas by the scalar run.
 */
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { laws } from "@troad/content-law";
import {
  type Columns,
  compileColumns,
  type Law,
  loadParameters,
  reform,
  sharedColumn,
  startThreads,
  type Value,
} from "@troad/law";
import { household, seeded } from "../content/law/income/population.ts";
import { median, type Row, rate, seconds } from "./kit.ts";

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
    const traced = await seconds(() => {
      for (const situation of kept) law.calculate({ ...question, situation });
    });
    const both = await seconds(async () => {
      await threads.run(compileColumns(law, question), columns, [before], HOUSEHOLDS);
      await threads.run(compileColumns(reformed(law), question), columns, [after], HOUSEHOLDS);
    });
    assert.notDeepEqual(before.subarray(0, 1000), after.subarray(0, 1000));
    const scalar = { what: "scalar with trace", perSecond: COMPARED / traced };
    return [
      rate("columns", "households/s", HOUSEHOLDS / median(times), scalar),
      rate("traced", "households/s", COMPARED / traced),
      {
        what: "reform",
        value: Number(both.toPrecision(4)),
        unit: "s for a million households, before and after",
        peer: "",
        ratio: null,
      },
    ];
  } finally {
    await threads.close();
  }
}

export default async (): Promise<Row[]> => {
  const law = laws.get("income");
  if (!law) throw new TypeError("the law of the income tax is not there");
  return rowsOf(law);
};
