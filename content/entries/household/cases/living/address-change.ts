import { allowed, refused } from "../short.ts";
import { type Case, personKey, places, unitKey } from "../table.ts";
import { applyAs, family, form, girl, here, home1, husband, move, wife } from "./living-cast.ts";

const within = applyAs("address-change", { ...move, target: { ...form, villageCode: "63000050002" } });

export const addressChanges: readonly Case[] = [
  {
    name: "a family that moves as a whole keeps its number",
    article: "Household Registration Act, Article 18",
    given: family,
    application: within(here),
    expect: allowed([], {
      changes: {
        [unitKey(home1)]: { villageCode: "63000050002", address: form.address, head: husband.nationalId },
        [personKey(girl)]: { movedOn: "2024-03-11" },
      },
    }),
  },
  {
    name: "the wife and the girl form a household of their own",
    article: "Household Registration Act, Article 18",
    given: family,
    application: within({ ...here, facts: { who: [wife.nationalId, girl.nationalId] }, by: [[wife, "self"]] }),
    expect: allowed([], {
      given: { householdNo: "A0000001" },
      changes: {
        [personKey(wife)]: { relation: "head" },
        [personKey(girl)]: { relation: "child", householdNo: "A0000001" },
        [unitKey(home1)]: { kind: "single" },
      },
    }),
  },
  {
    name: "to another township it is a moving in",
    article: "Household Registration Act, Article 17",
    given: family,
    application: within({ facts: { target: form } }),
    expect: refused("move-to-other-township"),
  },
  {
    name: "at the same address it is a division of the household",
    article: "Household Registration Act, Article 19",
    given: family,
    application: within({
      ...here,
      facts: { target: { ...form, villageCode: places.zhongzheng.village, address: "建國路1號" } },
    }),
    expect: refused("address-unchanged"),
  },
];
