import type { PersonRecord } from "../../records.ts";
import { application, type Case, childOf, person } from "../table.ts";

/** A couple with nothing in their way, and two witnesses. */
export const man = person("林志明", "male", "1996-04-01");
export const woman = person("王雅婷", "female", "1998-02-03");
export const firstWitness = person("陳一", "female", "1970-01-01");
export const secondWitness = person("李二", "male", "1972-02-02");
export const witnesses = [firstWitness, secondWitness].map(({ nationalId, name }) => ({ nationalId, name, knowsWill: true }));
export const card = { serial: 1, issuedOn: "2012-05-05", reason: "first", state: "valid", stateOn: "2012-05-05" } as const;

export type Fields = { facts?: object; people?: readonly PersonRecord[]; on?: string; by?: readonly PersonRecord[] } & Partial<
  Pick<Case, "given">
> & { fields?: Partial<Parameters<typeof application>[2]> };

/** Both of a couple at the counter with contract and witnesses, unless a case says otherwise. */
export function marries(
  first: PersonRecord,
  second: PersonRecord,
  { facts = {}, people = [], on = "2026-03-02", by, given, fields = {} }: Fields = {},
) {
  const filers = (by ?? [first, second]).map((filer) => [filer, filer === first ? "spouse" : "partner"] as const);
  const stated = {
    form: "registration",
    first: { nationalId: first.nationalId },
    second: { nationalId: second.nationalId },
    contractShown: true,
    witnesses,
    ...facts,
  };
  return {
    given: { people: [first, second, firstWitness, secondWitness, ...people], ...given },
    application: application("marriage", stated, { filedOn: on, by: filers, ...fields }),
  };
}

export const grandfather = person("林祖", "male", "1930-01-01");
export const father = childOf(person("林父", "male", "1960-01-01"), grandfather, null);
export const uncle = childOf(person("林叔", "male", "1962-01-01"), grandfather, null);
export const cousin = childOf(person("林堂", "female", "1997-01-01"), uncle, null);
export const son = childOf(person("林子", "male", "1995-01-01"), father, null);
export const sister = childOf(person("林妹", "female", "1999-01-01"), father, null);
export const cousinsChild = childOf(person("黃甥", "female", "2006-01-01"), null, cousin);
/** Uncle's daughter by adoption: a first cousin of the same generation. */
export const adoptedCousin: PersonRecord = {
  ...childOf(person("林養", "female", "1997-06-01"), uncle, null),
  birthFather: secondWitness.nationalId,
  birthMother: firstWitness.nationalId,
};
export const adoptedSister: PersonRecord = {
  ...childOf(person("林養妹", "female", "1998-06-01"), father, null),
  birthMother: firstWitness.nationalId,
};
export const family = [grandfather, father, uncle];
export const widowed = person("趙寡", "female", "1990-01-01", { maritalStatus: "widowed" });
export const lateHusband = person("林故", "male", "1988-01-01", {
  status: "dead",
  statusOn: "2024-01-01",
  maritalStatus: "married",
  spouse: widowed.nationalId,
  spouseName: widowed.name,
});
export const lateBrother = childOf(lateHusband, father, null);
