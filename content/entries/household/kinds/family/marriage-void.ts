import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { asShown, checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkRuling, rulingFacts } from "../../applying/rulings.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, nationalId, orNull } from "../../facts.ts";
import { checkCoupleOffice, informCouple, type Party } from "../../family/couples.ts";
import { concernedPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

/** What someone was before the marriage: the present record does not say it any more. */
const before = Type.Enum(["single", "divorced", "widowed"]);

const facts = closed({
  /** `void`: it never was a marriage (Civil Code, Article 988); `annulled`: it was one until the ruling (Articles 989 to 998). */
  ground: Type.Enum(["void", "annulled"]),
  first: nationalId,
  second: orNull(nationalId),
  firstBefore: before,
  secondBefore: Type.Optional(before),
  ...rulingFacts,
});
type Facts = Static<typeof facts>;

/** A marriage that a court found void or annulled: the entry is revoked, or abolished (Household Registration Act, Articles 23 to 25). */
export const marriageVoid = defineKind({
  facts,
  legalBasis: "D0030006:25",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const first = concernedPerson(draft, facts.first, "first");
    const second = facts.second === null ? undefined : concernedPerson(draft, facts.second, "second");
    const couple: (Party | undefined)[] = [first, second].map((record) => record && { ...record, record });
    checkCoupleOffice(draft, couple, true);
    checkRuling(draft, facts);
    checkApplicants(draft, {
      article: "D0030006:46",
      roles: { spouse: is(facts.first), partner: is(facts.second), interested: asShown },
    });
    draft.add(officerFindings(application, draft.world, [facts.first, facts.second]));
    if (first) checkCouple(draft, first, second);
    if (first && !draft.isStopped()) enter(draft, facts, first, second, couple);
    return draft.outcome();
  },
});

function checkCouple(draft: Draft, first: PersonRecord, second: PersonRecord | undefined): void {
  const isCouple = second
    ? first.spouse === second.nationalId || second.spouse === first.nationalId
    : first.maritalStatus === "married" && first.spouse === null;
  if (!isCouple) draft.refuse("not-married-to-each-other", "B0000001:988");
}

function enter(
  draft: Draft,
  facts: Facts,
  first: PersonRecord,
  second: PersonRecord | undefined,
  couple: (Party | undefined)[],
): void {
  const single = { spouse: null, spouseName: null };
  draft.change(first.nationalId, { ...single, maritalStatus: facts.firstBefore });
  if (second) draft.change(second.nationalId, { ...single, maritalStatus: facts.secondBefore ?? "single" });
  if (facts.ground === "void") draft.note("entry-revoked", "D0030006:23");
  else draft.note("entry-abolished", "D0030006:24");
  if (!draft.application.filers.some(({ as }) => as === "spouse" || as === "partner"))
    draft.inform("spouses", "entry-changed", "D0030006:46");
  informCouple(draft, couple);
}
