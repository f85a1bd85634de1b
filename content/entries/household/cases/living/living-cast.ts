import { application, childOf, type Given, home, married, person, places } from "../table.ts";

export const [husband, wife] = married(person("黃建豪", "male", "1985-10-10"), person("劉怡君", "female", "1987-01-31"));
export const girl = childOf(person("黃品妍", "female", "2016-07-01"), husband, wife);
export const brother = person("黃建中", "male", "1990-02-02");
export const friend = person("方大同", "male", "1986-06-06");
export const [home1, home2] = ["A0500003", "F0500001"];
export const newNo = "F0000001";
export const family: Given = {
  people: [husband, wife, girl, friend],
  homes: [
    home(home1, places.zhongzheng.village, [
      [husband, "head"],
      [wife, "spouse"],
      [girl, "child"],
    ]),
    home(home2, places.banqiao.village, [[friend, "head"]]),
  ],
};
export const form = { to: "form", villageCode: places.banqiao.village, address: "文化路一段25號3樓", proof: "owner" };
export const join = { to: "join", household: home2, bookShown: true };
export const all = [husband.nationalId, wife.nationalId, girl.nationalId];
export const move = { who: all, movedOn: "2024-03-01", intendsToStay: true, target: form };

export type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
export const applyAs =
  (kind: string, facts: object) =>
  ({ facts: more = {}, ...rest }: Change = {}) =>
    application(
      kind,
      { ...facts, ...more },
      { filedOn: "2024-03-11", office: places.banqiao.township, by: [[husband, "head"]], ...rest },
    );
export const moveIn = applyAs("move-in", move);
export const ofOne = { who: [husband.nationalId], newHead: wife.nationalId };
export const here = { office: places.zhongzheng.township };
