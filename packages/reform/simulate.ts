import { compileColumns, type Law } from "@troad/law";
import { type Change, changedLaw } from "./changes.ts";
import { amountsOf, type Loop, resultsOf, type SampleColumns, type SampleHousehold, sampleColumns } from "./columns.ts";
import { type Distribution, distributionOf } from "./distribution.ts";

export type Question = { law: Law; want: string; at: string; changes: readonly Change[] };

/** Works a sample out by the law in force and by the changed one. Throws LawError. */
export const simulate = (sample: readonly SampleHousehold[], question: Question): Distribution =>
  simulateColumns(sampleColumns(sample), question);

export function simulateColumns(sample: SampleColumns, { law, want, at, changes }: Question): Distribution {
  const paid = (one: Law): Float64Array => amountsOf(sample, compileColumns(one, { want: [want], at }) as Loop);
  return distributionOf(resultsOf(sample, paid(law), paid(changedLaw(law, changes, at))));
}
