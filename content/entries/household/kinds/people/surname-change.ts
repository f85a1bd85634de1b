import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio } from "../../applying/terms.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, nationalId } from "../../facts.ts";
import { bars, checkBars, checkNameApplicants } from "../../names/name-rules.ts";
import { checkName, surnameOf, withSurname } from "../../names/names.ts";
import { rename } from "../../names/renaming.ts";
import { checkSurnameLimit } from "../../names/surnames.ts";
import { isAdult } from "../../people/capacity.ts";
import { livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const surname = Type.String({ minLength: 1, maxLength: 20 });
const facts = closed({
  person: nationalId,
  /** The father's, the mother's, the spouse's before the own one, the own one again, or another that the papers show. */
  to: Type.Enum(["father", "mother", "spouse-before", "own", "other"]),
  /** The parents agree; an adult wants it; a court (Civil Code, Article 1059); or a reason of the Name Act, Article 8. */
  ground: Type.Enum(["agreement", "own-will", "court", "status", "family-error", "transliteration", "other-law", "marriage"]),
  /** Of both parents, or of both spouses on the surname before the own one, in writing. */
  agreement: Type.Optional(Type.Boolean()),
  /** Papers that show the ground, such as the final ruling. */
  proof: Type.Boolean(),
  /** The present surname, where it does not show in the name. */
  presentSurname: Type.Optional(surname),
  /** The new one, where it does not show in the name of the parent or spouse. */
  surnameText: Type.Optional(surname),
  bars,
  otherParentConsents: Type.Boolean(),
});
type Facts = Static<typeof facts>;

const article = "D0030011:8";
const civil = "B0000001:1059";

/** Change of the surname (改姓、冠姓、回復本姓). */
export const surnameChange = defineKind({
  facts,
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const person = livingPerson(draft, facts.person, "person");
    checkExOfficio(draft, "never");
    if (!person) return draft.outcome();
    checkOfficeOf(draft, person, "perhaps");
    checkBars(draft, person, facts.bars);
    checkNameApplicants(draft, person, facts.otherParentConsents || (facts.agreement ?? false) || facts.ground === "court");
    const counted = checkGround(draft, person, facts);
    const next = newSurname(draft, person, facts);
    draft.add(officerFindings(application, draft.world, [facts.person]));
    if (!next) return draft.outcome();
    const present = surnameOf(person.name, facts.presentSurname);
    const name = checkName(draft, { given: withSurname(person.name, present, "") }, next);
    if (name === person.name) draft.refuse("name-unchanged", article, "to");
    if (draft.isStopped()) return draft.outcome();
    rename(draft, person, name, counted);
    draft.give("surname", next);
    return draft.outcome();
  },
});

function checkGround(draft: Draft, person: PersonRecord, { to, ground, agreement, proof }: Facts): Partial<PersonRecord> {
  const adult = isAdult(person, draft.application.filedOn);
  const isParents = to === "father" || to === "mother";
  const isMarriage = to === "spouse-before" || to === "own";
  if (ground === "agreement" || ground === "own-will") {
    if (!isParents) draft.refuse("surname-of-parents", civil, "to");
    if (adult !== (ground === "own-will")) draft.refuse(adult ? "adult-decides" : "parents-decide", civil, "ground");
    if (ground === "agreement") checkBothParents(draft, person);
    return checkSurnameLimit(draft, person, { isAgreed: agreement ?? false, article: civil });
  }
  if (isMarriage !== (ground === "marriage")) draft.refuse("surname-ground", article, "ground");
  if (ground === "marriage") {
    if (person.maritalStatus !== "married") draft.refuse("not-married", "B0000001:1000", "to");
    if (to === "spouse-before" && !agreement) draft.missing("spouse-agreement-missing", "B0000001:1000", "agreement");
    // Once in the same marriage; the records do not count it.
    if (to === "own") draft.judge("own-surname-once", "B0000001:1000", "to");
  } else if (!proof) draft.missing("reason-proof-missing", "D0030012:7", "proof");
  return {};
}

/** Parents who agree have both to be there: where one is dead or missing only a court can decide (Article 1059, paragraph 5). */
function checkBothParents(draft: Draft, { father, mother, fatherName, motherName }: PersonRecord): void {
  const isGone = (nationalId: string | null): boolean =>
    ["dead", "declared-dead"].includes(draft.person(nationalId)?.status ?? "");
  if (!(father ?? fatherName) || !(mother ?? motherName) || isGone(father) || isGone(mother))
    draft.refuse("both-parents-needed", civil, "ground");
}

function newSurname(draft: Draft, person: PersonRecord, { to, surnameText, presentSurname }: Facts): string | undefined {
  const of = (name: string | null): string | undefined => {
    if (name === null) return undefined;
    return /^\p{Script=Han}/u.test(name) ? surnameOf(name, surnameText) : surnameText;
  };
  const present = surnameOf(person.name, presentSurname);
  const next = {
    father: of(person.fatherName),
    mother: of(person.motherName),
    "spouse-before": person.spouseName ? `${of(person.spouseName) ?? ""}${present}` : undefined,
    own: surnameText,
    other: surnameText,
  }[to];
  if (!next) draft.missing("surname-not-stated", "D0030011:2", "surnameText");
  return next;
}
