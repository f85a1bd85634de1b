import Type, { type Static } from "typebox";
import type { Draft } from "../draft.ts";
import { closed, day, nationalId, orNull, text } from "../facts.ts";
import { refreshRelations } from "../living/households.ts";
import { checkName } from "../names/names.ts";
import { rename } from "../names/renaming.ts";
import type { PersonRecord, Sex } from "../records.ts";
import { checkParentAge, childrenOf, informOfCard } from "./persons.ts";

/** Values that a correction puts in the place of wrong ones. What a household shows is corrected by entries of moves and heads. */
export const correctedValues = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    sex: Type.Optional(Type.Enum(["male", "female"])),
    birthDate: Type.Optional(day),
    birthPlace: Type.Optional(orNull(Type.String({ minLength: 2, maxLength: 40 }))),
    birthOrder: Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 30 }))),
    father: Type.Optional(orNull(nationalId)),
    mother: Type.Optional(orNull(nationalId)),
    fatherName: Type.Optional(orNull(text)),
    motherName: Type.Optional(orNull(text)),
    spouseName: Type.Optional(orNull(text)),
    maritalStatus: Type.Optional(Type.Enum(["single", "divorced", "widowed"])),
    statusOn: Type.Optional(day),
    movedOn: Type.Optional(day),
    renamed: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    surnameChanges: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    surnameChangesAdult: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type CorrectedValues = Static<typeof correctedValues>;

/** Kinds of papers, in the order of the Enforcement Rules, Article 16. */
export const paper = closed({
  kind: Type.Enum([
    "none",
    "earlier-register",
    "original-id-card",
    "school",
    "birth-certificate",
    "military",
    "ruling",
    "other-authority",
  ]),
  /** When it was issued or its data were first recorded, whichever is earlier. */
  issuedOn: Type.Optional(day),
});
export type Paper = Static<typeof paper>;

const article = "D0030006:22";

/** A paper for another birthday is older than the first registration, unless it is itself an earlier register, or a ruling (Article 17). */
export function checkPaper(
  draft: Draft,
  { kind, issuedOn }: Paper,
  isBirthday: boolean,
  firstRegisteredOn: string | undefined,
): void {
  if (kind === "none") draft.missing("correction-paper-missing", "D0030007:16", "paper");
  if (!isBirthday || kind === "none" || kind === "earlier-register" || kind === "ruling") return;
  if (!issuedOn || !firstRegisteredOn) draft.missing("paper-day-not-stated", "D0030007:17", "paper");
  else if (issuedOn >= firstRegisteredOn) draft.refuse("paper-too-late", "D0030007:17", "paper");
}

/** Whether the new values can be true beside those of the kin. */
export function checkValues(draft: Draft, person: PersonRecord, values: CorrectedValues): void {
  // A national id tells the sex, so another sex means another number and another record.
  if (values.sex !== undefined && values.sex !== person.sex) draft.refuse("correction-needs-new-id", "D0030030:6", "values");
  if (values.name !== undefined) checkName(draft, { given: values.name }, "");
  const birthDate = values.birthDate ?? person.birthDate;
  const parents: [string | null | undefined, Sex][] = [
    [values.father === undefined ? person.father : values.father, "male"],
    [values.mother === undefined ? person.mother : values.mother, "female"],
  ];
  const isNew = (parent: string): boolean => parent === values.father || parent === values.mother;
  for (const [parent, sex] of parents) {
    const record = draft.person(parent);
    if (parent && isNew(parent) && (!record || record.sex !== sex || parent === person.nationalId))
      draft.refuse("correction-impossible", article, "values");
    if (values.birthDate !== undefined || (parent && isNew(parent))) checkParentAge(draft, record, birthDate, "values");
  }
  const days = [values.statusOn, values.movedOn].filter((day) => day !== undefined);
  const isWrongDay = (day: string): boolean => day > draft.application.filedOn || day < birthDate;
  const isWrongStatus =
    (values.statusOn !== undefined && person.status === "present") ||
    (values.maritalStatus !== undefined && person.maritalStatus === "married");
  if (days.some(isWrongDay) || isWrongStatus) draft.refuse("correction-impossible", article, "values");
  if (values.birthDate !== undefined) checkBirthday(draft, person, values.birthDate);
  const isUnchanged = Object.entries(values).every(([field, value]) => person[field as keyof PersonRecord] === value);
  if (isUnchanged) draft.refuse("nothing-to-correct", article, "values");
}

/** A birthday lies before everything else that the records know of the person. */
function checkBirthday(draft: Draft, person: PersonRecord, birthDate: string): void {
  for (const child of childrenOf(draft, person.nationalId))
    checkParentAge(draft, { ...person, birthDate }, child.birthDate, "values");
  const later = [draft.application.filedOn, person.statusOn, person.movedOn, draft.card(person.nationalId)?.issuedOn];
  if (later.some((day) => typeof day === "string" && day < birthDate)) draft.refuse("correction-impossible", article, "values");
}

/** Puts the values in, with what follows: the parents' names, the names in the records of kin, and the relations in the household. */
export function correct(draft: Draft, person: PersonRecord, values: CorrectedValues): void {
  const { name, ...others } = values;
  const parents = {
    ...(values.father ? { fatherName: draft.person(values.father)?.name ?? null } : {}),
    ...(values.mother ? { motherName: draft.person(values.mother)?.name ?? null } : {}),
  };
  rename(draft, person, name ?? person.name, { ...parents, ...others });
  if (person.householdNo) refreshRelations(draft, person.householdNo);
  const printed = ["name", "birthDate", "birthPlace", "father", "mother", "fatherName", "motherName", "spouseName"];
  if (Object.keys(values).some((field) => printed.includes(field))) informOfCard(draft, person.nationalId);
  draft.inform("head", "exchange-household-book", "D0030006:58");
}
