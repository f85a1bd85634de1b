import { type Columns, compileColumns, type Law } from "@troad/law";
import { type Change, changedLaw } from "./changes.ts";
import { type Distribution, distributionOf, type HouseholdResult } from "./distribution.ts";

/** Households with the returns that they file: facts of the law by name. */
export type SampleHousehold = {
  members: number;
  county: string;
  income: number;
  weight: number;
  returns: readonly Readonly<Record<string, number | boolean>>[];
};

export type Question = { law: Law; want: string; at: string; changes: readonly Change[] };

/** Works a sample out by the law in force and by the changed one. Throws LawError. */
export function simulate(sample: readonly SampleHousehold[], { law, want, at, changes }: Question): Distribution {
  const [before, after] = [law, changedLaw(law, changes, at)].map((one) =>
    amounts(sample, compileColumns(one, { want: [want], at })),
  );
  const results = sample.map(
    ({ members, county, income, weight }, no): HouseholdResult => ({
      members,
      county,
      income,
      weight,
      before: before?.[no] ?? 0,
      after: after?.[no] ?? 0,
    }),
  );
  return distributionOf(results);
}

/** What each household pays: the sum of its returns. */
export function amounts(sample: readonly SampleHousehold[], columns: Columns): Float64Array {
  const returns = sample.flatMap((household) => household.returns);
  const inputs = columns.inputs.map((name) => Float64Array.from(returns, (one) => Number(one[name] ?? 0)));
  const paid = new Float64Array(returns.length);
  columns.run(inputs, [paid], 0, returns.length);
  let at = 0;
  return Float64Array.from(sample, (household) => household.returns.reduce((sum) => sum + (paid[at++] ?? 0), 0));
}
