import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, person, personKey, unitKey } from "../table.ts";
import { all, applyAs, family, friend, girl, here, home1, husband, wife } from "./living-cast.ts";

const split = applyAs("split-household", {
  household: home1,
  who: [wife.nationalId, girl.nationalId],
  head: wife.nationalId,
  on: "2024-03-04",
  proof: true,
});

export const splits: readonly Case[] = [
  {
    name: "the wife divides the household at the same address and is head of the new one",
    article: "Household Registration Act, Articles 19 and 43",
    given: family,
    application: split({ ...here, by: [[wife, "self"]] }),
    expect: allowed([], {
      given: { householdNo: "A0000001" },
      due: "2024-04-03",
      changes: {
        "household-unit A0000001": { address: "建國路1號", head: wife.nationalId, kind: "family" },
        [unitKey(home1)]: { kind: "single" },
        [personKey(girl)]: { householdNo: "A0000001", relation: "child" },
      },
    }),
  },
  {
    name: "a child cannot be the head of the new household",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: split({ ...here, facts: { who: [girl.nationalId], head: girl.nationalId }, by: [[husband, "head"]] }),
    expect: refused("new-head-incapable"),
  },
  {
    name: "one member at least stays behind",
    article: "Household Registration Act, Article 19",
    given: family,
    application: split({ ...here, facts: { who: all } }),
    expect: refused("nobody-left-behind"),
  },
  {
    name: "proof of living apart is missing",
    article: "Enforcement Rules, Article 13, item 11",
    given: family,
    application: split({ ...here, facts: { proof: false } }),
    expect: missing("separate-living-proof-missing"),
  },
  {
    name: "where the registers do not know the parents, the child stays a child of the wife",
    article: "Enforcement Rules, Article 4",
    given: { ...family, people: [husband, wife, person("黃品妍", "female", "2016-07-01"), friend] },
    application: split({ ...here, by: [[wife, "self"]] }),
    expect: allowed([], { changes: { [personKey(girl)]: { relation: "child" } } }),
  },
  {
    name: "online it depends on what the ministry has announced",
    article: "Household Registration Act, Article 27",
    given: family,
    application: split({ ...here, by: [], filers: [{ nationalId: wife.nationalId, as: "self", present: "online" }] }),
    expect: judge("online-only-if-announced"),
  },
];
