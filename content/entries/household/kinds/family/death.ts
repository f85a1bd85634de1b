import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { asStated, checkApplicants, headOf, is, livesWith, type Role } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { addDays } from "../../days.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn } from "../../facts.ts";
import { abroadFacts, checkAbroad } from "../../family/couples.ts";
import { depart, informOfWards, widow } from "../../family/departures.ts";
import { isWithin, kinship } from "../../family/kin.ts";
import { earliestConception } from "../../family/parentage.ts";
import { childrenOf, concernedPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  person: nationalId,
  diedOn: day,
  /** When it was established, if only later, such as by an inspection of the body: the term runs from then (Article 48). */
  establishedOn: Type.Optional(day),
  /** The doctor's certificate, the prosecutor's of the inspection, their notice over the line, another proof, or nothing. */
  proof: Type.Enum(["certificate", "inspection", "notice", "other", "none"]),
  /** Who died in prison or in a disaster and was claimed by no one: the prison's or the police's notice (Articles 37 and 38). */
  unclaimed: Type.Optional(Type.Enum(["prison", "police"])),
  /** Of a death abroad: how its papers come. */
  abroad: Type.Optional(abroadFacts),
  /** Who of those with capacity becomes the head. */
  newHead: Type.Optional(nationalId),
  cardBrought: Type.Boolean(),
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

export const death = defineKind({
  facts,
  legalBasis: "D0030006:14",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const person = concernedPerson(draft, facts.person, "person");
    const event = facts.establishedOn ?? facts.diedOn;
    const term = { event, reminderEndedOn: facts.reminderEndedOn, fact: "diedOn" };
    setTerm(draft, term);
    checkExOfficio(draft, facts.unclaimed ? "without" : "after-reminder", term);
    if (facts.proof === "none") draft.missing("death-certificate-missing", "D0030007:13", "proof");
    if (facts.proof === "other") draft.judge("death-proof-to-be-judged", "D0030007:13", "proof");
    if (facts.abroad) checkAbroad(draft, facts.abroad);
    if (!person) return draft.outcome();
    checkLife(draft, person, facts);
    checkOfficeOf(draft, person, "announced");
    checkWho(draft, person);
    draft.add(officerFindings(application, draft.world, [facts.person, person.spouse]));
    if (draft.isStopped()) return draft.outcome();
    informOfWards(draft, person, facts.diedOn);
    widow(draft, person);
    const { diedOn: on, newHead, cardBrought: isCardBrought } = facts;
    depart(draft, person, { status: "dead", on, newHead, isCardBrought });
    return draft.outcome();
  },
});

function checkLife(draft: Draft, person: PersonRecord, { diedOn, establishedOn }: Facts): void {
  if (person.status === "dead") draft.refuse("death-registered-already", "D0030006:14", "person");
  if (person.status === "declared-dead") draft.refuse("person-declared-dead", "D0030006:23", "person");
  if (establishedOn && establishedOn < diedOn) draft.refuse("established-before-death", "D0030006:48", "establishedOn");
  if (diedOn < person.birthDate) draft.refuse("death-before-birth", "D0030006:22", "diedOn");
  if (hasLaterChild(draft, person, diedOn)) draft.refuse("death-before-child", "B0000001:1062", "diedOn");
  // A dead person moves no more: a move that was entered after that day is void, and cancelled on its own (Article 23).
  if (person.movedOn && person.movedOn > diedOn && person.status === "present")
    draft.judge("moved-after-death", "D0030006:23", "diedOn");
  if (person.movedOn === diedOn && diedOn > person.birthDate) draft.note("moved-on-day-of-death", "D0030007:10");
}

/** A mother lives on the day of a birth, a father at least at the conception. */
function hasLaterChild(draft: Draft, { nationalId }: PersonRecord, diedOn: string): boolean {
  const last = (mother: string | null): string => (mother === nationalId ? diedOn : addDays(diedOn, earliestConception));
  const isByBirth = ({ birthFather, birthMother }: PersonRecord): boolean => birthFather === null && birthMother === null;
  return childrenOf(draft, nationalId).some((child) => isByBirth(child) && child.birthDate > last(child.mother));
}

function checkWho(draft: Draft, person: PersonRecord): void {
  const isKin: Role = ({ nationalId }) => isWithin(kinship(draft.world, person.nationalId, nationalId), {}) || "judge";
  checkApplicants(draft, {
    article: "D0030006:36",
    roles: {
      spouse: is(person.spouse),
      kin: isKin,
      head: headOf(draft, person.householdNo),
      "co-resident": livesWith(draft, person.householdNo),
      "burial-manager": asStated,
      "property-manager": asStated,
    },
  });
}
