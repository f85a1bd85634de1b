import { nationalIdOf } from "@troad/population";
import { application, childOf, type Given, home, married, person, places } from "../table.ts";

export const [father, mother] = married(person("林志明", "male", "1990-03-05"), person("陳美玲", "female", "1992-07-10"));
export const grandmother = person("林黃秀英", "female", "1960-01-20");
export const son = childOf(person("林小安", "male", "2021-06-15"), father, mother);
export const no = "A0500001";
export const family: Given = {
  people: [father, mother],
  homes: [
    home(no, places.zhongzheng.village, [
      [father, "head"],
      [mother, "spouse"],
    ]),
  ],
};
export const alone = person("吳佩君", "female", "1995-11-02");
export const single: Given = { people: [alone], homes: [home(no, places.zhongzheng.village, [[alone, "head"]])] };
export const firstBoy = nationalIdOf("A", "male", 1);
export const secondBoy = nationalIdOf("A", "male", 2);
export const firstGirl = nationalIdOf("A", "female", 1);

export const birth = {
  mother: mother.nationalId,
  father: father.nationalId,
  name: { given: "承恩" },
  surname: "father",
  surnameAgreement: true,
  sex: "male",
  birthDate: "2024-05-02",
  birthPlace: "63000",
  bornAlive: true,
  order: 1,
  children: 1,
  weeks: 39,
  proof: "certificate",
  household: no,
};
export const ofAlone = { ...birth, mother: alone.nationalId, father: null, surname: "mother", surnameAgreement: false };

export type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
export const apply = ({ facts = {}, ...rest }: Change = {}) =>
  application("birth", { ...birth, ...facts }, { filedOn: "2024-05-20", by: [[mother, "mother"]], ...rest });
export const applyAlone = ({ facts = {}, ...rest }: Change = {}) =>
  application("birth", { ...ofAlone, ...facts }, { filedOn: "2024-05-20", by: [[alone, "mother"]], ...rest });
