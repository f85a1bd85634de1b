import { defineKind } from "@troad/entry";
import Type from "typebox";
import { checkSelfOrInterested } from "../../applying/interested.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn } from "../../facts.ts";
import { depart } from "../../family/departures.ts";
import { livingPerson } from "../../people/persons.ts";

/** Revocation of the household registration (廢止戶籍) of one who lost the nationality, or the status of a resident of the Taiwan area. */
export const revocation = defineKind({
  facts: closed({
    person: nationalId,
    ground: Type.Enum(["nationality-lost", "resident-status-lost"]),
    on: day,
    /** The ministry's permit or notice. */
    notice: Type.Boolean(),
    newHead: Type.Optional(nationalId),
    cardBrought: Type.Boolean(),
    reminderEndedOn,
  }),
  legalBasis: "D0030006:24",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { person: nationalId, on, notice, newHead, cardBrought, reminderEndedOn } = application.facts;
    const person = livingPerson(draft, nationalId, "person");
    setTerm(draft, { event: on, reminderEndedOn, fact: "on" });
    checkExOfficio(draft, "without");
    if (!notice) draft.missing("notice-missing", "D0030007:13", "notice");
    if (!person) return draft.outcome();
    if (on < person.birthDate) draft.refuse("day-before-birth", "B0000001:6", "on");
    checkOfficeOf(draft, person, "perhaps");
    checkSelfOrInterested(draft, person);
    draft.add(officerFindings(application, draft.world, [nationalId]));
    if (!draft.isStopped()) depart(draft, person, { status: "cancelled", on, newHead, isCardBrought: cardBrought });
    return draft.outcome();
  },
});
