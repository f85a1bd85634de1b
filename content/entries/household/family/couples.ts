import Type, { type Static } from "typebox";
import { type Applicants, checkApplicants } from "../applying/applicants.ts";
import { checkOffice, letterOf } from "../applying/offices.ts";
import type { Draft } from "../draft.ts";
import { closed, day, nationalId, orNull, text } from "../facts.ts";
import { isAdult, isUnderGuardianship } from "../people/capacity.ts";
import type { PersonRecord, Sex } from "../records.ts";

/** One of a couple: by national id, or as their papers say for someone without household registration. */
export const partyFacts = closed({
  nationalId: orNull(nationalId),
  foreign: Type.Optional(
    closed({
      /** The Chinese name that they take (Name Act, Article 1). */
      name: text,
      sex: Type.Enum(["male", "female"]),
      birthDate: day,
      /** A certificate of being single, verified, with a verified translation (Enforcement Rules, Article 14). */
      singleProofShown: Type.Boolean(),
    }),
  ),
});

export const witnessFacts = Type.Array(
  closed({
    nationalId: orNull(Type.String({ minLength: 4, maxLength: 20 })),
    name: text,
    /** Signed, and told the officer or the deed that they know the will of both. */
    knowsWill: Type.Boolean(),
  }),
  { maxItems: 5 },
);

/** How a document that was made abroad comes: nothing else will do (Enforcement Rules, Article 14). */
export const abroadFacts = closed({ verified: Type.Boolean(), translated: Type.Boolean() });

export type PartyFacts = Static<typeof partyFacts>;
export type WitnessFacts = Static<typeof witnessFacts>;

/** One of a couple, whether or not there is a record. */
export type Party = { nationalId: string | null; name: string; sex: Sex; birthDate: string; record: PersonRecord | undefined };

export function partyOf(draft: Draft, { nationalId, foreign }: PartyFacts, fact: string): Party | undefined {
  const record = draft.person(nationalId);
  if (record) return { nationalId: record.nationalId, name: record.name, sex: record.sex, birthDate: record.birthDate, record };
  if (nationalId === null && foreign) return { nationalId, ...foreign, record: undefined };
  draft.refuse("person-unknown", "D0030006:33", fact);
  return undefined;
}

/** Two at least, beside the couple, who live, can act and know the will of both. That they are of age, the Code does not say: an officer judges. */
export function checkWitnesses(draft: Draft, witnesses: WitnessFacts, couple: readonly (string | null)[], article: string): void {
  const ids = new Set<string>();
  for (const { nationalId, name, knowsWill } of witnesses) {
    const record = draft.person(nationalId);
    if (couple.includes(nationalId) && nationalId !== null) draft.refuse("witness-is-party", article, "witnesses");
    if (record && record.status !== "present" && record.status !== "abroad")
      draft.refuse("witness-not-living", article, "witnesses");
    if (record && record.name !== name) draft.missing("witness-name-differs", article, "witnesses");
    if (record && (!isAdult(record, draft.application.filedOn) || isUnderGuardianship(record, draft.application.filedOn)))
      draft.judge("witness-capacity", article, "witnesses");
    if (nationalId === null) draft.missing("witness-id-missing", article, "witnesses");
    else if (knowsWill) ids.add(nationalId);
    else draft.missing("witness-will-unknown", article, "witnesses");
  }
  if (ids.size < 2) draft.missing("witnesses-missing", article, "witnesses");
}

/** A paper from abroad is verified by a mission and translated. */
export function checkAbroad(draft: Draft, abroad: Static<typeof abroadFacts> | undefined): void {
  if (!abroad?.verified) draft.missing("document-not-verified", "D0030007:14", "abroad");
  if (!abroad?.translated) draft.missing("translation-missing", "D0030007:14", "abroad");
}

/**
 * Marriage and divorce within the country: any office. From abroad the mission sends them to where one of the couple is registered; if neither ever was,
 * any office (Household Registration Act, Article 26, items 2 to 4).
 */
export function checkCoupleOffice(draft: Draft, couple: readonly (Party | undefined)[], isAbroad: boolean): void {
  const records = couple.flatMap((party) => (party?.record ? [party.record] : []));
  const villages = records.map(({ householdNo }) => draft.unit(householdNo)?.villageCode);
  const { office } = draft.application;
  const isHome = villages.some((village) => village?.startsWith(office));
  if (!isAbroad || records.length === 0 || isHome || letterOf(office) === undefined) checkOffice(draft, villages[0], "any");
  else checkOffice(draft, villages[0], "perhaps");
}

/**
 * Acts that nobody else can do for a person: they stand at the counter, and whether someone under guardianship understands them is seen there. Nothing
 * has announced that they may be applied for over the network (Article 27).
 */
export function checkPersonalAct(draft: Draft, applicants: Applicants): void {
  const { filers, exOfficio } = draft.application;
  if (!exOfficio && filers.some(({ present }) => present === "online")) draft.refuse("only-at-counter", "D0030006:27");
  const personal: Draft = {
    ...draft,
    refuse: (code, article, fact) =>
      code === "applicant-incapable" ? draft.judge("capability-to-be-judged", "B0000001:996") : draft.refuse(code, article, fact),
  };
  checkApplicants(personal, applicants);
}

/** A new identity card names or no longer names the spouse; the household book follows. */
export function informCouple(draft: Draft, couple: readonly (Party | undefined)[]): void {
  for (const party of couple) {
    if (!party?.record) continue;
    if (draft.card(party.record.nationalId)) draft.inform("spouses", "exchange-card", "D0030006:58");
    if (party.record.householdNo) draft.inform("head", "exchange-household-book", "D0030006:58");
  }
}
