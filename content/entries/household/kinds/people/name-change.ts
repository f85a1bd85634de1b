import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio } from "../../applying/terms.ts";
import { addMonths } from "../../days.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, nationalId } from "../../facts.ts";
import { bars, checkBars, checkNameApplicants } from "../../names/name-rules.ts";
import { checkName, newName, surnameOf } from "../../names/names.ts";
import { rename } from "../../names/renaming.ts";
import { isAdult } from "../../people/capacity.ts";
import { livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  person: nationalId,
  name: newName,
  /** The present surname, where it does not show in the name. */
  surnameText: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  /** Name Act, Article 9, items 1 to 7, and Article 10, items 1 to 3, which let the whole name change. */
  reason: Type.Enum([
    "same-workplace",
    "same-ascendant",
    "same-county",
    "wanted-namesake",
    "status",
    "special",
    "indigenous",
    "transliteration",
    "religion",
    "official-duty",
  ]),
  /** A new surname, where Article 10 lets it change. */
  newSurname: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  /** Papers that show the reason, or that its records were looked up (Enforcement Rules, Articles 8 and 9). */
  proof: Type.Boolean(),
  /** Who has the same name in the same county. */
  namesake: Type.Optional(nationalId),
  bars,
  otherParentConsents: Type.Boolean(),
});
type Facts = Static<typeof facts>;

const article = "D0030011:9";
const wholeReasons: readonly Facts["reason"][] = ["transliteration", "religion", "official-duty"];

/** Change of the given name (改名), or of the whole name (更改姓名). It takes effect when it is entered, so no term runs (Name Act, Article 14). */
export const nameChange = defineKind({
  facts,
  legalBasis: article,
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const person = livingPerson(draft, facts.person, "person");
    checkExOfficio(draft, "never");
    if (!person) return draft.outcome();
    checkOfficeOf(draft, person, "announced");
    checkBars(draft, person, facts.bars);
    checkReason(draft, person, facts);
    const surname = facts.newSurname ?? surnameOf(person.name, facts.surnameText);
    const isWhole = wholeReasons.includes(facts.reason);
    if (facts.newSurname && !isWhole) draft.refuse("surname-needs-other-reason", "D0030011:8", "newSurname");
    const name = checkName(draft, facts.name, surname);
    if (name === person.name) draft.refuse("name-unchanged", article, "name");
    checkNameApplicants(draft, person, facts.otherParentConsents);
    draft.add(officerFindings(application, draft.world, [facts.person]));
    rename(draft, person, name, { renamed: person.renamed + (facts.reason === "special" ? 1 : 0) });
    return draft.outcome();
  },
});

function checkReason(draft: Draft, person: PersonRecord, facts: Facts): void {
  const { reason, proof, namesake } = facts;
  if (reason === "special") checkCount(draft, person);
  else if (reason === "same-ascendant") {
    if (!hasNamesakeAbove(draft, person)) draft.refuse("no-such-namesake", article, "reason");
  } else if (reason === "same-county") checkNamesake(draft, person, namesake);
  else if (!proof) draft.missing("reason-proof-missing", wholeReasons.includes(reason) ? "D0030012:9" : "D0030012:8", "proof");
}

/** For reason 6 three times in all; a minor the second time only as an adult. */
function checkCount(draft: Draft, person: PersonRecord): void {
  if (person.renamed >= 3) draft.refuse("renamed-three-times", article, "reason");
  else if (person.renamed >= 1 && !isAdult(person, draft.application.filedOn))
    draft.refuse("renamed-as-minor", article, "reason");
}

const givenNameOf = ({ name }: PersonRecord): string => name.slice(surnameOf(name).length);

/** An ascendant within three degrees with just the same given name. */
function hasNamesakeAbove(draft: Draft, person: PersonRecord): boolean {
  let generation: PersonRecord[] = [person];
  for (let degree = 1; degree <= 3; degree++) {
    generation = generation.flatMap((one) => [one.father, one.mother].flatMap((parent) => draft.person(parent) ?? []));
    if (generation.some((one) => givenNameOf(one) === givenNameOf(person))) return true;
  }
  return false;
}

/** Both with the same name in households of one county for six months or more. */
function checkNamesake(draft: Draft, person: PersonRecord, namesake: string | undefined): void {
  const other = draft.person(namesake);
  const { filedOn } = draft.application;
  const county = (one: PersonRecord | undefined): string | undefined => draft.unit(one?.householdNo)?.villageCode.slice(0, 5);
  const isLong = (one: PersonRecord): boolean => one.movedOn === null || addMonths(one.movedOn, 6) <= filedOn;
  if (!namesake) draft.missing("namesake-not-stated", "D0030012:8", "namesake");
  else if (!other || other.nationalId === person.nationalId || other.name !== person.name)
    draft.refuse("no-such-namesake", article, "namesake");
  else if (!county(person) || county(person) !== county(other)) draft.refuse("namesake-in-other-county", article, "namesake");
  else if (!isLong(person) || !isLong(other)) draft.refuse("six-months-not-over", article, "namesake");
}
