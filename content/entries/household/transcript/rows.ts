import type { PersonRecord } from "../records.ts";
import type { TranscriptKind } from "./fees.ts";

/** One person as a paper shows them: fields of their record, by its names. */
export type Row = Readonly<Partial<PersonRecord>> & { nationalId: string; name: string };

const always = [
  "relation",
  "name",
  "nationalId",
  "birthDate",
  "sex",
  "birthPlace",
  "fatherName",
  "motherName",
  "spouseName",
] as const;
const transcript = [...always, "birthOrder", "maritalStatus", "status", "statusOn"] as const;
/** What was entered of past events and of who acts for the person. */
const notes = ["movedOn", "guardian", "assistant", "responsibility", "birthFather", "birthMother"] as const;
const marriage = ["name", "nationalId", "birthDate", "spouse", "spouseName", "maritalStatus"] as const;

const fieldsOf = (kind: TranscriptKind, withNotes: boolean): readonly (keyof PersonRecord)[] => {
  if (kind.startsWith("marriage") || kind.startsWith("divorce")) return marriage;
  if (kind === "move-record") return ["name", "nationalId", "birthDate", "movedOn"];
  if (kind === "name-record") return ["name", "nationalId", "birthDate"];
  return withNotes ? [...transcript, ...notes] : transcript;
};

export function rowOf(person: PersonRecord, { kind, withNotes }: { kind: TranscriptKind; withNotes: boolean }): Row {
  const shown = Object.fromEntries(fieldsOf(kind, withNotes).map((field) => [field, person[field]]));
  return { ...shown, nationalId: person.nationalId, name: person.name };
}
