import { defineKind } from "@troad/entry";
import Type from "typebox";
import { checkApplicants, headOf, type Role } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice, letterOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, householdNo, nationalId, reminderEndedOn } from "../../facts.ts";
import { formHousehold, leaveHousehold } from "../../living/households.ts";
import { relationAmong } from "../../living/relations.ts";
import { hasCapacity } from "../../people/capacity.ts";

const article = "D0030006:19";

/** Division of a household (分戶): some of its members form one of their own at the same address. */
export const splitHousehold = defineKind({
  facts: closed({
    household: householdNo,
    who: Type.Array(nationalId, { minItems: 1, maxItems: 30, uniqueItems: true }),
    /** Of the new household, one of those. */
    head: nationalId,
    on: day,
    proof: Type.Boolean(),
    /** Of the old household, if its head is among those who leave. */
    newHead: Type.Optional(nationalId),
    reminderEndedOn,
  }),
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { household, who, head, on, proof, newHead, reminderEndedOn } = application.facts;
    const { filedOn } = application;
    setTerm(draft, { event: on, reminderEndedOn, fact: "on" });
    checkExOfficio(draft, "never");
    const unit = draft.unit(household);
    if (!unit || unit.closedOn !== null) draft.refuse("household-unknown", "D0030006:3", "household");
    if (!unit) return draft.outcome();
    checkOffice(draft, unit.villageCode, "perhaps");
    const ids = unit.members.map(({ nationalId }) => nationalId);
    if (who.some((one) => !ids.includes(one))) draft.refuse("not-a-member", article, "who");
    if (who.length >= ids.length) draft.refuse("nobody-left-behind", article, "who");
    if (!who.includes(head)) draft.refuse("new-head-not-member", "D0030007:22", "head");
    const chosen = draft.person(head);
    if (chosen && !hasCapacity(chosen, filedOn)) draft.refuse("new-head-incapable", "D0030007:22", "head");
    if (!proof) draft.missing("separate-living-proof-missing", "D0030007:13", "proof");
    const isSelf: Role = (filer) => who.includes(filer.nationalId);
    checkApplicants(draft, {
      article: "D0030006:43",
      online: "perhaps",
      roles: { self: isSelf, head: headOf(draft, household) },
    });
    draft.add(officerFindings(application, draft.world, ids));
    const letter = letterOf(unit.villageCode.slice(0, 5));
    if (draft.isStopped() || !letter) return draft.outcome();
    const ordered = [head, ...who.filter((one) => one !== head)].map((nationalId) => {
      const member = draft.person(nationalId);
      return { nationalId, stated: chosen && member ? relationAmong(draft.world, chosen, member) : undefined };
    });
    leaveHousehold(draft, { no: household, who, newHead, on: filedOn });
    if (!draft.isStopped())
      formHousehold(draft, { letter, villageCode: unit.villageCode, address: unit.address, who: ordered, on: filedOn });
    return draft.outcome();
  },
});
