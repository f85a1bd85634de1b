import { type Household, households, lifeOf, type Person } from "@troad/population";
import { type Bundle, coverage, prescriptions, vaccinations, visits } from "./index.ts";

/** The population of this package's tests. */
export const population = { seed: "t-road", size: 1000, today: "2026-11-22" };
const timestamp = "2026-11-22T00:00:00.000Z";

/** All health data of a person, as their registers would give them. */
export function bundlesOf(person: Person, household: Household): Bundle[] {
  const life = lifeOf(person, household, population);
  const patient = { nationalId: person.nationalId, name: person.name };
  const of = (record: object) => ({ patient, records: [record as Record<string, unknown>], timestamp });
  return [
    visits(of({ visits: life.visits })),
    prescriptions(of({ prescriptions: life.prescriptions })),
    vaccinations(of({ vaccinations: life.vaccinations })),
    coverage(of({ state: "insured", since: person.birthDate, until: null })),
  ];
}

export const population1000 = (): Bundle[] =>
  [...households(population)].flatMap((household) => household.members.flatMap((person) => bundlesOf(person, household)));
