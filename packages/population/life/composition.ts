import type { Draw } from "../draw/random.ts";
import { weighted } from "../draw/weighted.ts";

export type Sex = "male" | "female";
export type Relation = "head" | "spouse" | "child" | "parent" | "grandchild";
export type MaritalStatus = "single" | "married" | "divorced" | "widowed";

/** A place in a household before it has a name: `years` is today's year minus the year of birth. */
export type Place = {
  relation: Relation;
  sex: Sex;
  years: number;
  marital: MaritalStatus /** Whose surname the person has: the head's, the spouse's, or one of their own. */;
  surname: "head" | "spouse" | "own";
};

const other = (sex: Sex): Sex => (sex === "male" ? "female" : "male");
const drawSex = (draw: Draw, maleShare: number): Sex => (draw.chance(maleShare) ? "male" : "female");

function single(draw: Draw, from: number, to: number): Place[] {
  const years = draw.whole(from, to);
  const luck = draw.unit();
  const marital: MaritalStatus =
    years >= 65
      ? luck < 0.55
        ? "widowed"
        : luck < 0.8
          ? "divorced"
          : "single"
      : years >= 40 && luck < 0.4
        ? "divorced"
        : "single";
  return [{ relation: "head", sex: drawSex(draw, years >= 65 ? 0.4 : 0.54), years, marital, surname: "own" }];
}

function couple(draw: Draw, from: number, to: number): Place[] {
  const sex = drawSex(draw, 0.68);
  const years = draw.whole(from, to);
  const gap = draw.whole(-1, 5);
  // Marriage is open to couples of one sex since 2019 (Act for Implementation of J.Y. Interpretation No. 748).
  const partner = draw.chance(0.006) ? sex : other(sex);
  return [
    { relation: "head", sex, years, marital: "married", surname: "own" },
    {
      relation: "spouse",
      sex: partner,
      years: Math.max(20, sex === "male" ? years - gap : years + gap),
      marital: "married",
      surname: "own",
    },
  ];
}

const childCount = weighted([
  [1, 48],
  [2, 43],
  [3, 9],
] as const);

/** Children were born when the younger parent was 22 to 36; unmarried, they stay up to 40. */
function children(draw: Draw, parents: Place[]): Place[] {
  const youngest = Math.min(...parents.map(({ years }) => years));
  const mother = parents.find(({ sex }) => sex === "female");
  const father = parents.find(({ sex }) => sex === "male");
  const own = father ?? mother!;
  const surname = own.relation === "head" || draw.chance(0.03) ? "head" : "spouse";
  const ages = Array.from({ length: childCount(draw) }, () => youngest - draw.whole(22, 36));
  const fitting = ages.filter((years) => years >= 0 && years <= 40).sort((a, b) => b - a);
  if (fitting.length === 0) fitting.push(Math.max(0, youngest - 36));
  return fitting
    .filter((years, at) => years !== fitting[at - 1])
    .map((years) => ({ relation: "child", sex: drawSex(draw, 0.517), years, marital: "single", surname }));
}

function family(draw: Draw, from: number, to: number): Place[] {
  const parents = couple(draw, from, to);
  if (parents[0]!.sex === parents[1]!.sex) return parents;
  return [...parents, ...children(draw, parents)];
}

function singleParent(draw: Draw): Place[] {
  const years = draw.whole(29, 74);
  const parent: Place = {
    relation: "head",
    sex: drawSex(draw, 0.28),
    years,
    marital: draw.chance(years > 60 ? 0.6 : 0.12) ? "widowed" : "divorced",
    surname: "own",
  };
  return [
    parent,
    ...children(draw, [parent]).map(
      (child): Place => ({ ...child, surname: draw.chance(parent.sex === "male" ? 1 : 0.25) ? "head" : "own" }),
    ),
  ];
}

function threeGenerations(draw: Draw): Place[] {
  const young = family(draw, 32, 52);
  const years = young[0]!.years + draw.whole(23, 33);
  if (draw.chance(0.55))
    return [...young, { relation: "parent", sex: drawSex(draw, 0.25), years, marital: "widowed", surname: "own" }];
  const mother = Math.max(years - draw.whole(0, 5), young[0]!.years + 18);
  return [
    ...young,
    { relation: "parent", sex: "male", years, marital: "married", surname: "head" },
    { relation: "parent", sex: "female", years: mother, marital: "married", surname: "own" },
  ];
}

function grandparent(draw: Draw): Place[] {
  const [elder] = single(draw, 58, 78);
  return [
    { ...elder!, marital: elder!.marital === "single" ? "widowed" : elder!.marital },
    {
      relation: "grandchild",
      sex: drawSex(draw, 0.517),
      years: draw.whole(4, 17),
      marital: "single",
      surname: draw.chance(0.6) ? "head" : "own",
    },
  ];
}

const kinds = weighted<(draw: Draw) => Place[]>([
  [(draw) => single(draw, 20, 44), 15],
  [(draw) => single(draw, 45, 64), 11],
  [(draw) => single(draw, 65, 93), 10],
  [(draw) => couple(draw, 26, 45), 6],
  [(draw) => couple(draw, 56, 84), 13],
  [(draw) => family(draw, 27, 50), 19],
  [(draw) => family(draw, 51, 70), 12],
  [singleParent, 8],
  [threeGenerations, 5],
  [grandparent, 1],
]);

/** Who lives together, the head first. Weights follow the household sizes and the age pyramid of 2024, roughly. */
export const drawHousehold = (draw: Draw): Place[] => kinds(draw)(draw);
export const drawSingle = (draw: Draw): Place[] => single(draw, 20, 93);

/** The household of a demo student: two parents, the student, a younger brother or sister. */
export function studentFamily(draw: Draw): Place[] {
  const years = draw.whole(47, 53);
  const child = { relation: "child", marital: "single", surname: "head" } as const;
  return [
    { relation: "head", sex: "male", years, marital: "married", surname: "own" },
    { relation: "spouse", sex: "female", years: years - draw.whole(0, 4), marital: "married", surname: "own" },
    { ...child, sex: drawSex(draw, 0.5), years: draw.whole(20, 21) },
    { ...child, sex: drawSex(draw, 0.5), years: draw.whole(12, 16) },
  ];
}

/** The household of demo staff: two adults at work. */
export const staffCouple = (draw: Draw): Place[] =>
  couple(draw, 34, 49).map((place) => ({ ...place, years: Math.max(30, place.years) }));
