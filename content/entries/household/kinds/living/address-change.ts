import { defineKind } from "@troad/entry";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice, letterOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed } from "../../facts.ts";
import {
  carryOut,
  checkMovers,
  checkStay,
  checkTarget,
  type Move,
  moveFacts,
  moversOf,
  targetVillage,
  termOf,
} from "../../living/moving.ts";
import { informOfCard } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const article = "D0030006:18";

/** Change of address (住址變更) within a township. A household that moves as a whole keeps its number. */
export const addressChange = defineKind({
  facts: closed(moveFacts),
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const movers = moversOf(draft, facts);
    const village = targetVillage(draft, facts);
    const term = termOf(facts);
    setTerm(draft, term);
    checkExOfficio(draft, "after-reminder", term);
    checkStay(draft, facts, article);
    checkTarget(draft, facts);
    if (village) checkOffice(draft, village, "home");
    checkPlace(draft, facts, movers, village);
    checkMovers(draft, facts, movers);
    draft.add(officerFindings(application, draft.world, facts.who));
    if (draft.isStopped()) return draft.outcome();
    if (!moveWhole(draft, facts, movers)) carryOut(draft, facts, movers, letterOf(application.office));
    return draft.outcome();
  },
});

/** Those who move live in the same township, but not at the same address: there it is a division of the household (Article 19). */
function checkPlace(draft: Draft, { target }: Move, movers: readonly PersonRecord[], village: string | undefined): void {
  const units = movers.map(({ householdNo }) => draft.unit(householdNo));
  const isElsewhere = units.some((unit) => unit?.villageCode.slice(0, 8) !== village?.slice(0, 8));
  if (village && isElsewhere) draft.refuse("move-to-other-township", "D0030006:17", "target");
  const place = target.to === "form" ? target : draft.unit(target.household);
  const isSame = units.some((unit) => unit && unit.villageCode === place?.villageCode && unit.address === place.address);
  if (isSame) draft.refuse("address-unchanged", "D0030006:19", "target");
}

/** Moves a household with all its members; false if it is not one. */
function moveWhole(draft: Draft, { target, who }: Move, movers: readonly PersonRecord[]): boolean {
  const no = movers[0]?.householdNo;
  const unit = draft.unit(no);
  const isWhole = unit?.members.length === who.length && movers.every(({ householdNo }) => householdNo === no);
  if (!no || !unit || !isWhole || target.to !== "form") return false;
  draft.changeUnit(no, { villageCode: target.villageCode, address: target.address });
  for (const { nationalId } of movers) {
    draft.change(nationalId, { movedOn: draft.application.filedOn });
    informOfCard(draft, nationalId);
  }
  draft.inform("head", "exchange-household-book", "D0030006:58");
  return true;
}
