import Type, { type Static } from "typebox";
import { checkApplicants, type Role } from "../applying/applicants.ts";
import { representativesOf } from "../applying/represent.ts";
import { addMonths, ageOn } from "../days.ts";
import type { Draft } from "../draft.ts";
import { closed, day } from "../facts.ts";
import { isAdult, isUnderGuardianship } from "../people/capacity.ts";
import type { PersonRecord } from "../records.ts";

/** What the police and the prosecutors answered about Article 15 of the Name Act; `completedOn`: when the sentence was served. */
export const bars = closed({
  answer: Type.Enum(["not-asked", "none", "wanted-or-detained", "compulsory-labour", "sentence"]),
  completedOn: Type.Optional(day),
});
export type Bars = Static<typeof bars>;

const barArticle = "D0030011:15";

/** Those who are wanted, detained or sentenced may not change their names, the latter until three years after the sentence was served. */
export function checkBars(draft: Draft, person: PersonRecord, { answer, completedOn }: Bars): void {
  const { filedOn } = draft.application;
  if (answer === "not-asked") {
    if (ageOn(person.birthDate, filedOn) >= 14) draft.missing("bars-not-asked", "D0030012:16", "bars");
  } else if (answer === "wanted-or-detained") draft.refuse("name-barred", barArticle, "bars");
  else if (answer !== "none" && (!completedOn || filedOn <= addMonths(completedOn, 36)))
    draft.refuse("name-barred", barArticle, "bars");
}

/**
 * The person or a legal representative applies (Name Act, Article 13). Both parents act for a minor together, unless one alone is responsible (Civil
 * Code, Articles 1086 and 1089).
 */
export function checkNameApplicants(draft: Draft, person: PersonRecord, otherParentConsents: boolean): void {
  const { filedOn, filers, exOfficio } = draft.application;
  const article = "D0030011:13";
  const isMinor = !isAdult(person, filedOn);
  const isRepresented = isMinor || isUnderGuardianship(person, filedOn);
  const representatives = isRepresented ? representativesOf(draft, person, filedOn) : [];
  const isSelf: Role = ({ nationalId }) => nationalId === person.nationalId && !isRepresented;
  const isRepresentative: Role = ({ nationalId }) => representatives.includes(nationalId);
  checkApplicants(draft, { article, online: "perhaps", roles: { self: isSelf, representative: isRepresentative } });
  if (!isMinor || exOfficio || filers.length === 0 || otherParentConsents) return;
  if (representatives.some((one) => !filers.some(({ nationalId }) => nationalId === one)))
    draft.missing("other-parent-consent-missing", "B0000001:1089", "otherParentConsents");
}
