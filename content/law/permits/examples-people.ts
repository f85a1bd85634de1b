import { examplesOf, statute, type WorkedExample } from "../examples/write.ts";

const today = "2026-11-30";
const party = examplesOf("party");
const league = {
  ...{ "party.members": 100, "party.present": 50, "party.noticeOn": "2026-10-16", "party.meetingOn": "2026-10-31" },
  ...{ "party.leaderBornOn": "2006-11-30", "party.leaderStatus": "present", "party.leaderRecord": "none" },
};
const parties = (article: string) => statute(`政黨法 §${article}`);

const books = examplesOf("bookkeeper");
const keeper = {
  ...{ "bookkeeper.kind": "certificate", "bookkeeper.exam": "passed", "bookkeeper.state": "none" },
  ...{ "bookkeeper.crimeEnded": "2023-11-30", "bookkeeper.dismissedOn": "2021-11-30", "bookkeeper.leftOn": "2023-11-30" },
  ...{ "bookkeeper.hours": 0 },
};
const practice = { ...keeper, "bookkeeper.kind": "practice", "bookkeeper.state": "valid", "bookkeeper.sameArea": true };
const agent = { ...keeper, "bookkeeper.kind": "agent", "bookkeeper.registered": true, "bookkeeper.hours": 24 };
const bookAct = (article: string) => statute(`記帳士法 §${article}`);

/** Political parties, bookkeepers and filing agents. */
export const ofPartiesAndBooks: readonly WorkedExample[] = [
  party("party.eligible", today, league, true, parties("7: each at its limit")),
  party("party.outcome", today, { ...league, "party.members": 99 }, "too-few", parties("7 I: a hundred")),
  party("party.outcome", today, { ...league, "party.present": 49 }, "too-few", parties("7 II: fifty")),
  party("party.outcome", today, { ...league, "party.noticeOn": "2026-10-17" }, "no-notice", parties("7 II: fifteen days")),
  party("party.outcome", "2026-12-01", league, "too-late", parties("7 I: thirty days")),
  party("party.outcome", today, { ...league, "party.leaderBornOn": "2006-12-01" }, "leader", parties("7 III: twenty")),
  party("party.outcome", today, { ...league, "party.leaderStatus": "abroad" }, "leader", parties("7 III: registered")),
  party("party.outcome", today, { ...league, "party.leaderBarred": true }, "leader", parties("7 III, IV")),
  party("party.recordRead", today, { ...league, "party.leaderRecord": "recorded" }, true, parties("7 III 1 to 8")),
  books("bookkeeper.eligible", today, keeper, true, bookAct("2, 4")),
  books("bookkeeper.eligible", today, { ...keeper, "bookkeeper.convicted": true }, true, bookAct("4 III: three years")),
  books(
    "bookkeeper.barred",
    today,
    { ...keeper, "bookkeeper.convicted": true, "bookkeeper.crimeEnded": "2023-12-01" },
    true,
    bookAct("4 I 1: a day short of three years"),
  ),
  books("bookkeeper.barred", today, { ...keeper, "bookkeeper.dismissedOn": "2021-12-01" }, true, bookAct("4 I 5")),
  books("bookkeeper.barred", today, { ...keeper, "bookkeeper.guarded": true }, true, bookAct("4 I 2")),
  books("bookkeeper.barred", today, { ...keeper, "bookkeeper.bankrupt": true }, true, bookAct("4 I 3")),
  books("bookkeeper.outcome", today, { ...keeper, "bookkeeper.state": "struck-off" }, "barred", bookAct("4 I 6")),
  books("bookkeeper.outcome", today, { ...keeper, "bookkeeper.exam": "none" }, "not-qualified", bookAct("2 I")),
  books("bookkeeper.eligible", today, practice, true, bookAct("8: three years")),
  books("bookkeeper.elsewhere", today, { ...practice, "bookkeeper.leftOn": "2023-12-01" }, false, bookAct("8: a day short")),
  books("bookkeeper.open", today, agent, true, bookAct("35 I: 24 hours")),
  books("bookkeeper.open", today, { ...agent, "bookkeeper.hours": 23 }, false, bookAct("35 I: 23 hours")),
  books("bookkeeper.outcome", today, { ...agent, "bookkeeper.registered": false }, "closed", bookAct("35 I: nobody new")),
  books("bookkeeper.fee", today, keeper, 1_500, statute("記帳士證書費收費標準 §3")),
  books("bookkeeper.fee", today, agent, 1_500, statute("記帳士法第三十五條規定之管理辦法 §5")),
  books("bookkeeper.fee", today, practice, 0, bookAct("7: no fee for the registration")),
];

