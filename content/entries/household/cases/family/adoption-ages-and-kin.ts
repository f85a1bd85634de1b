import type { PersonRecord } from "../../records.ts";
import { allowed, refused } from "../short.ts";
import { type Case, childOf, married, person, personKey } from "../table.ts";
import { adopts, birthFather, birthMother, byOne, child, father, grandfather, step, stepfather, uncle } from "./adoption-cast.ts";

export const adoptionAgesAndKin: readonly Case[] = [
  {
    name: "nineteen years older, alone",
    article: "Civil Code, Article 1073",
    ...byOne(person("陳年輕", "female", "1998-05-06")),
    expect: refused("adopter-too-young"),
  },
  {
    name: "twenty years older on the day",
    article: "Civil Code, Article 1073",
    ...byOne(person("陳二十", "female", "1998-05-05")),
    expect: {
      ...allowed(),
      changes: { [personKey(child)]: { father: null, motherName: "陳二十", responsibility: "mother", name: "陳小孩" } },
    },
  },
  {
    name: "twenty years from 29 February: born 28 February 2028 is a day short",
    article: "Civil Code, Article 1073",
    ...(() => {
      const born: PersonRecord = { ...child, birthDate: "2028-02-28" };
      return byOne(person("陳閏年", "female", "2008-02-29"), { finalOn: "2029-02-02" }, [born], { filedOn: "2029-03-01" });
    })(),
    expect: refused("adopter-too-young"),
  },
  {
    name: "spouses: one twenty, the other sixteen years older",
    article: "Civil Code, Article 1073",
    ...(() => {
      const [older, younger] = married(person("林大", "male", "1990-01-01"), person("王小", "female", "2002-05-05"));
      return adopts({ first: { nationalId: older.nationalId }, second: { nationalId: younger.nationalId } }, [older, younger], {
        by: [[older, "adopter"]],
      });
    })(),
    expect: allowed(),
  },
  {
    name: "spouses: both only sixteen years older",
    article: "Civil Code, Article 1073",
    ...(() => {
      const [older, younger] = married(person("林中", "male", "2000-01-01"), person("王小", "female", "2002-05-05"));
      return adopts({ first: { nationalId: older.nationalId }, second: { nationalId: younger.nationalId } }, [older, younger], {
        by: [[older, "adopter"]],
      });
    })(),
    expect: refused("adopter-too-young"),
  },
  {
    name: "a stepfather sixteen years older adopts his wife's child; she stays the mother",
    article: "Civil Code, Article 1074",
    ...byOne({ ...stepfather, birthDate: "2002-05-05" }, {}, step),
    expect: {
      ...allowed(),
      changes: {
        [personKey(child)]: {
          father: stepfather.nationalId,
          mother: birthMother.nationalId,
          birthFather: birthFather.nationalId,
          birthMother: birthMother.nationalId,
          name: "周小孩",
          responsibility: "both",
        },
      },
    },
  },
  {
    name: "a stepfather fifteen years older",
    article: "Civil Code, Article 1073",
    ...byOne({ ...stepfather, birthDate: "2002-05-06" }, {}, step),
    expect: refused("adopter-too-young"),
  },
  {
    name: "a grandfather adopts his grandchild",
    article: "Civil Code, Article 1073-1",
    ...byOne(grandfather, {}, [childOf(birthFather, grandfather, null)]),
    expect: refused("adoption-direct-kin"),
  },
  {
    name: "an uncle adopts his brother's child: of the parents' generation",
    article: "Civil Code, Article 1073-1",
    ...byOne(uncle, {}, [childOf(birthFather, grandfather, null), grandfather]),
    expect: allowed(),
  },
  {
    name: "a first cousin is of the child's own generation",
    article: "Civil Code, Article 1073-1",
    ...byOne(childOf(person("黃堂哥", "male", "1990-07-01"), uncle, null), {}, [
      { ...uncle, birthDate: "1965-01-01" },
      childOf(birthFather, grandfather, null),
      grandfather,
    ]),
    expect: refused("adoption-generation"),
  },
  {
    name: "a father-in-law adopts his daughter's husband",
    article: "Civil Code, Article 1073-1",
    ...(() => {
      const [wife, husband] = married(
        childOf(person("林女", "female", "2000-01-01"), father, null),
        person("簡婿", "male", "2001-01-01"),
      );
      return byOne(
        father,
        { child: husband.nationalId, representativeActed: undefined, spouseConsent: true, alone: "spouse-unable" },
        [wife, husband],
      );
    })(),
    expect: refused("adoption-direct-kin", "office-only-if-announced"),
  },
];
