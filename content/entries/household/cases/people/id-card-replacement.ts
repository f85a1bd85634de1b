import { allowed, missing, refused } from "../short.ts";
import type { Case } from "../table.ts";
import { byMandate, cardKey, face, friend, holder, lost, replaces, valid } from "./id-card-cast.ts";

export const idCardReplacement: readonly Case[] = [
  {
    name: "after the report, in person",
    article: "Household Registration Act, Article 57",
    ...replaces(),
    expect: {
      ...allowed([face]),
      fee: 200,
      changes: { [cardKey(holder)]: { serial: 3, reason: "replacement", state: "valid", issuedOn: "2026-03-02" } },
    },
  },
  {
    name: "without a report",
    article: "Rules on Identity Cards, Article 16",
    ...replaces({}, {}, valid),
    expect: missing("loss-report-missing", face),
  },
  {
    name: "through someone with a mandate",
    article: "Household Registration Act, Article 60",
    ...replaces({}, byMandate(friend, "holder")),
    expect: refused("applicant-not-entitled", "not-in-person", face),
  },
  {
    name: "with the photo that has been in the archive for a year",
    article: "Rules on Identity Cards, Article 15",
    ...replaces({ photo: { archivedOn: "2025-03-02" } }),
    expect: allowed([face]),
  },
  {
    name: "with one that has been there for three",
    article: "Rules on Identity Cards, Article 15",
    ...replaces({ photo: { archivedOn: "2023-03-02" } }),
    expect: missing("photo-missing", face),
  },
  {
    name: "with a photo of three years ago",
    article: "Rules on Identity Cards, Article 15",
    ...replaces({ photo: { takenOn: "2023-01-05" } }),
    expect: missing("photo-too-old", face),
  },
  {
    name: "without the household certificate or another proof of identity",
    article: "Rules on Identity Cards, Article 15",
    ...replaces({ identityProofShown: false }),
    expect: missing("identity-proof-missing", face),
  },
  {
    name: "a card that an employer keeps: a signed statement, no report",
    article: "Rules on Identity Cards, Article 17",
    ...replaces({ cause: "withheld", statementShown: true }, {}, valid),
    expect: { ...allowed([face]), fee: 200 },
  },
  {
    name: "lost so often that the office asks why",
    article: "Rules on Identity Cards, Article 13",
    ...replaces({ isUnusuallyFrequent: true }),
    expect: missing("explanation-missing", face),
  },
  {
    name: "a second one on the same day: a certificate first, the card on the next",
    article: "Rules on Identity Cards, Article 23",
    ...replaces({}, {}, { ...lost, serial: 3, reason: "replacement", issuedOn: "2026-03-02" }),
    expect: { ...allowed([face, "temporary-certificate-first"]), changes: { [cardKey(holder)]: { serial: 4 } } },
  },
  {
    name: "one who never had a card",
    article: "Household Registration Act, Article 57",
    ...replaces({}, {}, null),
    expect: refused("no-card", face),
  },
  {
    name: "the officer is the holder",
    article: "Administrative Procedure Act, Article 32",
    ...replaces({}, { officer: { nationalId: holder.nationalId } }),
    expect: refused("officer-of-family", face),
  },
];
