import { allowed, refused } from "../short.ts";
import { application, type Case, childOf, type Given, home, person, personKey, places, unitKey } from "../table.ts";
import { applyAs, brother, family, friend, girl, here, home1, home2, husband, wife } from "./living-cast.ts";

const sibling = childOf(brother, person("黃老先生", "male", "1955-01-01"), null);
const elder = { ...husband, father: sibling.father, fatherName: "黃老先生" };
const neighbours: Given = {
  people: [elder, wife, girl, sibling, friend, person("黃老先生", "male", "1955-01-01")],
  homes: [
    home(home1, places.zhongzheng.village, [
      [elder, "head"],
      [wife, "spouse"],
      [girl, "child"],
    ]),
    home("A0500004", places.zhongzheng.village, [[sibling, "head"]]),
  ],
};
const merge = applyAs("merge-household", { household: "A0500004", into: home1, on: "2024-03-04", proof: true });

export const merges: readonly Case[] = [
  {
    name: "a brother's household at the same address joins: it is closed, he is the head's sibling",
    article: "Household Registration Act, Article 19",
    given: neighbours,
    application: merge({ ...here, by: [[sibling, "head"]] }),
    expect: allowed([], {
      changes: {
        [unitKey("A0500004")]: { closedOn: "2024-03-11", head: null },
        [personKey(sibling)]: { householdNo: home1, relation: "sibling" },
      },
    }),
  },
  {
    name: "households at different addresses do not merge",
    article: "Household Registration Act, Article 19",
    given: family,
    application: application(
      "merge-household",
      { household: home2, into: home1, on: "2024-03-04", proof: true },
      { filedOn: "2024-03-11", by: [[husband, "head"]] },
    ),
    expect: refused("addresses-differ"),
  },
];
