import { allowed, missing, refused } from "../short.ts";
import { type Case, personKey, places } from "../table.ts";
import { byMandate, cardKey, child, face, father, first, friend, grandmother, teen, valid } from "./id-card-cast.ts";

export const idCardFirst: readonly Case[] = [
  {
    name: "on the fourteenth birthday, alone and in person",
    article: "Household Registration Act, Article 57",
    ...first(teen),
    expect: {
      ...allowed([face]),
      fee: 50,
      due: null,
      changes: {
        [cardKey(teen)]: { serial: 1, issuedOn: "2026-03-02", reason: "first", state: "valid" },
        [personKey(teen)]: null,
      },
    },
  },
  {
    name: "the officer has not compared the face yet",
    article: "Rules on Identity Cards, Article 12",
    ...first(teen, {}, { judged: {} }),
    expect: { result: "judge", findings: [face] },
  },
  {
    name: "a day before it, alone: under fourteen a representative comes too",
    article: "Rules on Identity Cards, Article 12",
    ...first(child, { childPresent: true }),
    expect: missing("representative-absent", "card-before-fourteen", face),
  },
  {
    name: "under fourteen with the father",
    article: "Rules on Identity Cards, Article 12",
    ...first(child, { childPresent: true }, { by: [[father, "representative"]] }),
    expect: { ...allowed(["card-before-fourteen", face]), fee: 50 },
  },
  {
    name: "under fourteen the father without the child",
    article: "Rules on Identity Cards, Article 12",
    ...first(child, {}, { by: [[father, "representative"]] }),
    expect: missing("child-not-present", "card-before-fourteen", face),
  },
  {
    name: "under fourteen with the grandmother, whom the father sent in writing",
    article: "Rules on Identity Cards, Article 12",
    ...first(child, { childPresent: true }, byMandate(grandmother, "grandparent")),
    expect: allowed(["card-before-fourteen", face]),
  },
  {
    name: "under fourteen with a friend of the family",
    article: "Rules on Identity Cards, Article 12",
    ...first(child, { childPresent: true }, byMandate(friend, "grandparent")),
    expect: refused("applicant-not-entitled", "card-before-fourteen", face),
  },
  {
    name: "someone of 14 through the father: in person",
    article: "Household Registration Act, Article 60",
    ...first(teen, {}, { by: [[father, "representative"]] }),
    expect: refused("applicant-not-entitled", face),
  },
  {
    name: "a photo of two years and a day, and no proof of identity: both are told at once",
    article: "Rules on Identity Cards, Article 13",
    ...first(teen, { photo: { takenOn: "2024-03-01" }, identityProofShown: false }),
    expect: missing("photo-too-old", "identity-proof-missing", face),
  },
  {
    name: "a photo of exactly two years",
    article: "Rules on Identity Cards, Article 14",
    ...first(teen, { photo: { takenOn: "2024-03-02" } }),
    expect: allowed([face]),
  },
  {
    name: "one who has a card already",
    article: "Household Registration Act, Article 57",
    ...first(teen, {}, {}, valid),
    expect: refused("card-exists", face),
  },
  {
    name: "at an office elsewhere: only if that was announced",
    article: "Household Registration Act, Article 61",
    ...first(teen, {}, { office: places.banqiao.township }),
    expect: { result: "judge", findings: ["office-only-if-announced", face] },
  },
  {
    name: "the officer is the father",
    article: "Administrative Procedure Act, Article 32",
    ...first(teen, {}, { officer: { nationalId: father.nationalId } }),
    expect: refused("officer-of-family", face),
  },
];
