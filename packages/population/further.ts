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
  /** Served ten years or more, is old enough for a veterans' home, works no more, and has taken an approved course. */
  veteran: DemoPerson | null;
  /** Left labour insurance for a business of their own. */
  starter: DemoPerson | null;
  /** Has a guest from abroad who needs a resident certificate. */
  host: DemoPerson | null;
  /** Has a car or motorcycle whose inspection is due. */
  driver: DemoPerson | null;
};

const yearsOfFarmers = 15;

const wanted: Readonly<Record<keyof Further, (person: Person, life: Life, year: number) => boolean>> = {
  founder: ({ age }, { enterprise, training }) => age >= 20 && age <= 45 && enterprise !== null && training !== null,
  farmer: ({ age, social }, { fishing }, year) =>
    age >= 66 && social.farmers !== null && Number(social.farmers.since.slice(0, 4)) < year - yearsOfFarmers && fishing !== null,
  medic: ({ passport }, { medical }) => passport !== null && medical !== null,
  veteran: ({ age, insurance }, { veteran, enterprise }) =>
    age >= 61 && insurance === null && enterprise === null && veteran?.class === "first" && isFree(veteran),
  starter: (_, { cover, enterprise }) => cover?.status === "ended" && enterprise !== null,
  host: (_, { arrival, enterprise }) => arrival !== null && enterprise === null,
  driver: ({ vehicle, age }, { inspectedUntil, enterprise }) =>
    age < 60 && vehicle?.kind === "car" && inspectedUntil !== vehicle.inspectedUntil && enterprise === null && isClean(vehicle),
};

const isFree = ({ pension, course }: NonNullable<Life["veteran"]>): boolean => pension === "none" && course !== null;
const isClean = ({ fines, fuelFee, tax, hold }: NonNullable<Person["vehicle"]>): boolean =>
  fines === 0 && fuelFee === 0 && tax === 0 && hold === "none";

/** The first of each kind who is nobody else of the demonstration; `lookAt`: the search stops there. */
export const noFurther: Further = {
  founder: null,
  farmer: null,
  medic: null,
  veteran: null,
  starter: null,
  host: null,
  driver: null,
};

export function furtherOf(request: PopulationRequest, taken: ReadonlySet<string>, lookAt: number): Further {
  const found: Further = { ...noFurther };
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
