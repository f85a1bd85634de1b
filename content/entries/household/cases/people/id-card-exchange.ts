import { allowed, missing, refused } from "../short.ts";
import { type Case, places } from "../table.ts";
import { byMandate, cardKey, compared, exchanges, face, friend, holder, lost, photo } from "./id-card-cast.ts";

export const idCardExchange: readonly Case[] = [
  {
    name: "after an entry, at the office that made it, with the photo in the archive",
    article: "Household Registration Act, Article 58",
    ...exchanges({}, { office: places.banqiao.township }),
    expect: { ...allowed([face]), fee: 50, changes: { [cardKey(holder)]: { serial: 3, reason: "exchange", state: "valid" } } },
  },
  {
    name: "after an entry that another office made",
    article: "Household Registration Act, Article 61",
    ...exchanges({ entryMadeHere: false }, { office: places.banqiao.township }),
    expect: { result: "judge", findings: [face, "office-only-if-announced"] },
  },
  {
    name: "through someone with a mandate: a photo is needed",
    article: "Rules on Identity Cards, Article 18",
    ...exchanges({}, byMandate(friend, "agent")),
    expect: missing("photo-missing"),
  },
  {
    name: "through someone with a mandate, with a photo",
    article: "Household Registration Act, Article 60",
    ...exchanges({ photo }, byMandate(friend, "agent")),
    expect: { ...allowed(), fee: 50 },
  },
  {
    name: "through the head of a household that moved: none is needed",
    article: "Rules on Identity Cards, Article 18",
    ...exchanges({ photoNotNeeded: "move" }, byMandate(friend, "agent")),
    expect: allowed(),
  },
  {
    name: "another photo, through someone with a mandate",
    article: "Household Registration Act, Article 60",
    ...exchanges({ reason: "photo", photo }, byMandate(friend, "agent")),
    expect: missing("not-in-person"),
  },
  {
    name: "another photo, in person, at any office",
    article: "Household Registration Act, Article 61",
    ...exchanges({ reason: "photo", photo }, { office: places.banqiao.township }),
    expect: { ...allowed([face]), fee: 50 },
  },
  {
    name: "a broken card, in person",
    article: "Rules on Identity Cards, Article 20",
    ...exchanges({ reason: "damaged" }),
    expect: { ...allowed([face]), fee: 50 },
  },
  {
    name: "the old card is not there",
    article: "Rules on Identity Cards, Article 18",
    ...exchanges({ oldCardShown: false }),
    expect: missing("old-card-missing", face),
  },
  {
    name: "a card that was reported lost is replaced, not exchanged",
    article: "Household Registration Act, Article 57",
    ...exchanges({}, {}, lost),
    expect: refused("card-is-lost", face),
  },
  {
    name: "a number that two people had: free",
    article: "Fee Standards, Article 3",
    ...exchanges({ reason: "number" }),
    expect: { ...allowed([face]), fee: 0 },
  },
  {
    name: "a new house number: free",
    article: "Fee Standards, Article 3",
    ...exchanges({ reason: "boundary" }),
    expect: { ...allowed([face]), fee: 0 },
  },
  {
    name: "a new house number, together with an entry: not free",
    article: "Fee Standards, Article 3",
    ...exchanges({ reason: "boundary", withEntry: true }),
    expect: { ...allowed([face]), fee: 50 },
  },
  {
    name: "a new house number, at an office of another county: not free",
    article: "Fee Standards, Article 3",
    ...exchanges(
      { reason: "boundary" },
      { office: places.banqiao.township, judged: { ...compared, "office-only-if-announced": "已公告項目" } },
    ),
    expect: { ...allowed([face, "office-only-if-announced"]), fee: 50 },
  },
];
