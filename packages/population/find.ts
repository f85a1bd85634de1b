import { type DemoPerson, type Further, furtherOf, noFurther } from "./further.ts";
import type { LowIncomeStatus } from "./life/low-income.ts";
import { demoUniversity } from "./life/schooling.ts";
import { type Household, households, type Person, type PopulationRequest } from "./population.ts";

/** People for demonstrations and tests, always the same for one population. */
export type DemoPeople = {
  /** Students of the demo university aged 18 to 24, by the status of their household: three low, two mid-low, two none. */
  students: Record<LowIncomeStatus, DemoPerson[]>;
  /** An insured woman who had a child not long ago; the smallest populations have none. */
  mother: DemoPerson | null;
  /** Her husband, if he lives with her. */
  father: DemoPerson | null;
  /** Two old women who live with the family of a child of theirs; small populations have fewer. */
  grandmothers: DemoPerson[];
  /** Whose licence tax is not all paid, in one of the two cities whose tax offices are on the road; the smallest populations have none. */
  carOwner: DemoPerson | null;
  /** The one to whom that person is married. */
  carOwnersSpouse: DemoPerson | null;
  /** A minor who is old enough for an identity card (戶籍法 §57: fourteen), and a parent in the same household; the smallest populations have none. */
  teenager: DemoPerson | null;
  teenagersParent: DemoPerson | null;
  further: Further;
  /** Adults from 30 to 55: names for officers. */
  staff: DemoPerson[];
};

const wanted = { low: 3, "mid-low": 2, none: 2 } as const;
const wantedGrandmothers = 2;
/** Below this, services of the demonstration have nobody who decides. */
const fewestOfficers = 20;
/** They are among the first people; the search stops here. */
const lookAt = 5_000;

/**
 * Picks the demonstration's people and a number of officers; the smallest populations have people for the first offices alone. Throws RangeError where
 * there are not even the students.
 */
export function findPeople(request: PopulationRequest, officers = 5): DemoPeople {
  const students = { low: [], "mid-low": [], none: [] };
  const found: DemoPeople = {
    students,
    mother: null,
    father: null,
    grandmothers: [],
    carOwner: null,
    carOwnersSpouse: null,
    teenager: null,
    teenagersParent: null,
    further: noFurther,
    staff: [],
  };
  const spare: DemoPerson[] = [];
  const adults: DemoPerson[] = [];
  const families: Family[] = [];
  const missing = (): boolean =>
    found.staff.length < officers ||
    (["low", "mid-low", "none"] as const).some((status) => found.students[status].length < wanted[status]);
  for (const household of households({ ...request, size: Math.min(request.size, lookAt) })) {
    const { status } = household.lowIncome;
    const mother = household.members.find((person) => isMother(person, request.today));
    if (mother && found.mother === null) {
      const father = household.members.find(({ relation, sex }) => ["head", "spouse"].includes(relation) && sex === "male");
      found.mother = { person: mother, household };
      found.father = father && mother.maritalStatus === "married" ? { person: father, household } : null;
    }
    const grandmother = household.members.find(isGrandmother);
    if (grandmother && found.grandmothers.length < wantedGrandmothers)
      found.grandmothers.push({ person: grandmother, household });
    const owner = coupleWithCar(household);
    if (owner && found.carOwner === null) {
      found.carOwner = { person: owner.owner, household };
      found.carOwnersSpouse = { person: owner.spouse, household };
    }
    families.push(...familyOf(household));
    const student = household.members.find(isDemoStudent);
    const officer = household.members.find((person) => isOfficer(person) && person !== found.father?.person);
    if (student && found.students[status].length < wanted[status]) found.students[status].push({ person: student, household });
    else if (!student && officer && status === "none" && found.staff.length < officers)
      found.staff.push({ person: officer, household });
    const others = household.members.filter((person) => isOfficer(person) && person !== found.staff.at(-1)?.person);
    if (spare.length < officers) spare.push(...others.map((person) => ({ person, household })));
    if (adults.length < officers) adults.push(...household.members.filter(isAdult).map((person) => ({ person, household })));
    if (found.mother && found.carOwner && found.grandmothers.length === wantedGrandmothers && !missing())
      return withFurther(found, families, request);
  }
  // in the smallest populations others of a household, those of students, and at last the young and the old hold offices too
  const citizens = [found.mother, found.father, ...found.grandmothers, ...Object.values(found.students).flat()];
  const taken = new Set([...citizens, ...found.staff].map((one) => one?.person.subject));
  for (const one of [...spare, ...adults]) {
    if (found.staff.length >= officers || taken.has(one.person.subject)) continue;
    taken.add(one.person.subject);
    found.staff.push(one);
  }
  const enough = (["low", "mid-low", "none"] as const).every((status) => found.students[status].length >= wanted[status]);
  if (enough && found.staff.length >= Math.min(officers, fewestOfficers)) return withFurther(found, families, request);
  throw new RangeError(`a population of ${request.size} is too small for the people of the demo`);
}

