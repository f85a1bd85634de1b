import type { PersonRecord } from "../../records.ts";
import { application, childOf, married, person, personKey } from "../table.ts";

export const [husband, wife] = married(person("林先生", "male", "1985-01-01"), person("王太太", "female", "1987-01-01"));
export const firstWitness = person("陳一", "female", "1970-01-01");
export const secondWitness = person("李二", "male", "1972-02-02");
export const witnesses = [firstWitness, secondWitness].map(({ nationalId, name }) => ({ nationalId, name, knowsWill: true }));
export const child: PersonRecord = { ...childOf(person("林小孩", "male", "2016-05-05"), husband, wife), responsibility: "both" };
export const grown = childOf(person("林成年", "female", "2007-05-05"), husband, wife);

export type Fields = Partial<Parameters<typeof application>[2]>;
export const both: NonNullable<Fields["by"]> = [
  [husband, "spouse"],
  [wife, "partner"],
];

/** By agreement at the counter, unless the facts say otherwise. */
export function divorces(facts: object, fields: Fields = {}, people: readonly PersonRecord[] = [husband, wife]) {
  const stated = {
    by: "agreement",
    first: husband.nationalId,
    second: wife.nationalId,
    agreementShown: true,
    witnesses,
    ...facts,
  };
  return {
    given: { people: [...people, firstWitness, secondWitness] },
    application: application("divorce", stated, { filedOn: "2026-03-02", by: both, ...fields }),
  };
}

/** By a ruling that became final on a day. */
export const rules = (facts: object, fields: Fields = {}, people?: readonly PersonRecord[]) =>
  divorces(
    { by: "judgment", finalOn: "2026-02-02", ruling: "final", agreementShown: undefined, witnesses: undefined, ...facts },
    { by: [[wife, "partner"]], ...fields },
    people,
  );

export const apart = {
  [personKey(husband)]: { maritalStatus: "divorced", spouse: null, spouseName: null },
  [personKey(wife)]: { maritalStatus: "divorced", spouse: null, spouseName: null },
};
