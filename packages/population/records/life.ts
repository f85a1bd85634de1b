import { type CalendarDate, parseToday } from "../draw/dates.ts";
import { drawsOf, seedOf } from "../draw/random.ts";
import type { Household, Person, PopulationRequest } from "../population.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import { type Fine, finesOf, type Property, propertyOf, type TaxPaid, taxesOf } from "./belongings.ts";
import { type Cover, coverOf } from "./cover.ts";
import { type Degree, degreesOf } from "./degrees.ts";
import { type Enterprise, enterpriseOf } from "./enterprise.ts";
import { type Fishing, fishingOf, hasPassedBookkeeping } from "./fishing.ts";
import { healthOf, type Prescription, type Vaccination, type Visit } from "./health.ts";
import { inspectedUntil } from "./inspection.ts";
import { type MedicalLicence, medicalOf } from "./medical.ts";
import { type MilitaryService, militaryOf } from "./military.ts";
import { type Title, titleOf } from "./titles.ts";
import { type Course, trainingOf } from "./training.ts";
import { type Veteran, veteranOf } from "./veteran.ts";
import {
  type Allowance,
  allowancesOf,
  benefitsOf,
  drawJob,
  type Income,
  incomesOf,
  type Job,
  type LabourBenefit,
  type PensionAccount,
  pensionOf,
} from "./work.ts";

/** What further registers know of a person; null where they know nothing. It follows from who the person is, so all registers agree. */
export type Life = {
  job: Job | null;
  incomes: Income[] | null;
  pension: PensionAccount | null;
  benefits: LabourBenefit[] | null;
  allowances: Allowance[] | null;
  visits: Visit[] | null;
  prescriptions: Prescription[] | null;
  vaccinations: Vaccination[] | null;
  degrees: Degree[] | null;
  fines: Fine[] | null;
  property: Property[] | null;
  taxes: TaxPaid[] | null;
  military: MilitaryService | null;
  fishing: Fishing | null;
  bookkeeping: true | null;
  enterprise: Enterprise | null;
  training: Course[] | null;
  title: Title | null;
  medical: MedicalLicence | null;
  cover: Cover | null;
  veteran: Veteran | null;
  /** Who has come from abroad to them. */
  arrival: Arrival | null;
  inspectedUntil: CalendarDate | null;
  /** The year that incomes and taxes are of. */
  taxYear: number;
};

const recordsStream = 0x1b873593;

/** Makes each part when it is asked for, each from draws of its own: none shifts another, and none is made in vain. */
export function lifeOf(
  person: Person,
  household: Pick<Household, "lowIncome">,
  { seed, today: date }: Pick<PopulationRequest, "seed"> & { today: CalendarDate },
): Life {
  const today = parseToday(date);
  const root = seedOf(seed) ^ recordsStream;
  const index = seedOf(person.nationalId);
  const draws = (stream: number) => drawsOf(root ^ stream, index);
  const once = <T>(make: () => T): (() => T) => {
    let made: { value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  const job = once(() => drawJob(draws(1), person, today.year));
  const health = once(() => healthOf(draws(2), person, date));
  const property = once(() => propertyOf(draws(3), person, today));
  return {
    get job() {
      return job();
    },
    get incomes() {
      return incomesOf(person, job());
    },
    get pension() {
      return pensionOf(person, today);
    },
    get benefits() {
      return benefitsOf(draws(4), person, date);
    },
    get allowances() {
      return allowancesOf(person, household.lowIncome);
    },
    get visits() {
      return health().visits;
    },
    get prescriptions() {
      return health().prescriptions;
    },
    get vaccinations() {
      return health().vaccinations;
    },
    get degrees() {
      return degreesOf(draws(5), person, today);
    },
    get fines() {
      return finesOf(draws(6), person, today);
    },
    get property() {
      return property();
    },
    get taxes() {
      return taxesOf(person, property(), today);
    },
    get military() {
      return militaryOf(draws(7), person, today);
    },
    get fishing() {
      return fishingOf(draws(8), person, today);
    },
    get bookkeeping() {
      return hasPassedBookkeeping(draws(13), person);
    },
    get enterprise() {
      return enterpriseOf(person);
    },
    get medical() {
      return medicalOf(draws(21), person, today);
    },
    get cover() {
      return coverOf(draws(22), person, job(), date);
    },
    get veteran() {
      return veteranOf(draws(23), militaryOf(draws(7), person, today), date);
    },
    get arrival() {
      return arrivalOf(draws(24), person, date);
    },
    get inspectedUntil() {
      return inspectedUntil(draws(25), person, date);
    },
    get training() {
      return trainingOf(draws(14), person, today);
    },
    get title() {
      return titleOf(person, property());
    },
    taxYear: today.year - 1,
  };
}
