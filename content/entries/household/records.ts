import type { World } from "@troad/entry";

export type Sex = "male" | "female";
export type MaritalStatus = "single" | "married" | "divorced" | "widowed";
/** To the head of the household (稱謂). */
export type Relation =
  | "head"
  | "spouse"
  | "child"
  | "parent"
  | "grandchild"
  | "grandparent"
  | "sibling"
  | "child-in-law"
  | "parent-in-law"
  | "other-kin"
  | "lodger";
export type Status = "present" | "abroad" | "dead" | "declared-dead" | "cancelled";
/** Who exercises the rights and bears the duties of a minor child (未成年子女權利義務行使負擔). */
export type Responsibility = "both" | "father" | "mother" | "guardian";

/** A record of the register `person`, under the national id. Every field is there; what is not known is null. Days are `YYYY-MM-DD`. */
export type PersonRecord = {
  name: string;
  nationalId: string;
  birthDate: string;
  sex: Sex;
  maritalStatus: MaritalStatus;
  /** Code of a county, or the name of a country. */
  birthPlace: string | null;
  /** First, second ... child of the mother. */
  birthOrder: number | null;
  /** National ids of the legal parents: after an adoption the adoptive ones (Civil Code, Article 1077). */
  father: string | null;
  mother: string | null;
  fatherName: string | null;
  motherName: string | null;
  /** National ids of the parents by birth while an adoption stands; otherwise null. */
  birthFather: string | null;
  birthMother: string | null;
  spouse: string | null;
  spouseName: string | null;
  householdNo: string | null;
  relation: Relation | null;
  status: Status;
  /** Since when, for every status but `present`. */
  statusOn: string | null;
  guardian: string | null;
  /** The assistant of a person under assistance (輔助人). */
  assistant: string | null;
  /** Of a minor. */
  responsibility: Responsibility | null;
  /** How often the given name was changed for reason 6 (Name Act, Article 9): at most three times. */
  renamed: number;
  /** How often the surname was changed by agreement or the person's own will (Civil Code, Article 1059), while a minor and since. */
  surnameChanges: number;
  surnameChangesAdult: number;
  /** When the present address was registered. */
  movedOn: string | null;
};

/** A record of the register `household-unit`, under the number of the household. Its members stand in their own records under it. */
export type UnitRecord = {
  address: string;
  villageCode: string;
  /** National id; null once the household is closed. */
  head: string | null;
  /** The head first, then in the order of their entry. */
  members: { nationalId: string; relation: Relation }[];
  /** Living together, at a common enterprise, or alone (Act, Article 3). */
  kind: "family" | "enterprise" | "single";
  formedOn: string;
  closedOn: string | null;
};

/** A record of the register `birth`, under the national id of the mother: her last birth. */
export type BirthRecord = { birthDate: string; children: number; weeks: number | null };

/** A record of the register `id-card`, under the national id. */
export type CardRecord = {
  /** Of the papers; counted by the office, from 1 for each person. */
  serial: number;
  issuedOn: string;
  reason: "first" | "exchange" | "replacement";
  /** `collected`: taken back and clipped (Act, Article 62). */
  state: "valid" | "lost" | "collected";
  stateOn: string;
};

export const personOf = (world: World, nationalId: string): PersonRecord | undefined =>
  world.read("person", nationalId) as PersonRecord | undefined;
export const unitOf = (world: World, no: string): UnitRecord | undefined =>
  world.read("household-unit", no) as UnitRecord | undefined;
export const birthOf = (world: World, mother: string): BirthRecord | undefined =>
  world.read("birth", mother) as BirthRecord | undefined;
export const cardOf = (world: World, nationalId: string): CardRecord | undefined =>
  world.read("id-card", nationalId) as CardRecord | undefined;
