/** What a change of the law's figures costs and who wins or loses; README.md says what the figures mean. */
export { type Change, changedLaw } from "./changes.ts";
export { type Distribution, decilesOf, distributionOf, gini, type HouseholdResult } from "./distribution.ts";
export { amounts, type SampleHousehold, simulate } from "./simulate.ts";
