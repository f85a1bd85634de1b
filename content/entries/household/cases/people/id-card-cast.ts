import type { CardRecord, PersonRecord } from "../../records.ts";
import { application, childOf, home, person, places } from "../table.ts";

export const grandmother = person("林奶奶", "female", "1950-01-01");
export const father = childOf(person("林父", "male", "1980-01-01"), null, grandmother);
export const teen: PersonRecord = {
  ...childOf(person("林十四", "female", "2012-03-02"), father, null),
  responsibility: "father",
};
export const child: PersonRecord = { ...childOf(person("林十三", "male", "2012-03-03"), father, null), responsibility: "father" };
export const holder = person("王小姐", "female", "1990-01-01");
export const friend = person("陳友", "male", "1990-01-01");
export const valid: CardRecord = { serial: 2, issuedOn: "2015-05-05", reason: "exchange", state: "valid", stateOn: "2015-05-05" };
export const lost: CardRecord = { ...valid, state: "lost", stateOn: "2026-03-02" };

export type Fields = Partial<Parameters<typeof application>[2]>;

/** The face was compared, and is the same. */
export const compared = { "face-to-be-compared": "與歷次相片相符" };

export function asks(kind: string, who: PersonRecord, facts: object, card: CardRecord | null, fields: Fields = {}) {
  return {
    given: {
      people: [...new Map([grandmother, father, friend, who].map((one) => [one.nationalId, one])).values()],
      homes: [home("A0000001", places.zhongzheng.village, [[who, "head"]])],
      ...(card ? { cards: { [who.nationalId]: card } } : {}),
    },
    application: application(
      kind,
      { holder: who.nationalId, ...facts },
      { filedOn: "2026-03-02", by: [[who, "holder"]], judged: compared, ...fields },
    ),
  };
}

export const photo = { takenOn: "2026-01-05" };
export const first = (who: PersonRecord, facts: object = {}, fields: Fields = {}, card: CardRecord | null = null) =>
  asks("id-card-first", who, { photo, identityProofShown: true, ...facts }, card, fields);
export const replaces = (facts: object = {}, fields: Fields = {}, card: CardRecord | null = lost) =>
  asks("id-card-replacement", holder, { cause: "lost", photo, identityProofShown: true, ...facts }, card, fields);
export const reports = (facts: object = {}, fields: Fields = {}, card: CardRecord | null = valid) =>
  asks("id-card-loss", holder, { how: "lost", ...facts }, card, { judged: {}, ...fields });
export const exchanges = (facts: object = {}, fields: Fields = {}, card: CardRecord | null = valid) =>
  asks(
    "id-card-exchange",
    holder,
    { reason: "entry", entryMadeHere: true, oldCardShown: true, photo: {}, ...facts },
    card,
    fields,
  );

export const face = "face-to-be-compared";
export const cardKey = ({ nationalId }: PersonRecord): string => `id-card ${nationalId}`;
export const byMandate = (who: PersonRecord, as: string): Fields => ({
  filers: [{ nationalId: who.nationalId, as, present: "mandate" }],
});
