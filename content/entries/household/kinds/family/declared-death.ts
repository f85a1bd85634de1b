import { defineKind } from "@troad/entry";
import Type from "typebox";
import { asShown, asStated, checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn } from "../../facts.ts";
import { depart, informOfWards, widow } from "../../family/departures.ts";
import { concernedPerson } from "../../people/persons.ts";

/** Declaration of death (死亡宣告) by a court: the day that the ruling finds is presumed to be the day of death (Civil Code, Article 9). */
export const declaredDeath = defineKind({
  facts: closed({
    person: nationalId,
    /** The day that the ruling finds. */
    deadOn: day,
    finalOn: day,
    /** The ruling and the certificate that it is final, or the court's notice. */
    ruling: Type.Boolean(),
    newHead: Type.Optional(nationalId),
    reminderEndedOn,
  }),
  legalBasis: "D0030006:14",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { person: nationalId, deadOn, finalOn, ruling, newHead, reminderEndedOn } = application.facts;
    const person = concernedPerson(draft, nationalId, "person");
    setTerm(draft, { event: finalOn, reminderEndedOn, fact: "finalOn" });
    checkExOfficio(draft, "without");
    if (!ruling) draft.missing("ruling-missing", "D0030007:13", "ruling");
    if (deadOn > finalOn) draft.refuse("death-after-ruling", "B0000001:9", "deadOn");
    if (!person) return draft.outcome();
    if (person.status === "dead") draft.refuse("death-registered-already", "D0030006:14", "person");
    if (person.status === "declared-dead") draft.refuse("person-declared-dead", "D0030006:14", "person");
    if (deadOn < person.birthDate) draft.refuse("death-before-birth", "D0030006:22", "deadOn");
    checkOfficeOf(draft, person, "announced");
    checkApplicants(draft, {
      article: "D0030006:39",
      online: "perhaps",
      roles: { petitioner: asStated, interested: asShown, spouse: is(person.spouse) },
    });
    draft.add(officerFindings(application, draft.world, [nationalId, person.spouse]));
    if (draft.isStopped()) return draft.outcome();
    informOfWards(draft, person, deadOn);
    widow(draft, person);
    depart(draft, person, { status: "declared-dead", on: deadOn, newHead, isCardBrought: false });
    return draft.outcome();
  },
});
