import { application, childOf, type Given, home, person, places } from "../table.ts";

export const mother = person("簡秀蘭", "female", "1988-03-03");
export const child = childOf(person("簡語彤", "female", "2019-11-11", { responsibility: "mother" }), null, mother);
export const man = person("江明哲", "male", "1985-05-05");
export const no = "A0500007";
export const village = places.zhongzheng.village;
export const family: Given = {
  people: [mother, child, man],
  homes: [
    home(no, village, [
      [mother, "head"],
      [child, "child"],
    ]),
    home("A0500008", places.daan.village, [[man, "head"]]),
  ],
};
export type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
export const applyAs =
  (kind: string, facts: object, by: readonly (readonly [ReturnType<typeof person>, string])[]) =>
  ({ facts: more = {}, ...rest }: Change = {}) =>
    application(kind, { ...facts, ...more }, { filedOn: "2024-03-11", by, ...rest });

export const acknowledge = applyAs(
  "acknowledgement",
  { child: child.nationalId, father: man.nationalId, on: "2024-03-11", proof: "declaration", surname: "keep" },
  [[man, "father"]],
);
