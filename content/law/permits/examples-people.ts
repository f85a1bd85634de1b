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
