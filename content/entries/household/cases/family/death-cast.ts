import { application, childOf, type Given, home, married, person, places } from "../table.ts";

export const [grandfather, grandmother] = married(
  person("張金水", "male", "1945-03-01"),
  person("李阿玉", "female", "1948-09-09"),
);
export const son = childOf(person("張文雄", "male", "1972-05-05", { maritalStatus: "divorced" }), grandfather, grandmother);
export const daughter = childOf(person("張文惠", "female", "1975-08-15"), grandfather, grandmother);
export const grandson = childOf(person("張承翰", "male", "2012-02-29"), son, null);
export const no = "A0500002";
export const village = places.zhongzheng.village;
export const family: Given = {
  people: [grandfather, grandmother, son, daughter, grandson],
  homes: [
    home(no, village, [
      [grandfather, "head"],
      [grandmother, "spouse"],
      [son, "child"],
      [grandson, "grandchild"],
    ]),
  ],
  cards: {
    [grandfather.nationalId]: { serial: 2, issuedOn: "2015-05-05", reason: "exchange", state: "valid", stateOn: "2015-05-05" },
  },
};
export const alone = person("何獨居", "male", "1950-12-31");
export const single: Given = { people: [alone, son], homes: [home(no, village, [[alone, "head"]])] };
export const child = person("許小弟", "male", "2015-04-01", { father: alone.nationalId, fatherName: alone.name });
export const sister = person("許小妹", "female", "2018-04-01", { father: alone.nationalId, fatherName: alone.name });

export const death = {
  person: grandfather.nationalId,
  diedOn: "2024-03-04",
  proof: "certificate",
  newHead: grandmother.nationalId,
  cardBrought: true,
};
export type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
export const apply = ({ facts = {}, ...rest }: Change = {}) =>
  application("death", { ...death, ...facts }, { filedOn: "2024-03-11", by: [[son, "kin"]], ...rest });
export const { newHead: _none, ...withoutHead } = death;
export const applyWithout = ({ facts = {}, ...rest }: Change = {}) =>
  application("death", { ...withoutHead, ...facts }, { filedOn: "2024-03-11", by: [[son, "kin"]], ...rest });
