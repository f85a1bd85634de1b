import { application, childOf, type Given, home, married, person, places } from "../table.ts";

export const [father, mother] = married(person("蔡國強", "male", "1980-04-04"), person("許雅婷", "female", "1982-08-08"));
export const adult = childOf(person("蔡宜蓁", "female", "2004-05-20"), father, mother);
export const minor = childOf(person("蔡宗翰", "male", "2010-10-10", { responsibility: "both" }), father, mother);
export const grandfather = person("蔡宜蓁", "male", "1950-01-01");
export const [husband, wife] = married(person("曾俊傑", "male", "2000-01-01"), adult);
export const baby = childOf(person("曾小寶", "female", "2023-02-02"), husband, wife);
export const namesake = person("蔡宜蓁", "female", "1999-09-09");
export const no = "A0500005";
export const village = places.zhongzheng.village;
export const members = [
  [father, "head"],
  [mother, "spouse"],
  [adult, "child"],
  [minor, "child"],
] as const;
export const family: Given = { people: [father, mother, adult, minor], homes: [home(no, village, members)] };
export const couple: Given = {
  people: [father, mother, husband, wife, baby, minor],
  homes: [
    home(no, village, [
      [father, "head"],
      [mother, "spouse"],
      [wife, "child"],
      [minor, "child"],
    ]),
  ],
};
export const without = (one: typeof adult, fields: object): Given => ({
  ...family,
  people: (family.people ?? []).map((other) => (other.nationalId === one.nationalId ? { ...one, ...fields } : other)),
});

export type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
export const applyAs =
  (kind: string, facts: object) =>
  ({ facts: more = {}, ...rest }: Change = {}) =>
    application(kind, { ...facts, ...more }, { filedOn: "2024-03-11", by: [[adult, "self"]], ...rest });
export const noBars = { answer: "none" };
export const rename = applyAs("name-change", {
  person: adult.nationalId,
  name: { given: "宥蓁" },
  reason: "special",
  proof: true,
  bars: noBars,
  otherParentConsents: false,
});
export const ofMinor = { person: minor.nationalId, name: { given: "宇恩" } };
