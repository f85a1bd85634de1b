import { defineKind } from "@troad/entry";
import Type from "typebox";
import { checkApplicants, type Role } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOffice } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, householdNo, reminderEndedOn } from "../../facts.ts";
import { joinHousehold, leaveHousehold } from "../../living/households.ts";

const article = "D0030006:19";

/** Union of households (合戶) at the same address: the first one is closed, its members join the second. */
export const mergeHousehold = defineKind({
  facts: closed({
    household: householdNo,
    into: householdNo,
    on: day,
    proof: Type.Boolean(),
    relation: Type.Optional(Type.Enum(["other-kin", "lodger"])),
    reminderEndedOn,
  }),
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { household, into, on, proof, relation: stated, reminderEndedOn } = application.facts;
    setTerm(draft, { event: on, reminderEndedOn, fact: "on" });
    checkExOfficio(draft, "never");
    const [from, to] = [draft.unit(household), draft.unit(into)];
    if (!from || from.closedOn !== null || household === into) draft.refuse("household-unknown", "D0030006:3", "household");
    if (!to || to.closedOn !== null) draft.refuse("household-unknown", "D0030006:3", "into");
    if (!from || !to) return draft.outcome();
    checkOffice(draft, to.villageCode, "perhaps");
    if (from.villageCode !== to.villageCode || from.address !== to.address) draft.refuse("addresses-differ", article, "into");
    if (!proof) draft.missing("common-living-proof-missing", "D0030007:13", "proof");
    const isHead: Role = ({ nationalId }) => nationalId === from.head || nationalId === to.head;
    const who = from.members.map(({ nationalId }) => nationalId);
    const isSelf: Role = ({ nationalId }) => who.length === 1 && who[0] === nationalId;
    checkApplicants(draft, { article: "D0030006:43", online: "perhaps", roles: { self: isSelf, head: isHead } });
    draft.add(officerFindings(application, draft.world, [from.head, to.head]));
    if (draft.isStopped()) return draft.outcome();
    leaveHousehold(draft, { no: household, who, on: application.filedOn });
    joinHousehold(
      draft,
      into,
      who.map((nationalId) => ({ nationalId, stated })),
    );
    return draft.outcome();
  },
});
