import { defineKind } from "@troad/entry";
import Type from "typebox";
import { checkApplicants, is, memberOf } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, householdNo, nationalId, reminderEndedOn } from "../../facts.ts";
import { setHead } from "../../living/households.ts";
import { hasCapacity } from "../../people/capacity.ts";

const article = "D0030007:22";

/** Change of the head of a household (戶長變更) who stays in it. The new head has capacity to act, unless no member has. */
export const changeHead = defineKind({
  facts: closed({
    household: householdNo,
    newHead: nationalId,
    on: day,
    /** The present head agrees, if others apply. */
    headConsents: Type.Boolean(),
    reminderEndedOn,
  }),
  legalBasis: "D0030006:21",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { household, newHead, on, headConsents, reminderEndedOn } = application.facts;
    const { filedOn, filers } = application;
    setTerm(draft, { event: on, reminderEndedOn, fact: "on" });
    checkExOfficio(draft, "never");
    const unit = draft.unit(household);
    if (!unit || unit.closedOn !== null) draft.refuse("household-unknown", "D0030006:3", "household");
    if (!unit) return draft.outcome();
    checkOffice(draft, unit.villageCode, "perhaps");
    const isMember = unit.members.some(({ nationalId }) => nationalId === newHead);
    if (!isMember) draft.refuse("new-head-not-member", article, "newHead");
    if (unit.head === newHead) draft.refuse("head-already", article, "newHead");
    const next = draft.person(newHead);
    if (isMember && next && !hasCapacity(next, filedOn)) draft.refuse("new-head-incapable", article, "newHead");
    checkApplicants(draft, {
      article: "D0030006:46",
      online: "perhaps",
      roles: { head: is(unit.head), "new-head": is(newHead), member: memberOf(draft, household) },
    });
    const head = draft.person(unit.head);
    const isAgreed = headConsents || filers.some(({ nationalId }) => nationalId === unit.head);
    // Whether one without capacity has to agree, no rule says.
    if (!isAgreed && head && !hasCapacity(head, filedOn)) draft.judge("head-cannot-consent", "D0030006:46");
    else if (!isAgreed) draft.missing("head-consent-missing", "D0030006:46", "headConsents");
    draft.add(officerFindings(application, draft.world, [unit.head, newHead]));
    if (draft.isStopped()) return draft.outcome();
    setHead(draft, household, newHead);
    draft.inform("head", "exchange-household-book", "D0030006:58");
    return draft.outcome();
  },
});
