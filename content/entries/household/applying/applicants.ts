import type { Filer } from "@troad/entry";
import type { Draft } from "../draft.ts";
import { isAlive, isIncapable } from "../people/capacity.ts";
import type { PersonRecord } from "../records.ts";

/** Whether a filer is what they say; "judge" where no register tells. */
export type Role = (filer: Filer, record: PersonRecord | undefined) => boolean | "judge";

export type Applicants = {
  /** The article that names them. */
  article: string;
  roles: Readonly<Record<string, Role>>;
  /** In writing (Household Registration Act, Article 47); for some kinds only with the office's approval. */
  mandate?: "allowed" | "approval";
  /** It is not known for certain whether the ministry has announced that the entry can be applied for online (Article 27). */
  online?: "perhaps";
  /** These have to apply themselves, all of them. */
  together?: readonly string[];
  /** Who may apply although a record says that they are dead or gone: the entry is about just that. */
  recordedAsGone?: readonly string[];
};

/** A role that is one certain person's. */
export const is =
  (nationalId: string | null | undefined): Role =>
  (filer) =>
    filer.nationalId === nationalId;

/** A role that no register shows: the officer looks at papers. */
export const asShown: Role = () => "judge";

/** A role that goes by who it was who did something, such as who arranged the burial: the application's own statement (Act, Article 76). */
export const asStated: Role = () => true;

export const memberOf =
  (draft: Draft, householdNo: string | null | undefined): Role =>
  (filer) =>
    draft.unit(householdNo)?.members.some(({ nationalId }) => nationalId === filer.nationalId) ?? false;

/** Who lives with whom is a fact of life: registers show it of members of the same household, of others an officer judges. */
export const livesWith =
  (draft: Draft, householdNo: string | null | undefined): Role =>
  (filer, record) =>
    memberOf(draft, householdNo)(filer, record) === true ? true : "judge";

export const headOf = (draft: Draft, householdNo: string | null | undefined): Role => is(draft.unit(householdNo)?.head ?? null);

/** Who applies: that they may, that they can act, and in person where the law wants it. An entry ex officio has no applicants. */
export function checkApplicants(draft: Draft, applicants: Applicants): void {
  const { article, mandate = "allowed", together = [] } = applicants;
  const { filers, exOfficio } = draft.application;
  if (exOfficio) return;
  if (filers.length === 0) draft.missing("applicant-missing", article);
  for (const filer of filers) checkFiler(draft, filer, applicants);
  if (mandate === "approval" && filers.some(({ present }) => present === "mandate"))
    draft.judge("mandate-needs-approval", "D0030006:47");
  if (applicants.online === "perhaps" && filers.some(({ present }) => present === "online"))
    draft.judge("online-only-if-announced", "D0030006:27");
  for (const nationalId of together)
    if (!filers.some((filer) => filer.nationalId === nationalId)) draft.missing("applicant-absent", article);
}

function checkFiler(draft: Draft, filer: Filer, { article, roles, recordedAsGone = [] }: Applicants): void {
  const record = draft.person(filer.nationalId);
  const entitled = roles[filer.as]?.(filer, record) ?? false;
  if (record && !isAlive(record) && !recordedAsGone.includes(filer.nationalId)) draft.refuse("applicant-not-living", article);
  else if (entitled === false) draft.refuse("applicant-not-entitled", article);
  else if (entitled === "judge") draft.judge("applicant-to-be-judged", article);
  if (record && isIncapable(record, draft.application.filedOn)) draft.refuse("applicant-incapable", "B0000001:75");
}
