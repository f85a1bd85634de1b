import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkRuling } from "../../applying/rulings.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId, orNull, reminderEndedOn, text } from "../../facts.ts";
import {
  abroadFacts,
  checkAbroad,
  checkCoupleOffice,
  checkPersonalAct,
  checkWitnesses,
  informCouple,
  type Party,
  witnessFacts,
} from "../../family/couples.ts";
import { marriageArticle } from "../../family/prohibited.ts";
import { isAdult, isUnderGuardianship } from "../../people/capacity.ts";
import { childrenOf, concernedPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  by: Type.Enum(["agreement", "judgment", "mediation", "settlement", "abroad"]),
  first: nationalId,
  /** Null for a spouse without household registration, who stands by name in the record of the other. */
  second: orNull(nationalId),
  secondName: Type.Optional(text),
  secondSex: Type.Optional(Type.Enum(["male", "female"])),
  /** When the ruling became final, the settlement was made, or the divorce abroad was effective. */
  finalOn: Type.Optional(day),
  ruling: Type.Optional(Type.Enum(["final", "not-final", "court-notice", "none"])),
  agreementShown: Type.Optional(Type.Boolean()),
  witnesses: Type.Optional(witnessFacts),
  abroad: Type.Optional(abroadFacts),
  /** Who has the rights and duties over the couple's minor children: they agreed, a court decided, or it is left to a court. */
  children: Type.Optional(Type.Enum(["agreed", "decided", "left-to-court"])),
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

/** Also the end of a same-sex marriage, which their act calls termination (終止結婚). */
export const divorce = defineKind({
  facts,
  legalBasis: "D0030006:9",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const first = concernedPerson(draft, facts.first, "first");
    const second = facts.second === null ? undefined : concernedPerson(draft, facts.second, "second");
    const couple = [asParty(first), asParty(second)];
    checkCoupleOffice(draft, couple, facts.by === "abroad");
    draft.add(officerFindings(application, draft.world, [facts.first, facts.second]));
    const isSameSex = first !== undefined && first.sex === (second?.sex ?? facts.secondSex);
    if (facts.by === "agreement") checkAgreement(draft, facts, [first, second], isSameSex);
    else checkDecided(draft, facts);
    if (first) checkMarried(draft, facts, first, second, isSameSex);
    if (first) checkChildren(draft, facts, first, second);
    if (first && !draft.isStopped()) enter(draft, first, second, couple);
    return draft.outcome();
  },
});

const asParty = (record: PersonRecord | undefined): Party | undefined => record && { ...record, record };

/** In writing, with two witnesses, and made by the registration: both come themselves (Article 1050; Household Registration Act, Article 34). */
function checkAgreement(draft: Draft, facts: Facts, couple: readonly (PersonRecord | undefined)[], isSameSex: boolean): void {
  const { first, second, agreementShown, witnesses = [] } = facts;
  const article = marriageArticle(isSameSex, 1050, 16);
  checkExOfficio(draft, "never");
  checkPersonalAct(draft, {
    article: "D0030006:34",
    roles: { spouse: is(first), partner: is(second), ...(second === null ? { foreigner: () => true } : {}) },
    mandate: "approval",
    together: [first, second].filter((id) => id !== null),
  });
  if (second === null && !draft.application.filers.some(({ as }) => as === "foreigner"))
    draft.missing("applicant-absent", "D0030006:34");
  if (!agreementShown) draft.missing("divorce-agreement-missing", article, "agreementShown");
  checkWitnesses(draft, witnesses, [first, second], article);
  for (const person of couple) {
    if (!person) continue;
    const day = draft.application.filedOn;
    if (isUnderGuardianship(person, day)) draft.judge("capability-to-be-judged", "B0000001:996");
    // Until 2022 minors could be married, and needed consent to divorce (Article 1049 as it was).
    if (!isAdult(person, day)) draft.judge("minor-divorce-to-be-judged", "B0000001:1049");
    if (person.status !== "present" && person.status !== "abroad") draft.refuse("ended-by-death", article);
  }
}

/** Effective already: either may apply, within thirty days (Household Registration Act, Articles 34 and 48). */
function checkDecided(draft: Draft, facts: Facts): void {
  const { by, finalOn, ruling = "none", abroad, reminderEndedOn } = facts;
  checkApplicants(draft, { article: "D0030006:34", roles: { spouse: is(facts.first), partner: is(facts.second) } });
  if (finalOn === undefined) draft.missing("final-day-missing", "D0030007:12", "finalOn");
  else if (by === "abroad") {
    setTerm(draft, { event: finalOn, reminderEndedOn, fact: "finalOn" });
    checkExOfficio(draft, "never");
    checkAbroad(draft, abroad);
  } else checkRuling(draft, { finalOn, ruling, reminderEndedOn });
}

function checkMarried(
  draft: Draft,
  facts: Facts,
  first: PersonRecord,
  second: PersonRecord | undefined,
  isSameSex: boolean,
): void {
  const article = marriageArticle(isSameSex, 1049, 16);
  const { by, finalOn, secondName } = facts;
  const isCouple = second
    ? first.spouse === second.nationalId || second.spouse === first.nationalId
    : facts.second === null && first.maritalStatus === "married" && first.spouse === null && first.spouseName === secondName;
  if (!isCouple) draft.refuse("not-married-to-each-other", article);
  if (by === "agreement") return;
  for (const person of [first, second]) {
    if (!person?.statusOn || (person.status !== "dead" && person.status !== "declared-dead")) continue;
    if (finalOn === undefined || person.statusOn <= finalOn) draft.refuse("ended-by-death", article);
    else draft.note("divorced-before-death", article);
  }
}

/** The divorce does not wait for it, but who has the children is agreed or decided, and is an entry of its own (Civil Code, Article 1055). */
function checkChildren(draft: Draft, { children }: Facts, first: PersonRecord, second: PersonRecord | undefined): void {
  const day = draft.application.filedOn;
  const common = childrenOf(draft, first.nationalId).filter(
    (child) => !isAdult(child, day) && (!second || [child.father, child.mother].includes(second.nationalId)),
  );
  if (common.length === 0) return;
  if (children === undefined) draft.missing("children-not-stated", "B0000001:1055", "children");
  else if (children === "left-to-court") draft.judge("children-left-to-court", "B0000001:1055", "children");
  else draft.inform("parents", "register-responsibility", "D0030006:13");
}

function enter(
  draft: Draft,
  first: PersonRecord,
  second: PersonRecord | undefined,
  couple: readonly (Party | undefined)[],
): void {
  for (const person of [first, second])
    if (person) draft.change(person.nationalId, { maritalStatus: "divorced", spouse: null, spouseName: null });
  informCouple(draft, couple);
}
