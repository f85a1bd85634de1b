import Type, { type Static } from "typebox";
import { addDays } from "../days.ts";
import type { Draft } from "../draft.ts";
import { closed, day, nationalId, orNull, text } from "../facts.ts";
import { type PersonRecord, personOf } from "../records.ts";

/** What an officer reads in the notes of the mother's records, where the records themselves do not show it. */
export const marriageFacts = {
  /** When the present marriage began, if that was not long before the birth. */
  marriedOn: Type.Optional(day),
  /** The last marriage that was dissolved; null if there was none near the birth. */
  formerMarriage: Type.Optional(orNull(closed({ husband: orNull(nationalId), name: text, endedOn: day }))),
  /** A final ruling that the husband is not the father (Civil Code, Article 1063). */
  denial: Type.Optional(Type.Boolean()),
  /** A final ruling on which of two husbands is the father. */
  fatherRuling: Type.Optional(Type.Boolean()),
};
const marriage = closed(marriageFacts);
type MarriageFacts = Static<typeof marriage>;

/** Conception is between the 181st and the 302nd day before the birth (Civil Code, Article 1062). */
const latestConception = 181;
export const earliestConception = 302;

export type Husband = { nationalId: string | null; name: string };

/** The husbands in whose marriage a child born on this day can have been conceived, and the husband at the birth if it was not. */
export type Husbands = { presumed: Husband[]; later: Husband | null };

const asHusband = ({ nationalId, name }: PersonRecord): Husband => ({ nationalId, name });

/**
 * The presumption of the Civil Code, Article 1063. A wife of a woman is no father, nor presumed a parent: the Act of 2019 has no such rule.
 */
export function husbandsOf(draft: Draft, mother: PersonRecord, birthDate: string, facts: MarriageFacts): Husbands {
  const earliest = addDays(birthDate, -earliestConception);
  const latest = addDays(birthDate, -latestConception);
  const presumed: Husband[] = [];
  let later: Husband | null = null;
  const spouse = draft.person(mother.spouse);
  const isMarriedToMan = mother.maritalStatus === "married" && mother.spouseName !== null && spouse?.sex !== "female";
  if (isMarriedToMan) {
    const husband = { nationalId: mother.spouse, name: mother.spouseName ?? "" };
    if (!facts.marriedOn || facts.marriedOn <= latest) presumed.push(husband);
    else later = husband;
  }
  for (const dead of lateHusbands(draft, mother)) if ((dead.statusOn ?? "") >= earliest) presumed.push(asHusband(dead));
  const { formerMarriage } = facts;
  if (formerMarriage && formerMarriage.endedOn >= earliest)
    presumed.push({ nationalId: formerMarriage.husband, name: formerMarriage.name });
  return { presumed, later };
}

/** Husbands whose death ended the marriage still stand as such in their own records. */
const lateHusbands = (draft: Draft, mother: PersonRecord): PersonRecord[] =>
  draft.world.keysWith("person", "spouse", mother.nationalId).flatMap((key) => {
    const record = personOf(draft.world, key);
    return record && record.sex === "male" && (record.status === "dead" || record.status === "declared-dead") ? [record] : [];
  });

export type Father = { father: Husband | null; isLegitimate: boolean };

/**
 * The father as the law has it, beside who was stated: a husband is, unless a ruling says otherwise; another man only after he has acknowledged the
 * child (Article 1065), and a man whom the mother married afterwards without that (Article 1064).
 */
export function fatherOf(
  draft: Draft,
  mother: PersonRecord,
  birthDate: string,
  facts: MarriageFacts & { father: string | null; fatherName?: string | undefined },
): Father {
  if (mother.maritalStatus === "divorced" && facts.formerMarriage === undefined)
    draft.missing("former-marriage-not-stated", "B0000001:1062", "formerMarriage");
  const { presumed, later } = husbandsOf(draft, mother, birthDate, facts);
  const isStated = ({ nationalId, name }: Husband): boolean =>
    nationalId ? nationalId === facts.father : facts.father === null && facts.fatherName === name;
  const isNoneStated = facts.father === null && facts.fatherName === undefined;
  if (presumed.length > 1 && !facts.fatherRuling) draft.missing("father-ruling-missing", "B0010048:65", "fatherRuling");
  const candidates = facts.denial ? [] : presumed;
  const husband = candidates.length > 1 ? candidates.find(isStated) : candidates[0];
  if (husband) {
    if (!isStated(husband)) draft.refuse("father-is-husband", "B0000001:1063", "father");
    return { father: husband, isLegitimate: true };
  }
  if (later && isStated(later)) {
    draft.note("legitimate-by-marriage", "B0000001:1064");
    return { father: later, isLegitimate: true };
  }
  if (draft.person(facts.father)?.sex === "female") draft.refuse("father-not-male", "B0000001:1061", "father");
  else if (!isNoneStated) draft.refuse("father-has-to-acknowledge", "B0000001:1065", "father");
  return { father: null, isLegitimate: false };
}
