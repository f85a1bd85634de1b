import type { Draft } from "../draft.ts";
import type { PersonRecord } from "../records.ts";
import { asShown, asStated, checkApplicants, type Role } from "./applicants.ts";
import { representativesOf } from "./represent.ts";

/**
 * Changes, corrections, cancellations and revocations: the person applies; if they do not or cannot, those who applied for the entry or have an
 * interest, and the person is told afterwards (Household Registration Act, Article 46), or the next of kin (Enforcement Rules, Article 19).
 */
export function checkSelfOrInterested(draft: Draft, person: PersonRecord): void {
  const { filedOn, filers, exOfficio } = draft.application;
  const { nationalId } = person;
  const isSelf: Role = (filer) => filer.nationalId === nationalId;
  const isRepresentative: Role = (filer) => representativesOf(draft, person, filedOn).includes(filer.nationalId);
  checkApplicants(draft, {
    article: "D0030006:46",
    recordedAsGone: [nationalId],
    online: "perhaps",
    roles: { self: isSelf, representative: isRepresentative, "original-applicant": asStated, interested: asShown },
  });
  if (!exOfficio && filers.some(({ as }) => as === "self" || as === "representative")) return;
  if (person.status === "present" || person.status === "abroad") draft.inform("person", "entry-made", "D0030006:46");
  else draft.inform("next-of-kin", "entry-made", "D0030007:19");
}
