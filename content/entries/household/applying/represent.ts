import { isAdult, isUnderGuardianship } from "../people/capacity.ts";
import type { PersonRecord } from "../records.ts";

/**
 * Who acts for a person by law: of a minor the parents, or the one who has the rights and duties, and a guardian; of an adult under guardianship the
 * guardian (Civil Code, Articles 1086, 1098 and 1113).
 */
export function represents(person: PersonRecord, nationalId: string, day: string): boolean {
  if (isAdult(person, day)) return isUnderGuardianship(person, day) && person.guardian === nationalId;
  const { father, mother, responsibility } = person;
  if (person.guardian === nationalId) return true;
  // where nothing was registered, both parents have the rights and duties (Article 1089)
  const isBoth = responsibility === "both" || responsibility === null;
  return (
    ((isBoth || responsibility === "father") && father === nationalId) ||
    ((isBoth || responsibility === "mother") && mother === nationalId)
  );
}