type Family = { child: DemoPerson; parent: DemoPerson };

/** Those of a household's children who have an identity card and are no adults, with a parent who may decide for them. */
function familyOf(household: Household): Family[] {
  const [parent] = household.members;
  const child = household.members.find(({ relation, age }) => relation === "child" && age >= 14 && age < 18);
  return child && parent?.relation === "head"
    ? [{ child: { person: child, household }, parent: { person: parent, household } }]
    : [];
}

/** The first family whose parent is nobody else of the demonstration, and those who are found beside all others. */
function withFurther(found: DemoPeople, families: readonly Family[], request: PopulationRequest): DemoPeople {
  const others = [found.mother, found.father, found.carOwner, found.carOwnersSpouse, ...found.grandmothers, ...found.staff];
  const taken = new Set([...others, ...Object.values(found.students).flat()].map((one) => one?.person.subject));
  const family = families.find(({ child, parent }) => !taken.has(child.person.subject) && !taken.has(parent.person.subject));
  for (const one of [family?.child, family?.parent]) if (one) taken.add(one.person.subject);
  const named = new Set([...taken].filter((one) => one !== undefined));
  const further = furtherOf(request, named, lookAt);
  return { ...found, teenager: family?.child ?? null, teenagersParent: family?.parent ?? null, further };
}

const isDemoStudent = ({ age, schooling }: Person): boolean =>
  age >= 18 &&
  age <= 24 &&
  schooling?.school === demoUniversity &&
  schooling.level === "university" &&
  schooling.status === "enrolled";

/** Labour insurance pays for a birth after 280 days in it; a year before is enough for anyone. */
const isMother = ({ lastBirth, insurance, age }: Person, today: string): boolean =>
  lastBirth !== null &&
  insurance !== null &&
  age <= 50 &&
  Number(lastBirth.date.slice(0, 4)) >= Number(today.slice(0, 4)) - 2 &&
  Number(insurance.since.slice(0, 4)) < Number(lastBirth.date.slice(0, 4)) - 1;

const isGrandmother = ({ sex, age, relation }: Person): boolean => sex === "female" && age >= 70 && relation === "parent";

/** Too old to be an officer of the demonstration as well. */
function coupleWithCar({ address, members: [head, spouse] }: Household): { owner: Person; spouse: Person } | undefined {
  if (!["63000", "64000"].includes(address.countyCode) || !head || spouse?.relation !== "spouse" || head.age <= 60)
    return undefined;
  const owes = ({ vehicle }: Person) => vehicle?.kind === "car" && vehicle.tax > 0 && /\d/.test(vehicle.model);
  return owes(head) ? { owner: head, spouse } : owes(spouse) ? { owner: spouse, spouse: head } : undefined;
}

const isAdult = ({ age, schooling }: Person): boolean => age >= 20 && schooling === null;

const isOfficer = ({ age, schooling }: Person): boolean => age >= 30 && age <= 55 && schooling === null;
