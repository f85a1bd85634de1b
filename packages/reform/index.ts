/** What a change of the law's figures costs and who wins or loses; README.md says what the figures mean. */
export { type Change, changedLaw } from "./changes.ts";
export {
  amountsOf,
  decodeSample,
  encodeSample,
  resultsOf,
  type SampleColumns,
  type SampleHousehold,
  sampleColumns,
} from "./columns.ts";
export { type Distribution, decilesOf, distributionOf, gini, type HouseholdResult } from "./distribution.ts";
export { simulate, simulateColumns } from "./simulate.ts";
