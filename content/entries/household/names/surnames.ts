import type { Draft } from "../draft.ts";
import { isAdult } from "../people/capacity.ts";
import type { PersonRecord } from "../records.ts";
import { surnameOf } from "./names.ts";

export type Whose = "father" | "mother" | "guardian";

export type SurnameRule = {
  isLegitimate: boolean;
  isAbandoned: boolean;
  wanted: Whose | "lot";
  /** The agreement of both parents was shown in writing. */
  isAgreed: boolean;
  /** What was drawn before. */
  lot?: "father" | "mother" | undefined;
};

/**
 * Whose surname a child gets at its birth: as the parents agreed in writing, or by lot; the mother's if they are not married; the guardian's of an
 * abandoned child (Civil Code, Articles 1059 and 1059-1; Household Registration Act, Article 49). An entry ex officio draws a lot in any case.
 */
export function whoseSurname(draft: Draft, { isLegitimate, isAbandoned, wanted, isAgreed, lot }: SurnameRule): Whose {
  if (isAbandoned) {
    if (wanted !== "guardian") draft.refuse("surname-of-guardian", "D0030006:49", "surname");
    return "guardian";
  }
  if (!isLegitimate) {
    if (wanted !== "mother") draft.refuse("surname-of-mother", "B0000001:1059-1", "surname");
    return "mother";
  }
  if (wanted === "guardian") draft.refuse("surname-of-parents", "B0000001:1059", "surname");
  if (wanted === "lot" || wanted === "guardian") {
    const drawn = lot ?? (draft.world.lot("surname", 2) === 0 ? "father" : "mother");
    draft.note("surname-by-lot", "D0030006:49");
    draft.give("lot", drawn);
    return drawn;
  }
  if (draft.application.exOfficio) draft.refuse("surname-only-by-lot", "D0030006:49", "surname");
  else if (!isAgreed) draft.missing("surname-agreement-missing", "B0000001:1059", "surnameAgreement");
  return wanted;
}

/** The surname of that name. A foreign name shows none in Chinese, so it is stated (Name Act, Articles 1 and 2). */
export function surnameText(draft: Draft, name: string | null | undefined, stated: string | undefined): string {
  const isChinese = /^\p{Script=Han}/u.test(name ?? "");
  const surname = isChinese ? surnameOf(name ?? "", stated) : stated;
  if (surname === undefined) draft.missing("surname-not-stated", "D0030011:2", "surnameText");
  draft.give("surname", surname ?? "");
  return surname ?? "";
}

/**
 * Once while a minor, by agreement of the parents in writing, and once as an adult, by the person's own will (Civil Code, Article 1059, paragraphs 2
 * to 4). Gives the counts as they are after the change.
 */
export function checkSurnameLimit(
  draft: Draft,
  person: PersonRecord,
  { isAgreed, article }: { isAgreed: boolean; article: string },
): Partial<PersonRecord> {
  const { filers, filedOn } = draft.application;
  if (isAdult(person, filedOn)) {
    if (person.surnameChangesAdult >= 1) draft.refuse("surname-changed-as-adult", article, "surname");
    if (!filers.some(({ nationalId }) => nationalId === person.nationalId)) draft.missing("applicant-absent", article);
    return { surnameChangesAdult: person.surnameChangesAdult + 1 };
  }
  if (person.surnameChanges >= 1) draft.refuse("surname-changed-as-minor", article, "surname");
  if (!isAgreed) draft.missing("surname-agreement-missing", article, "surnameAgreement");
  return { surnameChanges: person.surnameChanges + 1 };
}
