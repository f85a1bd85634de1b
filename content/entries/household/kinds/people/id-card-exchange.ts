import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf, type Where } from "../../applying/offices.ts";
import { represents } from "../../applying/represent.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, nationalId } from "../../facts.ts";
import { cardFees, checkFace, checkHolder, checkPhoto, issueCard, photoFacts } from "../../people/cards.ts";
import { livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  holder: nationalId,
  /** What is no longer as the card says; `entry`: something that was registered; `office-error`: the office's own mistake. */
  reason: Type.Enum(["entry", "damaged", "photo", "number", "boundary", "office-error"]),
  /** The entry was made at this office, so the card is exchanged here too. */
  entryMadeHere: Type.Optional(Type.Boolean()),
  /** Asked for together with an entry that needs it anyway. */
  withEntry: Type.Optional(Type.Boolean()),
  oldCardShown: Type.Boolean(),
  photo: photoFacts,
  /** Why a card for someone who is not there needs no new photo: a move of the household, a late spouse, renamed kin (Article 18). */
  photoNotNeeded: Type.Optional(Type.Enum(["move", "late-spouse", "renamed-kin"])),
});
type Facts = Static<typeof facts>;

export const idCardExchange = defineKind({
  facts,
  legalBasis: "D0030006:58",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const holder = livingPerson(draft, facts.holder, "holder");
    draft.add(officerFindings(application, draft.world, [facts.holder]));
    if (!holder) return draft.outcome(cardFees.exchange);
    checkHolder(draft, holder);
    checkOfficeOf(draft, holder, whereOf(facts));
    checkCard(draft, facts);
    checkWho(draft, facts, holder);
    checkFaceAndPhoto(draft, facts);
    if (!draft.isStopped()) issueCard(draft, facts.holder, "exchange");
    return draft.outcome(feeOf(draft, facts, holder));
  },
});

/** After an entry where it was made; damaged ones and new photos anywhere (Household Registration Act, Article 61). */
const whereOf = ({ reason, entryMadeHere }: Facts): Where =>
  reason === "damaged" || reason === "photo" || (reason === "entry" && entryMadeHere) ? "any" : "perhaps";

function checkCard(draft: Draft, { holder, oldCardShown }: Facts): void {
  const card = draft.card(holder);
  if (!card) draft.refuse("no-card", "D0030006:58", "holder");
  else if (card.state === "lost") draft.refuse("card-is-lost", "D0030006:57", "holder");
  else if (card.state === "collected") draft.refuse("card-collected", "D0030006:62", "holder");
  else if (!oldCardShown) draft.missing("old-card-missing", "D0030030:18", "oldCardShown");
}

/** In person or by written mandate; with a new photo, or a card too damaged to be read, in person alone (Article 60; Rules, Articles 18 and 20). */
function checkWho(draft: Draft, { reason, holder: id }: Facts, holder: PersonRecord): void {
  const { filers } = draft.application;
  if (filers.length === 0) draft.missing("applicant-missing", "D0030006:60");
  for (const { nationalId, present } of filers) {
    const isOwn = nationalId === id || represents(holder, nationalId, draft.application.filedOn);
    if (!isOwn && present !== "mandate") draft.refuse("applicant-not-entitled", "D0030006:60");
    const mustCome = reason === "photo" || reason === "damaged";
    if (mustCome && present !== "counter") draft.missing("not-in-person", reason === "photo" ? "D0030006:60" : "D0030030:20");
  }
}

/** Those who come themselves without wanting another photo keep the one in the archive (Rules, Article 18). */
function checkFaceAndPhoto(draft: Draft, { reason, photo, photoNotNeeded, holder }: Facts): void {
  const comes = draft.application.filers.some(({ nationalId, present }) => nationalId === holder && present === "counter");
  const isOffices = reason === "office-error" || reason === "boundary";
  const isFree = isOffices || photoNotNeeded !== undefined || (comes && reason !== "photo");
  if (!isFree) checkPhoto(draft, photo, "D0030030:18", reason !== "photo");
  if (comes) checkFace(draft);
}

/**
 * Free after a wrong number was changed, and after a change of boundaries or house numbers; the latter not together with an entry, nor at an office of
 * another county (Fee Standards, Article 3).
 */
function feeOf(draft: Draft, { reason, withEntry }: Facts, holder: PersonRecord): number {
  if (reason === "number") return 0;
  const village = draft.unit(holder.householdNo)?.villageCode ?? "";
  const isOtherCounty = village.slice(0, 5) !== draft.application.office.slice(0, 5);
  return reason === "boundary" && !withEntry && !isOtherCounty ? 0 : cardFees.exchange;
}
