import { ageOn, birthDate, type CalendarDate, parseToday, type Today } from "./draw/dates.ts";
import { type Draw, drawsOf, seedOf } from "./draw/random.ts";
import { type Birth, lastBirthOf } from "./life/birth.ts";
import { drawHousehold, drawSingle, type MaritalStatus, type Place, type Relation, type Sex } from "./life/composition.ts";
import { type DisabilityLevel, drawDisability } from "./life/disability.ts";
import { type DrivingLicence, drawDriving } from "./life/driving.ts";
import { type Business, drawBusiness, drawFirm, type Firm } from "./life/firm.ts";
import { drawIncome } from "./life/income.ts";
import { drawInsurance, type LabourInsurance } from "./life/insurance.ts";
import { type LowIncome, livingCostLine, lowIncomeOf, settleIncomes } from "./life/low-income.ts";
import { drawPassport, type Passport } from "./life/passport.ts";
import { type CriminalRecord, drawRecord } from "./life/record.ts";
import { drawSchooling, type Schooling } from "./life/schooling.ts";
import { drawSocialInsurance, type SocialInsurance } from "./life/social-insurance.ts";
import { drawVehicle, type Vehicle } from "./life/vehicle.ts";
import { drawName, drawSurname, type Surname } from "./names/names.ts";
import { nationalIdOf } from "./national-id.ts";
import { type Address, drawAddress, drawVillage, type Village } from "./places/villages.ts";
import { type Role, roleOf } from "./roles.ts";
import { subjectOf } from "./subject.ts";

export type Person = {
  /** Nobody in this population exists. */
  synthetic: true;
  /** Opaque and stable, in the form of a UUID. */
  subject: string;
  nationalId: string;
  name: string;
  latinName: string;
  sex: Sex;
  birthDate: CalendarDate;
  /** Completed years today. */
  age: number;
  householdNo: string;
  relation: Relation;
  maritalStatus: MaritalStatus;
  address: Address;
  /** NT$ a year. */
  income: number;
  schooling: Schooling | null;
  disability: DisabilityLevel | null;
  /** The one that is registered in the person's name. */
  vehicle: Vehicle | null;
  /** The company that the person leads. */
  firm: Firm | null;
  business: Business | null;
  /** Labour insurance, of those who are in it. */
  insurance: LabourInsurance | null;
  /** The number of the NHI card: twelve digits. */
  nhiCardNo: string;
  /** The last birth, of mothers of small children in the household. */
  lastBirth: Birth | null;
  driving: DrivingLicence | null;
  /** A final judgment, of those few who have one. */
  record: CriminalRecord | null;
  passport: Passport | null;
  /** National pension, farmers' insurance, and the years in labour insurance of those near old age. */
  social: SocialInsurance;
};

export type Household = {
  synthetic: true;
  no: string;
  address: Address;
  /** The head first. */
  members: Person[];
  /** From relatives elsewhere, NT$ a year. */
  support: number;
  /** Income and support a head and month, NT$. */
  perHeadMonthly: number;
  lowIncome: LowIncome;
};

export type PopulationRequest = {
  /** Any text. */ seed: string /** How many people, at most ten million. */;
  size: number /** YYYY-MM-DD in Taiwan. */;
  today: CalendarDate;
};

const maxSize = 10_000_000;
const lifeStream = 0x2545f491;
const belongingsStream = 0x6c8e9cf5;

/**
 * The households of a seed, one after the other, `size` people in all; memory stays the same however many. A larger size begins
 * with the same people; another day of the same year changes ages and semesters, not who they are. Throws RangeError.
 */
export function* households({ seed, size, today: date }: PopulationRequest): Generator<Household, void, undefined> {
  if (!Number.isInteger(size) || size < 0 || size > maxSize)
    throw new RangeError(`a population has 0 to ${maxSize} people, not ${size}`);
  const today = parseToday(date);
  const root = seedOf(seed);
  let made = 0;
  for (let index = 0; made < size; index++) {
    const household = makeHousehold({ root, index, firstPerson: made, room: size - made }, today);
    made += household.members.length;
    yield household;
  }
}

/** The same, person by person. */
export function* people(request: PopulationRequest): Generator<Person, void, undefined> {
  for (const household of households(request)) yield* household.members;
}

type Slot = { root: number; index: number; firstPerson: number; room: number };

