import type { Application } from "@troad/entry";
import { nationalIdOf } from "@troad/population";
import { newPerson } from "../people/persons.ts";
import type { BirthRecord, CardRecord, PersonRecord, Relation, UnitRecord } from "../records.ts";

/** One dated case of the law: the registers before, what is applied for, and what must come of it. */
export type Case = {
  /** A sentence; with the article it is the name of the test. */
  name: string;
  /** The article that it shows, as people cite it: "Civil Code, Article 983". */
  article: string;
  given: Given;
  application: Application;
  expect: Expect;
};

/** The registers before. Persons who live in a unit of `homes` need no household in their own record: it is filled in. */
export type Given = {
  people?: readonly PersonRecord[];
  homes?: readonly Home[];
  /** By national id of the mother. */
  births?: Readonly<Record<string, BirthRecord>>;
  /** By national id. */
  cards?: Readonly<Record<string, CardRecord>>;
  /** Last numbers that series have given. */
  lasts?: Readonly<Record<string, number>>;
  lots?: Readonly<Record<string, number>>;
};

export type Home = { no: string; unit: UnitRecord };

export type Expect = {
  result: "allowed" | "refused" | "missing" | "judge";
  /** All findings' codes, in any order, notes too. */
  findings: readonly string[];
  /** Those named here. */
  given?: Readonly<Record<string, string>>;
  due?: string | null;
  /** Limits in NT$. */
  fine?: readonly [from: number, to: number] | null;
  fee?: number;
  /** "whom:what"; those named here are among them. */
  tell?: readonly string[];
  /** Fields that the records have afterwards, by "register key", such as `person A123456789`; null: this record is not changed. */
  changes?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
};

/** Codes of townships, villages within them, and the letter of their county. */
export const places = {
  zhongzheng: { township: "63000050", village: "63000050001", letter: "A" },
  daan: { township: "63000030", village: "63000030001", letter: "A" },
  banqiao: { township: "65000010", village: "65000010001", letter: "F" },
} as const;

/** The same name and birthday give the same national id. */
function idFor(name: string, sex: "male" | "female", birthDate: string): string {
  let hash = 7;
  for (const char of `${name}${birthDate}`) hash = (hash * 31 + char.codePointAt(0)!) % 8_999_999;
  return nationalIdOf("A", sex, 1_000_000 + hash);
}

export function person(
  name: string,
  sex: "male" | "female",
  birthDate: string,
  fields: Partial<PersonRecord> = {},
): PersonRecord {
  const nationalId = idFor(name, sex, birthDate);
  return newPerson({ name, nationalId, birthDate, sex, birthPlace: "63000", birthOrder: 1, ...fields });
}

/** Both records of a couple. */
export function married(one: PersonRecord, other: PersonRecord): [PersonRecord, PersonRecord] {
  return [
    { ...one, maritalStatus: "married", spouse: other.nationalId, spouseName: other.name },
    { ...other, maritalStatus: "married", spouse: one.nationalId, spouseName: one.name },
  ];
}

/** The record of their child; either parent may be unknown. */
export function childOf(child: PersonRecord, father: PersonRecord | null, mother: PersonRecord | null): PersonRecord {
  return {
    ...child,
    father: father?.nationalId ?? null,
    fatherName: father?.name ?? null,
    mother: mother?.nationalId ?? null,
    motherName: mother?.name ?? null,
  };
}

/** A household in a village; the first member is its head. */
export function home(
  no: string,
  villageCode: string,
  members: readonly (readonly [PersonRecord, Relation])[],
  fields: Partial<UnitRecord> = {},
): Home {
  return {
    no,
    unit: {
      address: "建國路1號",
      villageCode,
      head: members[0]?.[0].nationalId ?? null,
      members: members.map(([{ nationalId }, relation]) => ({ nationalId, relation })),
      kind: members.length === 1 ? "single" : "family",
      formedOn: "2015-06-01",
      closedOn: null,
      ...fields,
    },
  };
}

/** An application at the counter of an office, through an officer who is nobody's kin; days are open ones unless a case says otherwise. */
export function application(
  kind: string,
  facts: unknown,
  fields: { filedOn: string; by?: readonly (readonly [PersonRecord | string, string])[] } & Partial<Application>,
): Application {
  const { by = [], ...rest } = fields;
  return {
    kind,
    facts,
    filers: by.map(([filer, as]) => ({
      nationalId: typeof filer === "string" ? filer : filer.nationalId,
      as,
      present: "counter",
    })),
    office: places.zhongzheng.township,
    officer: { nationalId: officer.nationalId },
    ...rest,
  };
}

/** An officer of the office, at home nowhere in the cases. */
export const officer = person("周承辦", "female", "1988-08-08");

export const personKey = ({ nationalId }: PersonRecord): string => `person ${nationalId}`;
export const unitKey = (no: string): string => `household-unit ${no}`;
