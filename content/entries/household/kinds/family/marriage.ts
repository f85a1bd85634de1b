import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { ageOn } from "../../days.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn } from "../../facts.ts";
import {
  abroadFacts,
  checkAbroad,
  checkCoupleOffice,
  checkPersonalAct,
  checkWitnesses,
  informCouple,
  type Party,
  partyFacts,
  partyOf,
  witnessFacts,
} from "../../family/couples.ts";
import { checkMarriageKin, marriageArticle, sameSexSince } from "../../family/prohibited.ts";
import { surnameOf } from "../../names/names.ts";
import { rename } from "../../names/renaming.ts";
import { isAdult } from "../../people/capacity.ts";
import type { PersonRecord } from "../../records.ts";

const couple = Type.Array(Type.Enum(["first", "second"]), { maxItems: 2, uniqueItems: true });

const facts = closed({
  /** By this registration; by a public ceremony while that was the form; or abroad, in the form of that place. */
  form: Type.Enum(["registration", "ceremony", "abroad"]),
  /** Of a ceremony or abroad. */
  marriedOn: Type.Optional(day),
  first: partyFacts,
  second: partyFacts,
  /** The written contract, or the certificate of the marriage, is there in the original. */
  contractShown: Type.Boolean(),
  witnesses: witnessFacts,
  abroad: Type.Optional(abroadFacts),
  /** The legal representatives consent: of whom, where minors could marry. */
  representativesConsent: Type.Optional(couple),
  /** Parents of a ward consent to the marriage with the guardian. */
  wardParentsConsent: Type.Optional(Type.Boolean()),
  /** Who puts the other's surname before their own, as agreed in writing. */
  prefix: Type.Optional(couple),
  prefixAgreed: Type.Optional(Type.Boolean()),
  /** Read from earlier transcripts. */
  formerSpouses: Type.Optional(Type.Array(closed({ of: nationalId, spouse: nationalId }), { maxItems: 20 })),
  formerAdopters: Type.Optional(Type.Array(closed({ child: nationalId, parent: nationalId }), { maxItems: 20 })),
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

/** Until this day a public ceremony with two witnesses made a marriage, since the next the registration does (Article 33). */
const lastCeremony = "2008-05-22";
/** Both at 18 since this day; before, a man at 18 and a woman at 16, with consent while they were minors (Article 980; 981 is deleted since). */
const agesSince = "2023-01-01";

export const marriage = defineKind({
  facts,
  legalBasis: "D0030006:9",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const parties = [partyOf(draft, facts.first, "first"), partyOf(draft, facts.second, "second")] as const;
    const [first, second] = parties;
    checkExOfficio(draft, "never");
    checkCoupleOffice(draft, parties, facts.form === "abroad");
    checkWho(draft, facts);
    draft.add(officerFindings(application, draft.world, [facts.first.nationalId, facts.second.nationalId]));
    const on = dayOf(draft, facts);
    if (first && second && on !== undefined) {
      checkForm(draft, facts, on);
      checkCouple(draft, facts, first, second, on);
    }
    checkPrefix(draft, facts, parties);
    if (first && second && on !== undefined && !draft.isStopped()) enter(draft, facts, first, second, on);
    return draft.outcome();
  },
});

/** Both together, except of a marriage that is effective already: then either is enough (Household Registration Act, Article 33). */
function checkWho(draft: Draft, { form, first, second }: Facts): void {
  const together = [first.nationalId, second.nationalId].filter((id) => id !== null);
  const isForeign = first.nationalId === null || second.nationalId === null;
  checkPersonalAct(draft, {
    article: "D0030006:33",
    roles: { spouse: is(first.nationalId), partner: is(second.nationalId), ...(isForeign ? { foreigner: () => true } : {}) },
    mandate: "approval",
    ...(form === "registration" ? { together } : {}),
  });
  const foreigners = draft.application.filers.filter(({ as }) => as === "foreigner").length;
  if (form === "registration" && isForeign && foreigners === 0) draft.missing("applicant-absent", "D0030006:33");
}

/** The day of the marriage: that of the registration, unless it is effective already. */
function dayOf(draft: Draft, { form, marriedOn, reminderEndedOn }: Facts): string | undefined {
  if (form === "registration") return draft.application.filedOn;
  if (marriedOn === undefined) draft.missing("marriage-day-missing", "D0030007:12", "marriedOn");
  else setTerm(draft, { event: marriedOn, reminderEndedOn, fact: "marriedOn" });
  return marriedOn;
}

function checkForm(draft: Draft, { form, contractShown, witnesses, abroad, first, second }: Facts, on: string): void {
  if (form === "ceremony" && on > lastCeremony) draft.refuse("ceremony-no-form", "D0030006:33", "form");
  if (form === "abroad") checkAbroad(draft, abroad);
  // of an earlier ceremony two witnesses who saw it may stand in for the certificate (Enforcement Rules, Article 13)
  const isWitnessed = form === "ceremony" && witnesses.length >= 2;
  if (!contractShown && !isWitnessed) draft.missing("marriage-contract-missing", "D0030007:13", "contractShown");
  if (form !== "registration") return;
  checkWitnesses(draft, witnesses, [first.nationalId, second.nationalId], "B0000001:982");
}

function checkCouple(draft: Draft, facts: Facts, first: Party, second: Party, on: string): void {
  const isSameSex = first.sex === second.sex;
  if (first.nationalId !== null && first.nationalId === second.nationalId) draft.refuse("same-person", "B0000001:982");
  if (isSameSex && on < sameSexSince) {
    if (facts.form === "abroad") draft.judge("same-sex-abroad-before-act", "B0000008:27");
    else draft.refuse("same-sex-before-act", "B0000008:27");
  }
  for (const [at, party] of [first, second].entries()) {
    checkAge(draft, facts, party, { on, isSameSex, which: at === 0 ? "first" : "second" });
    checkSingle(draft, facts[at === 0 ? "first" : "second"], party, isSameSex);
    if (party.record) checkLiving(draft, party.record, facts.form, on);
  }
  if (first.nationalId === null || second.nationalId === null) return;
  const marriages = (facts.formerSpouses ?? []).map(({ of, spouse }) => [of, spouse] as const);
  checkMarriageKin(draft, first.nationalId, second.nationalId, isSameSex, { marriages, adoptions: facts.formerAdopters ?? [] });
  const isWard = first.record?.guardian === second.nationalId || second.record?.guardian === first.nationalId;
  if (isWard && !facts.wardParentsConsent)
    draft.missing("ward-parents-consent-missing", marriageArticle(isSameSex, 984, 6), "wardParentsConsent");
}

/** A marriage that is effective though one was too young can be annulled by a court, and not any more at the right age (Article 989). */
function checkAge(
  draft: Draft,
  { form, representativesConsent }: Facts,
  { birthDate, sex }: Party,
  { on, isSameSex, which }: { on: string; isSameSex: boolean; which: "first" | "second" },
): void {
  const least = on >= agesSince || isSameSex || sex === "male" ? 18 : 16;
  const article = marriageArticle(isSameSex, 980, 3);
  if (ageOn(birthDate, on) < least) {
    if (form === "registration") draft.refuse("under-age", article, which);
    else if (ageOn(birthDate, draft.application.filedOn) < 18) draft.judge("under-age-when-married", "B0000001:989", which);
    else draft.note("was-under-age", "B0000001:989", which);
  } else if (form === "registration" && !isAdult({ birthDate }, on) && !representativesConsent?.includes(which))
    draft.missing("representative-consent-missing", isSameSex ? article : "B0000001:981", which);
}

function checkSingle(draft: Draft, { foreign }: Facts["first"], { record }: Party, isSameSex: boolean): void {
  const article = marriageArticle(isSameSex, 985, 7);
  if (foreign && !record && !foreign.singleProofShown) draft.missing("single-proof-missing", article);
  if (!record) return;
  if (record.maritalStatus === "married" || record.spouse !== null) draft.refuse("already-married", article);
}

const isDead = (record: PersonRecord | undefined): boolean => record?.status === "dead" || record?.status === "declared-dead";

/** Of a marriage that was effective before one of them died the other can still apply: the death ended it, and they are widowed. */
function checkLiving(draft: Draft, record: PersonRecord, form: Facts["form"], on: string): void {
  if (record.status === "present" || record.status === "abroad") return;
  const wasAlive = isDead(record) && form !== "registration" && record.statusOn !== null && record.statusOn >= on;
  if (wasAlive) draft.judge("married-before-death", "D0030006:33");
  else draft.refuse("person-not-living", "B0000001:6");
}

/** Each keeps their own surname, or puts the other's before it if both have agreed in writing (Article 1000). */
function checkPrefix(draft: Draft, { prefix = [], prefixAgreed, form }: Facts, parties: readonly (Party | undefined)[]): void {
  if (prefix.length === 0) return;
  if (!prefixAgreed) draft.missing("prefix-agreement-missing", "B0000001:1000", "prefix");
  if (parties.some((party) => party && !party.record)) draft.judge("prefix-of-foreign-surname", "B0000001:1000", "prefix");
  if (form !== "registration") draft.judge("prefix-later-than-marriage", "B0000001:1000", "prefix");
}

function enter(draft: Draft, { prefix = [] }: Facts, first: Party, second: Party, on: string): void {
  const pairs = [
    { party: first, other: second, which: "first" },
    { party: second, other: first, which: "second" },
  ] as const;
  for (const { party, other } of pairs) {
    const isWidowed = isDead(other.record) && !isDead(party.record);
    if (isWidowed) draft.change(party.nationalId, { maritalStatus: "widowed", spouse: null, spouseName: null });
    else draft.change(party.nationalId, { maritalStatus: "married", spouse: other.nationalId, spouseName: other.name });
  }
  for (const { party, other, which } of pairs) {
    const record = draft.person(party.nationalId);
    if (record && prefix.includes(which)) rename(draft, record, `${surnameOf(other.name)}${record.name}`);
  }
  draft.give("marriedOn", on);
  informCouple(draft, [first, second]);
}
