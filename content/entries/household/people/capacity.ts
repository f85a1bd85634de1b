import { ageOn } from "../days.ts";
import type { PersonRecord } from "../records.ts";

/** Since this day adults are 18 and marriage makes nobody of age any more; before, 20 (Civil Code, Article 12, as amended on 2021-01-13). */
export const adultAt18Since = "2023-01-01";

export const isAdult = ({ birthDate }: Pick<PersonRecord, "birthDate">, day: string): boolean =>
  ageOn(birthDate, day) >= (day >= adultAt18Since ? 18 : 20);

/** An adult under guardianship (受監護宣告) has none (Civil Code, Articles 14 and 15); a guardian of a minor says nothing more than the age does. */
export const isUnderGuardianship = (person: PersonRecord, day: string): boolean =>
  isAdult(person, day) && person.guardian !== null;

/** Full capacity to act: adults who are not under guardianship; before 2023 also minors who were married (Article 13, paragraph 3, as it was). */
export function hasCapacity(person: PersonRecord, day: string): boolean {
  if (isAdult(person, day)) return person.guardian === null;
  return day < adultAt18Since && person.maritalStatus !== "single" && person.guardian === null;
}

/** Children under seven and adults under guardianship: others act for them (Civil Code, Articles 13, 15 and 76). */
export const isIncapable = (person: PersonRecord, day: string): boolean =>
  ageOn(person.birthDate, day) < 7 || isUnderGuardianship(person, day);

export const isAlive = ({ status }: PersonRecord): boolean => status === "present" || status === "abroad";
