import Type, { type Static } from "typebox";
import { represents } from "../applying/represent.ts";
import { ageOn } from "../days.ts";
import type { Draft } from "../draft.ts";
import { closed, day } from "../facts.ts";
import { isWithin, kinship } from "../family/kin.ts";
import type { CardRecord, PersonRecord } from "../records.ts";

/** NT$ (Fee Standards for Household Administration, Article 3). */
export const cardFees = { first: 50, exchange: 50, replacement: 200 } as const;

/** Since this age everyone has to have one; before, they may (Household Registration Act, Article 57). */
export const cardAge = 14;

/** Taken, or put into the archive, within two years (Rules on Identity Cards, Articles 14, 15 and 18). */
export const photoFacts = closed({
  /** A new photo: when it was taken. */
  takenOn: Type.Optional(day),
  /** The one in the archive: since when. */
  archivedOn: Type.Optional(day),
});
export type Photo = Static<typeof photoFacts>;

/** The same day two years before; of 29 February the last of the month. */
function twoYearsBefore(day: string): string {
  const text = `${Number(day.slice(0, 4)) - 2}${day.slice(4)}`;
  return text.endsWith("02-29") ? text.replace("02-29", "02-28") : text;
}

/** Whether a photo is there that is not too old; the archived one only where the rule lets it stand in. */
export function checkPhoto(draft: Draft, { takenOn, archivedOn }: Photo, article: string, archiveDoes: boolean): void {
  const { filedOn } = draft.application;
  const oldest = twoYearsBefore(filedOn);
  if (takenOn !== undefined && takenOn > filedOn) draft.refuse("photo-in-future", article, "photo");
  else if (takenOn !== undefined && takenOn < oldest) draft.missing("photo-too-old", article, "photo");
  else if (takenOn === undefined && !(archiveDoes && archivedOn !== undefined && archivedOn >= oldest && archivedOn <= filedOn))
    draft.missing("photo-missing", article, "photo");
}

/** Faces are compared with all earlier photos; what comes of it is for the officer to say (Rules on Identity Cards, Article 12). */
export const checkFace = (draft: Draft): void => draft.judge("face-to-be-compared", "D0030030:12");

/** Cards are for people who live here and are registered. */
export function checkHolder(draft: Draft, holder: PersonRecord): void {
  if (holder.status === "abroad") draft.refuse("holder-abroad", "D0030006:57", "holder");
}

const ofAge = (draft: Draft, holder: PersonRecord): boolean => ageOn(holder.birthDate, draft.application.filedOn) >= cardAge;

/**
 * In person: first issue and replacement (Household Registration Act, Article 60). For a child under fourteen the legal representative comes, or a
 * grandparent whom they sent in writing, and the child too (Rules, Article 12).
 */
export function checkInPerson(draft: Draft, holder: PersonRecord, childPresent: boolean | undefined): void {
  const { filers, filedOn } = draft.application;
  if (filers.length === 0) draft.missing("applicant-missing", "D0030006:60");
  for (const { nationalId, as, present } of filers) {
    if (ofAge(draft, holder)) {
      if (nationalId !== holder.nationalId) draft.refuse("applicant-not-entitled", "D0030006:60");
    } else if (as === "grandparent") checkGrandparent(draft, holder, nationalId, present);
    else if (nationalId !== holder.nationalId && !represents(holder, nationalId, filedOn))
      draft.refuse("applicant-not-entitled", "D0030030:12");
    if (present !== "counter" && as !== "grandparent") draft.missing("not-in-person", "D0030006:60");
  }
  if (ofAge(draft, holder)) return;
  if (!childPresent) draft.missing("child-not-present", "D0030030:12", "childPresent");
  const isRepresented = filers.some(({ nationalId, as }) => as === "grandparent" || represents(holder, nationalId, filedOn));
  if (!isRepresented) draft.missing("representative-absent", "D0030030:12");
  if (filedOn < holder.birthDate) draft.refuse("day-in-future", "D0030006:48");
}

/** Any ascendant in the direct line by blood, with the representative's writing. */
function checkGrandparent(draft: Draft, holder: PersonRecord, nationalId: string, present: string): void {
  const kin = kinship(draft.world, holder.nationalId, nationalId, 4).filter(({ generation }) => generation > 0);
  if (!isWithin(kin, { by: ["blood", "adoption"], line: "direct" })) draft.refuse("applicant-not-entitled", "D0030030:12");
  if (present !== "mandate") draft.missing("mandate-missing", "D0030030:12");
}

/** A new card; it makes the earlier one void, which is clipped and taken back if it is there (Act, Article 62). */
export function issueCard(draft: Draft, nationalId: string, reason: CardRecord["reason"]): void {
  const { filedOn } = draft.application;
  const serial = (draft.card(nationalId)?.serial ?? 0) + 1;
  draft.put("id-card", nationalId, { serial, issuedOn: filedOn, reason, state: "valid", stateOn: filedOn } satisfies CardRecord);
  draft.give("serial", String(serial));
}