const alien = examplesOf("resident");
const newcomer = {
  ...{ "resident.kind": "first", "resident.ground": "work", "resident.visaKind": "resident", "resident.enteredOn": "2026-10-31" },
  ...{ "resident.stayUntil": "2026-12-30", "resident.visa": 60, "resident.wanted": 3 },
};
const bride = { ...newcomer, "resident.kind": "change", "resident.ground": "spouse", "resident.visaKind": "visitor" };
const visitor = { ...bride, "resident.ground": "study", "resident.stayUntil": "2026-12-15" };
const longer = { ...newcomer, "resident.kind": "extend", "resident.stayUntil": "2027-02-28" };
const alienAct = (article: string) => statute(`入出國及移民法 §${article}`);
const stays = (article: string) => statute(`外國人停留居留及永久居留辦法 §${article}`);
const charged = (article: string) => statute(`入出國及移民許可證件規費收費標準 §${article}`);
/** Resident certificates of foreigners. */
export const ofResidents: readonly WorkedExample[] = [
  alien("resident.eligible", today, newcomer, true, alienAct("22")),
  alien("resident.late", today, newcomer, false, alienAct("22 II: the thirtieth day")),
  alien("resident.late", today, { ...newcomer, "resident.enteredOn": "2026-10-30" }, true, alienAct("22 II: the day after")),
  alien("resident.until", today, newcomer, "2029-11-30", alienAct("22 III: three years")),
  alien("resident.until", today, { ...newcomer, "resident.wanted": 2 }, "2028-11-30", alienAct("22 III")),
  alien("resident.years", today, { ...newcomer, "resident.wanted": 4 }, 3, alienAct("22 III: three at most")),
  alien("resident.until", today, longer, "2030-02-28", alienAct("31 II: from the old end")),
  alien("resident.until", today, bride, "2027-11-30", stays("12 (4): a spouse's first card")),
  alien("resident.years", today, bride, 1, stays("12 (4)")),
  alien("resident.entitled", today, bride, true, alienAct("23: sixty days")),
  alien("resident.entitled", today, { ...bride, "resident.visa": 59 }, false, alienAct("23: 59 days")),
  alien("resident.entitled", today, { ...newcomer, "resident.visaKind": "visitor" }, false, alienAct("22: no resident visa")),
  alien("resident.inTime", today, bride, true, stays("6 II: thirty days before")),
  alien("resident.inTime", today, { ...bride, "resident.stayUntil": "2026-12-31" }, false, stays("6 II: earlier")),
  alien("resident.inTime", today, visitor, true, stays("6 II: fifteen days before")),
  alien("resident.inTime", today, { ...visitor, "resident.stayUntil": "2026-12-16" }, false, stays("6 II: earlier")),
  alien("resident.inTime", today, longer, true, stays("9: three months before")),
  alien("resident.inTime", today, { ...longer, "resident.stayUntil": "2027-03-01" }, false, stays("9: earlier")),
  alien("resident.barred", today, { ...newcomer, "resident.overstayed": true }, true, alienAct("24 I 11")),
  alien("resident.outcome", today, { ...newcomer, "resident.unhealthy": true }, "barred", alienAct("24 I 9")),
  alien("resident.fee", today, newcomer, 3_000, charged("3: a thousand a year")),
  alien("resident.fee", today, bride, 3_200, charged("3: and 2,200")),
  alien("resident.fee", today, { ...newcomer, "resident.ground": "overseas" }, 1_500, charged("3: half")),
  alien("resident.fee", today, { ...newcomer, "resident.kind": "replace" }, 500, charged("7")),
];