function makeHousehold({ root, index, firstPerson, room }: Slot, today: Today): Household {
  const draw = drawsOf(root, index);
  const village = drawVillage(draw);
  const address = drawAddress(draw, village);
  const role = roleOf(index);
  const wanted = role ? role.compose(draw) : drawHousehold(draw);
  const places = wanted.length <= room ? wanted : drawSingle(draw); // the last person may have to live alone
  const no = householdNo(village, index);
  const names = surnamesOf(draw, places);
  const members = places.map((place, at) =>
    makePerson({ draw, root, index: firstPerson + at, place, surname: names[at]!, village, address, no, role }, today),
  );
  const settled = settleIncomes(
    draw,
    members.map(({ income }) => income),
    livingCostLine(village.countyCode),
    role?.lowIncome,
  );
  members.forEach((member, at) => {
    member.income = settled.incomes[at]!;
  });
  const births = drawsOf(root ^ belongingsStream ^ 1, index);
  for (const mother of members) mother.lastBirth = lastBirthOf(births, mother, members, today);
  const total = settled.incomes.reduce((sum, income) => sum + income, settled.support);
  const perHeadMonthly = Math.floor(total / 12 / members.length);
  return {
    synthetic: true,
    no,
    address,
    members,
    support: settled.support,
    perHeadMonthly,
    lowIncome: lowIncomeOf(perHeadMonthly, village, today.year),
  };
}

/** One letter and seven digits, as household numbers are. */
const householdNo = (village: Village, index: number): string => `${village.letter}${String(index).padStart(7, "0")}`;

/** Draws a surname for each place, so that families share theirs. */
function surnamesOf(draw: Draw, places: Place[]): Surname[] {
  const own = places.map(() => drawSurname(draw));
  const spouse = places.findIndex(({ relation }) => relation === "spouse");
  return places.map(({ surname }, at) =>
    surname === "head" ? own[0]! : surname === "spouse" && spouse >= 0 ? own[spouse]! : own[at]!,
  );
}

type Making = {
  draw: Draw;
  root: number;
  index: number;
  place: Place;
  surname: Surname;
  village: Village;
  address: Address;
  no: string;
  role: Role | undefined;
};

function makePerson({ draw, root, index, place, surname, village, address, no, role }: Making, today: Today): Person {
  const birth = birthDate(draw, today, place.years);
  const age = ageOn(birth, today.date);
  const { name, latin } = drawName(draw, surname, place.sex, Number(birth.slice(0, 4)));
  const letter = draw.chance(0.8) ? village.letter : drawVillage(draw).letter;
  // What changes with the day has draws of its own, so that it never shifts who the others of the household are.
  const life = drawsOf(root ^ lifeStream, index);
  const schooling = drawSchooling(
    life,
    { birthDate: birth, index, village },
    today,
    role?.student === true && place.relation === "child" && place.years >= 18,
  );
  const belongings = drawsOf(root ^ belongingsStream, index);
  // a stream for each of the later ones, so that none shifts those before it
  const roads = drawsOf(root ^ belongingsStream ^ 2, index);
  const courts = drawsOf(root ^ belongingsStream ^ 3, index);
  const clean = role !== undefined;
  const studies = schooling !== null;
  const vehicle = drawVehicle(belongings, { index, age, year: today.year, clean });
  const firm = drawFirm(belongings, { index, age });
  const insurance = drawInsurance(belongings, { age, year: today.year, studies });
  return {
    synthetic: true,
    subject: subjectOf(root, index),
    nationalId: nationalIdOf(letter, place.sex, serialOf(root, index)),
    name,
    latinName: latin,
    sex: place.sex,
    birthDate: birth,
    age,
    householdNo: no,
    relation: place.relation,
    maritalStatus: place.marital,
    address,
    income: drawIncome(life, age, schooling !== null),
    schooling,
    disability: drawDisability(life, age),
    vehicle,
    firm,
    business: clean ? null : drawBusiness(drawsOf(root ^ belongingsStream ^ 6, index), { index, age, firm }),
    insurance,
    nhiCardNo: nhiCardNoOf(root, index),
    lastBirth: null,
    driving: drawDriving(roads, { age, year: today.year, birthDate: birth, clean }),
    record: drawRecord(courts, { age, year: today.year, clean }),
    passport: drawPassport(drawsOf(root ^ belongingsStream ^ 4, index), { age, today }),
    social: drawSocialInsurance(drawsOf(root ^ belongingsStream ^ 5, index), {
      ...{ age, year: today.year, birthDate: birth, studies, labour: insurance },
    }),
  };
}

/** As with national ids, every index has another number; nothing is drawn for it. */
const nhiCardNoOf = (root: number, index: number): string => {
  const serial = String((serialOf(root, index) * 7 + 13) % 100_000_000).padStart(8, "0");
  return `0000${serial}`;
};

/** Every index up to ten million has another serial: the factor has no divisor in common with 10^7. */
const serialOf = (root: number, index: number): number => (index * 7_654_321 + (root % maxSize)) % maxSize;
