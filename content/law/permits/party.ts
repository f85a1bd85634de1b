import { addDays, and, code, collect, createLaw, day, eq, ge, le, not, oneOf, when, years } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome } from "./build.ts";

const from = "2017-12-06";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`政黨法第 ${zh}`, `Political Parties Act, Article ${en}`] as const;
const figures = figuresOf(act("7 條", "7"), "A", "law.moj.gov.tw pcode=D0020078 art. 7");
const count = (name: string, zh: string, en: string, value: number) =>
  figures.count(`party.${name}`, [zh, en], { [from]: value });
const leastMembers = count("leastMembers", "黨員名冊人數下限", "Least number of members in the list", 100);
const leastPresent = count("leastPresent", "成立大會出席人數下限", "Least number at the founding meeting", 50);
const noticeDays = count("noticeDays", "成立大會前通知日數", "Days of notice before the meeting", 15);
const filingDays = count("filingDays", "成立大會後申請日數", "Days to file after the meeting", 30);
const leaderAge = count("leaderAge", "負責人最低年齡", "Least age of the leader", 20);

const members = of.count("party.members", ["簽名黨員數", "Members who signed"], 10_000_000);
const present = of.count("party.present", ["成立大會出席黨員數", "Members at the meeting"], 10_000_000);
const noticeOn = of.date("party.noticeOn", ["通知主管機關日", "The ministry was told on"]);
const meetingOn = of.date("party.meetingOn", ["成立大會日", "Founding meeting"]);
const bornOn = of.date("party.leaderBornOn", ["負責人出生日期", "The leader was born on"]);
const status = of.one(
  "party.leaderStatus",
  ["負責人設籍", "Registration of the leader"],
  codesOf({
    present: ["設有戶籍", "registered"],
    abroad: ["遷出國外", "moved abroad"],
    dead: ["死亡", "dead"],
    "declared-dead": ["死亡宣告", "declared dead"],
    cancelled: ["註銷", "cancelled"],
  }),
);
const barred = of.fact("party.leaderBarred", ["負責人有消極資格", "The leader is barred"]);
const record = of.one(
  "party.leaderRecord",
  ["負責人犯罪紀錄", "Criminal record of the leader"],
  codesOf({
    none: ["查無", "not found"],
    omitted: ["無應記載事項", "nothing to be named"],
    recorded: ["有紀錄", "something is recorded"],
    pending: ["偵審中", "a case is pending"],
    wanted: ["通緝中", "wanted"],
  }),
);

const enough = of.yes(
  "party.enough",
  ["人數符合", "There are enough members"],
  act("7 條第 1 項、第 2 項", "7, paragraphs 1 and 2"),
  and(ge(members, leastMembers), ge(present, leastPresent)),
);
const announced = of.yes(
  "party.announced",
  ["十五日前通知", "Fifteen days of notice"],
  act("7 條第 2 項", "7, paragraph 2"),
  le(addDays(noticeOn, noticeDays), meetingOn),
);
const inTime = of.yes(
  "party.inTime",
  ["三十日內申請", "Filed within thirty days"],
  act("7 條第 1 項", "7, paragraph 1"),
  le(day, addDays(meetingOn, filingDays)),
);
const leader = of.yes(
  "party.leader",
  ["負責人符合資格", "The leader may lead it"],
  act("7 條第 3 項", "7, paragraph 3"),
  and(ge(years(bornOn, day), leaderAge), eq(status, code("present")), not(barred)),
);
/** Not every conviction bars: an officer reads the judgment. */
const examined = of.yes(
  "party.recordRead",
  ["須查閱裁判", "A judgment is read"],
  act("7 條第 3 項第 1 款至第 8 款", "7, paragraph 3, items 1 to 8"),
  oneOf(record, "recorded", "pending", "wanted"),
);
const eligible = of.yes("party.eligible", ["可備案", "May be filed"], act("7 條", "7"), and(enough, announced, inTime, leader));
const result = outcome(
  "party.outcome",
  from,
  {
    filed: ["可備案", "may be filed"],
    "too-few": ["黨員或出席人數不足", "too few members"],
    "no-notice": ["未於十五日前通知", "no notice fifteen days before"],
    "too-late": ["逾三十日", "filed after thirty days"],
    leader: ["負責人資格不符", "the leader may not lead it"],
  },
  when(eligible, code("filed"))
    .when(not(enough), code("too-few"))
    .when(not(announced), code("no-notice"))
    .when(not(inTime), code("too-late"))
    .otherwise(code("leader")),
);
/** Which political parties are filed. */
export const party = createLaw(collect([result, eligible, examined]));
