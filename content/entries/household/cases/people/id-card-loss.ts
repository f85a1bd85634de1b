import { allowed, refused } from "../short.ts";
import { type Case, places } from "../table.ts";
import { cardKey, friend, holder, lost, reports } from "./id-card-cast.ts";

export const idCardLoss: readonly Case[] = [
  {
    name: "reported over the network at night: the card is not valid any more",
    article: "Rules on Identity Cards, Article 16",
    ...reports({}, { officer: null, filers: [{ nationalId: holder.nationalId, as: "holder", present: "online" }] }),
    expect: {
      ...allowed(),
      fee: 0,
      tell: ["person:replace-card"],
      changes: { [cardKey(holder)]: { serial: 2, state: "lost", stateOn: "2026-03-02", issuedOn: "2015-05-05" } },
    },
  },
  {
    name: "at any office, by someone else who knows of it; the holder is told",
    article: "Rules on Identity Cards, Article 16",
    ...reports({ how: "stolen" }, { office: places.banqiao.township, by: [[friend, "reporter"]] }),
    expect: { ...allowed(), tell: ["person:card-reported-lost"] },
  },
  {
    name: "reported twice",
    article: "Rules on Identity Cards, Article 16",
    ...reports({}, {}, lost),
    expect: refused("loss-reported-already"),
  },
  {
    name: "one who has no card",
    article: "Rules on Identity Cards, Article 16",
    ...reports({}, {}, null),
    expect: refused("no-card"),
  },
  {
    name: "lost tomorrow",
    article: "Rules on Identity Cards, Article 16",
    ...reports({ lostOn: "2026-03-03" }),
    expect: refused("day-in-future"),
  },
];
