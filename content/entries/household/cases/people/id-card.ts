import type { CardRecord, PersonRecord } from "../../records.ts";
import { application, type Case, childOf, type Expect, home, person, personKey, places } from "../table.ts";

const grandmother = person("林奶奶", "female", "1950-01-01");
const father = childOf(person("林父", "male", "1980-01-01"), null, grandmother);
const teen: PersonRecord = { ...childOf(person("林十四", "female", "2012-03-02"), father, null), responsibility: "father" };
const child: PersonRecord = { ...childOf(person("林十三", "male", "2012-03-03"), father, null), responsibility: "father" };
const holder = person("王小姐", "female", "1990-01-01");
const friend = person("陳友", "male", "1990-01-01");
const valid: CardRecord = { serial: 2, issuedOn: "2015-05-05", reason: "exchange", state: "valid", stateOn: "2015-05-05" };
const lost: CardRecord = { ...valid, state: "lost", stateOn: "2026-03-02" };

type Fields = Partial<Parameters<typeof application>[2]>;

/** The face was compared, and is the same. */
const compared = { "face-to-be-compared": "與歷次相片相符" };

function asks(kind: string, who: PersonRecord, facts: object, card: CardRecord | null, fields: Fields = {}) {
  return {
    given: {
      people: [...new Map([grandmother, father, friend, who].map((one) => [one.nationalId, one])).values()],
      homes: [home("A0000001", places.zhongzheng.village, [[who, "head"]])],
      ...(card ? { cards: { [who.nationalId]: card } } : {}),
    },
    application: application(
      kind,
      { holder: who.nationalId, ...facts },
      { filedOn: "2026-03-02", by: [[who, "holder"]], judged: compared, ...fields },
    ),
  };
}

const photo = { takenOn: "2026-01-05" };
const first = (who: PersonRecord, facts: object = {}, fields: Fields = {}, card: CardRecord | null = null) =>
  asks("id-card-first", who, { photo, identityProofShown: true, ...facts }, card, fields);
const replaces = (facts: object = {}, fields: Fields = {}, card: CardRecord | null = lost) =>
  asks("id-card-replacement", holder, { cause: "lost", photo, identityProofShown: true, ...facts }, card, fields);
const reports = (facts: object = {}, fields: Fields = {}, card: CardRecord | null = valid) =>
  asks("id-card-loss", holder, { how: "lost", ...facts }, card, { judged: {}, ...fields });
const exchanges = (facts: object = {}, fields: Fields = {}, card: CardRecord | null = valid) =>
  asks(
    "id-card-exchange",
    holder,
    { reason: "entry", entryMadeHere: true, oldCardShown: true, photo: {}, ...facts },
    card,
    fields,
  );

const face = "face-to-be-compared";
const refused = (...findings: string[]): Expect => ({ result: "refused", findings });
const missing = (...findings: string[]): Expect => ({ result: "missing", findings });
const allowed = (...findings: string[]): Expect => ({ result: "allowed", findings });
const cardKey = ({ nationalId }: PersonRecord): string => `id-card ${nationalId}`;
const byMandate = (who: PersonRecord, as: string): Fields => ({
  filers: [{ nationalId: who.nationalId, as, present: "mandate" }],
});

export const idCardFirst: readonly Case[] = [
  {
    name: "on the fourteenth birthday, alone and in person",
    article: "Household Registration Act, Article 57",
    ...first(teen),
    expect: {
      ...allowed(face),
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
    expect: { ...allowed("card-before-fourteen", face), fee: 50 },
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
    expect: allowed("card-before-fourteen", face),
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
    expect: allowed(face),
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

export const idCardReplacement: readonly Case[] = [
  {
    name: "after the report, in person",
    article: "Household Registration Act, Article 57",
    ...replaces(),
    expect: {
      ...allowed(face),
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
    expect: allowed(face),
  },
  {
    name: "with one that has been there for three",
    article: "Rules on Identity Cards, Article 15",
    ...replaces({ photo: { archivedOn: "2023-03-02" } }),
    expect: missing("photo-missing", face),
  },
  {
    name: "a card that an employer keeps: a signed statement, no report",
    article: "Rules on Identity Cards, Article 17",
    ...replaces({ cause: "withheld", statementShown: true }, {}, valid),
    expect: { ...allowed(face), fee: 200 },
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
    expect: { ...allowed(face, "temporary-certificate-first"), changes: { [cardKey(holder)]: { serial: 4 } } },
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

export const idCardExchange: readonly Case[] = [
  {
    name: "after an entry, at the office that made it, with the photo in the archive",
    article: "Household Registration Act, Article 58",
    ...exchanges({}, { office: places.banqiao.township }),
    expect: { ...allowed(face), fee: 50, changes: { [cardKey(holder)]: { serial: 3, reason: "exchange", state: "valid" } } },
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
    expect: { ...allowed(face), fee: 50 },
  },
  {
    name: "a broken card, in person",
    article: "Rules on Identity Cards, Article 20",
    ...exchanges({ reason: "damaged" }),
    expect: { ...allowed(face), fee: 50 },
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
    expect: { ...allowed(face), fee: 0 },
  },
  {
    name: "a new house number: free",
    article: "Fee Standards, Article 3",
    ...exchanges({ reason: "boundary" }),
    expect: { ...allowed(face), fee: 0 },
  },
  {
    name: "a new house number, together with an entry: not free",
    article: "Fee Standards, Article 3",
    ...exchanges({ reason: "boundary", withEntry: true }),
    expect: { ...allowed(face), fee: 50 },
  },
  {
    name: "a new house number, at an office of another county: not free",
    article: "Fee Standards, Article 3",
    ...exchanges(
      { reason: "boundary" },
      { office: places.banqiao.township, judged: { ...compared, "office-only-if-announced": "已公告項目" } },
    ),
    expect: { ...allowed(face, "office-only-if-announced"), fee: 50 },
  },
];
