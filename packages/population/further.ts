import { type Household, households, type Person, type PopulationRequest } from "./population.ts";
import { type Life, lifeOf } from "./records/life.ts";

/** A person of the demonstration, and those with whom they live. */
export type DemoPerson = { person: Person; household: Household };

/** People of the demonstration for services that need more than a family: null where a small population has none. */
export type Further = {
  /** Leads a business or company, is between 20 and 45, and has taken a course. */
  founder: DemoPerson | null;
  /** Old enough for the allowance of elderly farmers, long in farmers' insurance, and has a fishing boat. */
  farmer: DemoPerson | null;
  /** Has a certificate of medical personnel, and a passport. */
  medic: DemoPerson | null;
};

const yearsOfFarmers = 15;

const wanted: Readonly<Record<keyof Further, (person: Person, life: Life, year: number) => boolean>> = {
  founder: ({ age }, { enterprise, training }) => age >= 20 && age <= 45 && enterprise !== null && training !== null,
  farmer: ({ age, social }, { fishing }, year) =>
    age >= 66 && social.farmers !== null && Number(social.farmers.since.slice(0, 4)) < year - yearsOfFarmers && fishing !== null,
  medic: ({ passport }, { medical }) => passport !== null && medical !== null,
};

/** The first of each kind who is nobody else of the demonstration; `lookAt`: the search stops there. */
export function furtherOf(request: PopulationRequest, taken: ReadonlySet<string>, lookAt: number): Further {
  const found: Further = { founder: null, farmer: null, medic: null };
  const kinds = Object.keys(wanted) as (keyof Further)[];
  const year = Number(request.today.slice(0, 4));
  const used = new Set(taken);
  for (const household of households({ ...request, size: Math.min(request.size, lookAt) }))
    for (const person of household.members) {
      if (used.has(person.subject)) continue;
      const life = lifeOf(person, household, request);
      const kind = kinds.find((one) => found[one] === null && wanted[one](person, life, year));
      if (kind === undefined) continue;
      found[kind] = { person, household };
      used.add(person.subject);
      if (kinds.every((one) => found[one] !== null)) return found;
    }
  return found;
}
