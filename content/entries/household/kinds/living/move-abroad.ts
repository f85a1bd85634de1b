import { defineKind } from "@troad/entry";
import Type from "typebox";
import { checkApplicants, headOf, type Role } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { representativesOf } from "../../applying/represent.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { addMonths } from "../../days.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn } from "../../facts.ts";
import { leaveHousehold } from "../../living/households.ts";
import { livingPerson } from "../../people/persons.ts";

const article = "D0030006:16";

/**
 * Moving out to a foreign country (遷出國外): after two years away, which an entry without papers of this country does not interrupt (Article 16). The
 * office enters it by itself when those who should apply have been told and did not (Article 42; Enforcement Rules, Article 5).
 */
export const moveAbroad = defineKind({
  facts: closed({
    person: nationalId,
    /** The last departure after an entry with papers of this country. */
    leftOn: day,
    /** Abroad for the government, or one of their family; at sea on a vessel of this country. */
    exemption: Type.Enum(["none", "posted", "vessel"]),
    newHead: Type.Optional(nationalId),
    reminderEndedOn,
  }),
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { person: nationalId, leftOn, exemption, newHead, reminderEndedOn } = application.facts;
    const person = livingPerson(draft, nationalId, "person");
    const since = addMonths(leftOn, 24);
    setTerm(draft, { event: since, begins: leftOn, reminderEndedOn, fact: "leftOn" });
    checkExOfficio(draft, "after-reminder");
    if (application.filedOn < since) draft.refuse("abroad-less-than-two-years", article, "leftOn");
    if (exemption !== "none") draft.refuse("abroad-exempt", article, "exemption");
    if (!person) return draft.outcome();
    if (person.status === "abroad") draft.refuse("abroad-already", article, "person");
    checkOfficeOf(draft, person, "perhaps");
    const isSelf: Role = (filer) => filer.nationalId === nationalId;
    const isRepresentative: Role = (filer) => representativesOf(draft, person, application.filedOn).includes(filer.nationalId);
    const roles = { self: isSelf, head: headOf(draft, person.householdNo), representative: isRepresentative };
    checkApplicants(draft, { article: "D0030006:41", online: "perhaps", roles });
    draft.add(officerFindings(application, draft.world, [nationalId]));
    const { householdNo: no } = person;
    if (no) leaveHousehold(draft, { no, who: [nationalId], newHead, on: application.filedOn });
    draft.change(nationalId, {
      status: "abroad",
      statusOn: application.filedOn,
      householdNo: null,
      relation: null,
      movedOn: null,
    });
    return draft.outcome();
  },
});
