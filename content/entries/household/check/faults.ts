import type { BirthRecord, CardRecord, PersonRecord, UnitRecord } from "../records.ts";

/** Something that cannot be true of a whole register; `code` has no text, it is for operators and tests. */
export type Inconsistency = { register: string; key: string; code: string; other?: string };

/** What of the registers is kept while they are read. */
export type Kept = {
  people: Map<string, PersonRecord>;
  units: Map<string, UnitRecord>;
  births: Map<string, BirthRecord>;
  cards: Map<string, CardRecord>;
};

/** Numbers that a series has given: every one from `first` to `last` belongs to a person, and none beyond. */
export type GivenIds = { letter: string; sex: "male" | "female"; first: number; last: number };

export type CheckOptions = {
  /** No day lies after it. */
  today: string;
  isVillage(code: string): boolean;
  given?: readonly GivenIds[];
};

export type Report = (fault: Inconsistency) => void;

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar that is not in the future. */
export const isPastDay = (day: unknown, today: string): day is string =>
  typeof day === "string" &&
  dayPattern.test(day) &&
  day <= today &&
  !Number.isNaN(Date.parse(day)) &&
  new Date(day).toISOString().startsWith(day);
