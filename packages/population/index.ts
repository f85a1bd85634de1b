/** Synthetic people of Taiwan from a seed; README.md says what is true to life and what is not. */
export { type DemoPeople, findPeople } from "./find.ts";
export type { DemoPerson } from "./further.ts";
export { type LowIncome, type LowIncomeStatus, livingCostLine } from "./life/low-income.ts";
export { demoUniversity, type Schooling, type SchoolLevel } from "./life/schooling.ts";
export { isNationalId, isResidentNumber, nationalIdOf } from "./national-id.ts";
export { type Address, type Village, villages } from "./places/villages.ts";
export { type Household, households, type Person, type PopulationRequest, people } from "./population.ts";
export { type Life, lifeOf } from "./records/life.ts";
