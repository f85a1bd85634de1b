import type { Draft } from "../draft.ts";
import { isAdult, isAlive, isUnderGuardianship } from "../people/capacity.ts";
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

/**
 * The same, of those who can act now: where the parent who has the rights cannot, the other one has them (Article 1089). Both parents act together.
 */
export function representativesOf(draft: Draft, person: PersonRecord, day: string): string[] {
  const { father, mother, guardian } = person;
  const isLiving = (nationalId: string): boolean => {
    const record = draft.person(nationalId);
    return record !== undefined && isAlive(record);
  };
  const living = [guardian, father, mother].filter((one) => one !== null).filter(isLiving);
  if (isAdult(person, day)) return living.filter((one) => represents(person, one, day));
  const entitled = living.filter((one) => represents(person, one, day));
  if (guardian && entitled.includes(guardian)) return [guardian];
  return entitled.length > 0 || person.responsibility === "guardian" ? entitled : living;
}
