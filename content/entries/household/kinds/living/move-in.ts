import { defineKind } from "@troad/entry";
import Type from "typebox";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice, letterOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day } from "../../facts.ts";
import {
  carryOut,
  checkMovers,
  checkStay,
  checkTarget,
  moveFacts,
  moversOf,
  targetVillage,
  termOf,
} from "../../living/moving.ts";
import type { PersonRecord } from "../../records.ts";

const article = "D0030006:17";

/** Moving in (遷入) from another township, or back from abroad; the office of the new place enters the moving out as well (Article 26, item 6). */
export const moveIn = defineKind({
  facts: closed({
    ...moveFacts,
    /** Those who lost the nationality and were allowed to have it back (Article 17, paragraph 2): they keep their numbers. */
    restored: Type.Optional(Type.Boolean()),
    /** Of those who come back from abroad: when, and with a passport or entry permit of this country. */
    entry: Type.Optional(closed({ on: day, isWithOwnPapers: Type.Boolean() })),
  }),
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const movers = moversOf(draft, facts, facts.restored);
    const village = targetVillage(draft, facts);
    const term = termOf(facts);
    setTerm(draft, term);
    checkExOfficio(draft, "after-reminder", term);
    checkStay(draft, facts, article);
    checkTarget(draft, facts);
    if (village) checkOffice(draft, village, "home");
    checkFrom(draft, movers, village, facts.entry);
    checkMovers(draft, facts, movers);
    draft.add(officerFindings(application, draft.world, facts.who));
    if (draft.isStopped()) return draft.outcome();
    if (movers.some(({ householdNo }) => householdNo !== null)) draft.inform("former-office", "moved-out", "D0030006:26");
    carryOut(draft, facts, movers, letterOf(application.office));
    return draft.outcome();
  },
});

/** Within one township it is a change of address (Article 18); those abroad come back with papers of this country (Article 17, paragraph 2). */
function checkFrom(
  draft: Draft,
  movers: readonly PersonRecord[],
  village: string | undefined,
  entry: { on: string; isWithOwnPapers: boolean } | undefined,
): void {
  const townships = movers.flatMap(({ householdNo }) => draft.unit(householdNo)?.villageCode.slice(0, 8) ?? []);
  if (village && townships.includes(village.slice(0, 8))) draft.refuse("move-within-township", "D0030006:18", "target");
  if (!movers.some(({ status }) => status === "abroad")) return;
  if (!entry) draft.missing("entry-not-stated", article, "entry");
  else if (!entry.isWithOwnPapers) draft.refuse("entry-with-foreign-papers", article, "entry");
  else if (entry.on > draft.application.filedOn) draft.refuse("day-in-future", "D0030006:48", "entry");
}
