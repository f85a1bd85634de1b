import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { asShown, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkRuling } from "../../applying/rulings.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { ageOn } from "../../days.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn, text } from "../../facts.ts";
import { adoptersOf, isAdopted, refreshRelations } from "../../family/adoptions.ts";
import { checkPersonalAct } from "../../family/couples.ts";
import { surnameOf, withSurname } from "../../names/names.ts";
import { rename } from "../../names/renaming.ts";
import { isAdult } from "../../people/capacity.ts";
import { informOfCard, livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  child: nationalId,
  /** With which adopters it ends. */
  adopters: Type.Array(nationalId, { minItems: 1, maxItems: 2, uniqueItems: true }),
  /** Agreed (of a minor with the court's approval); permitted after the adopters' death; or decided or settled in court (Articles 1080 to 1081). */
  by: Type.Enum(["agreement", "permission", "judgment", "mediation", "settlement"]),
  /** The day of the agreement between adults, or on which the ruling was final. */
  endedOn: day,
  agreementShown: Type.Optional(Type.Boolean()),
  ruling: Type.Optional(Type.Enum(["final", "not-final", "court-notice", "none"])),
  /** Of a minor: who represents them afterwards acted or consented. */
  nextRepresentativeActed: Type.Optional(Type.Boolean()),
  /** The spouse with whom it was adopted cannot declare their will, or has been missing for three years. */
  spouseUnable: Type.Optional(Type.Boolean()),
  /** The surname before the adoption, and the names of parents by birth that are in no register. */
  formerSurname: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  fatherName: Type.Optional(text),
  motherName: Type.Optional(text),
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

export const endAdoption = defineKind({
  facts,
  legalBasis: "D0030006:8",
  secret: ["birthFather", "birthMother"],
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const child = livingPerson(draft, facts.child, "child");
    checkPersonalAct(draft, {
      article: "D0030006:32",
      // a child under seven is represented by who will be so afterwards (Article 1080, paragraph 5)
      roles: {
        adopter: ({ nationalId }) => facts.adopters.includes(nationalId),
        adoptee: is(facts.child),
        representative: asShown,
      },
      mandate: "approval",
    });
    checkOfficeOf(draft, child, "perhaps");
    draft.add(officerFindings(application, draft.world, [facts.child, ...facts.adopters]));
    if (!child) return draft.outcome();
    checkAdoption(draft, facts, child);
    if (facts.by === "agreement") checkAgreement(draft, facts, child);
    else checkRuling(draft, { finalOn: facts.endedOn, ruling: facts.ruling ?? "none", reminderEndedOn: facts.reminderEndedOn });
    checkSurname(draft, facts, child);
    if (!draft.isStopped()) enter(draft, facts, child);
    return draft.outcome();
  },
});

function checkAdoption(draft: Draft, { adopters }: Facts, child: PersonRecord): void {
  const present = adoptersOf(child);
  if (!isAdopted(child) || adopters.some((id) => !present.includes(id)))
    draft.refuse("not-adopted-by", "B0000001:1080", "adopters");
}

function checkAgreement(draft: Draft, facts: Facts, child: PersonRecord): void {
  const { endedOn, reminderEndedOn, adopters } = facts;
  if (!facts.agreementShown) draft.missing("end-agreement-missing", "B0000001:1080", "agreementShown");
  if (adopters.some((id) => isGone(draft.person(id)))) draft.missing("court-permission-missing", "B0000001:1080-1", "by");
  checkTogether(draft, facts, child);
  if (isAdult(child, endedOn)) {
    setTerm(draft, { event: endedOn, reminderEndedOn, fact: "endedOn" });
    checkExOfficio(draft, "never");
    return;
  }
  // of a minor it ends only when the court's approval is final
  checkRuling(draft, { finalOn: endedOn, ruling: facts.ruling ?? "none", reminderEndedOn });
  if (facts.nextRepresentativeActed) return;
  if (ageOn(child.birthDate, endedOn) < 7) draft.missing("next-representative-missing", "B0000001:1080");
  else draft.missing("next-representative-consent-missing", "B0000001:1080");
}

const isGone = (person: PersonRecord | undefined): boolean => person?.status === "dead" || person?.status === "declared-dead";

/** Spouses who adopted together end it together, unless one died, they divorced, or one cannot (Article 1080, paragraph 7). */
function checkTogether(draft: Draft, { adopters, spouseUnable }: Facts, child: PersonRecord): void {
  const [other] = adoptersOf(child).filter((id) => !adopters.includes(id));
  const record = draft.person(other);
  if (!record || isGone(record) || spouseUnable) return;
  if (adopters.some((id) => draft.person(id)?.spouse === record.nationalId))
    draft.missing("adopters-not-together", "B0000001:1080", "adopters");
}

/** The surname of before comes back (Article 1083); the records do not keep it, so it is stated. */
function checkSurname(draft: Draft, { formerSurname, adopters }: Facts, child: PersonRecord): void {
  if (!isAllOf(adopters, child)) return;
  if (formerSurname === undefined) draft.missing("former-surname-missing", "B0000001:1083", "formerSurname");
  const parents = [child.birthFather, child.birthMother].flatMap((id) => draft.person(id)?.name ?? []);
  const isParents = parents.some((name) => surnameOf(name) === formerSurname) || surnameOf(child.name) === formerSurname;
  if (formerSurname !== undefined && !isParents) draft.judge("former-surname-to-be-judged", "B0000001:1083", "formerSurname");
}

const isAllOf = (adopters: readonly string[], child: PersonRecord): boolean =>
  adoptersOf(child).every((id) => adopters.includes(id));

function enter(draft: Draft, facts: Facts, child: PersonRecord): void {
  const isMinor = !isAdult(child, draft.application.filedOn);
  if (!isAllOf(facts.adopters, child)) {
    const isFather = child.father !== null && facts.adopters.includes(child.father);
    const left = isFather ? { father: null, fatherName: null } : { mother: null, motherName: null };
    draft.change(child.nationalId, { ...left, ...(isMinor ? { responsibility: isFather ? "mother" : "father" } : {}) });
  } else {
    const [father, mother] = [draft.person(child.birthFather), draft.person(child.birthMother)];
    const fatherName = father?.name ?? facts.fatherName ?? null;
    const motherName = mother?.name ?? facts.motherName ?? null;
    const responsibility = fatherName && motherName ? "both" : fatherName ? "father" : "mother";
    draft.change(child.nationalId, {
      father: child.birthFather,
      mother: child.birthMother,
      fatherName,
      motherName,
      birthFather: null,
      birthMother: null,
      responsibility: isMinor ? responsibility : null,
    });
    const record = draft.person(child.nationalId);
    if (record && facts.formerSurname) rename(draft, record, withSurname(child.name, surnameOf(child.name), facts.formerSurname));
  }
  refreshRelations(draft, child.nationalId);
  informOfCard(draft, child.nationalId);
  draft.inform("head", "exchange-household-book", "D0030006:58");
}
