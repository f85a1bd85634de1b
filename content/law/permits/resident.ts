import {
  add,
  addDays,
  addMonths,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  ge,
  le,
  match,
  min,
  multiply,
  not,
  or,
  round,
  when,
  whole,
  yes,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome } from "./build.ts";

const from = "2024-03-01";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`入出國及移民法第 ${zh}`, `Immigration Act, Article ${en}`] as const;
const rules = (zh: string, en: string) =>
  [
    `外國人停留居留及永久居留辦法第 ${zh}`,
    `Regulations Governing Visiting, Residency, and Permanent Residency of Aliens, Article ${en}`,
  ] as const;
const charge = (zh: string, en: string) =>
  [
    `入出國及移民許可證件規費收費標準第 ${zh}`,
    `Fee-Charging Standards for Entry/Exit Permits and Immigration Documents, Article ${en}`,
  ] as const;
const read = "law.moj.gov.tw pcode";
const entryDays = figuresOf(act("22 條第 2 項", "22, paragraph 2"), "A", `${read}=D0080132 art. 22`).count(
  "resident.entryDays",
  ["入國後申請日數", "Days to apply after entry"],
  { [from]: 30 },
);
const mostYears = figuresOf(act("22 條第 3 項", "22, paragraph 3"), "A", `${read}=D0080132 art. 22`).count(
  "resident.mostYears",
  ["有效年數上限", "Most years of a card"],
  { [from]: 3 },
);
const visaDays = figuresOf(act("23 條第 1 項", "23, paragraph 1"), "A", `${read}=D0080132 art. 23`).count(
  "resident.visaDays",
  ["停留簽證日數下限", "Least days of a visitor visa"],
  { [from]: 60 },
);
const windows = figuresOf(rules("6 條", "6"), "A", `${read}=D0080129 art. 6`);
const familyWindow = windows.count("resident.familyWindow", ["配偶、子女屆滿前日數", "Days before the end of a stay, spouses"], {
  [from]: 30,
});
const otherWindow = windows.count("resident.otherWindow", ["其他屆滿前日數", "Days before the end of a stay, others"], {
  [from]: 15,
});
const extension = figuresOf(rules("9 條", "9"), "A", `${read}=D0080129 art. 9`).count(
  "resident.extensionMonths",
  ["延期前月數", "Months before its end in which it is extended"],
  { [from]: 3 },
);
const firstSpouse = figuresOf(rules("12 條", "12"), "A", `${read}=D0080129 art. 12`).count(
  "resident.firstSpouseYears",
  ["配偶初次年數上限", "Most years of a spouse's first card"],
  { [from]: 1 },
);
const fees = figuresOf(charge("3 條", "3"), "A", `${read}=D0080135 art. 3`);
const yearly = fees.money("resident.yearly", ["每年效期規費", "Fee for a year"], { [from]: 1_000 });
const fromVisit = fees.money("resident.fromVisit", ["停留改居留加收", "More where a visit becomes residence"], { [from]: 2_200 });
const half = fees.rate("resident.half", ["僑生減半", "Share that overseas Chinese students pay"], { [from]: "0.5" });
const replaced = figuresOf(charge("7 條", "7"), "A", `${read}=D0080135 art. 7`).money(
  "resident.replaced",
  ["補發規費", "Fee for a replaced card"],
  { [from]: 500 },
);

const kind = of.one(
  "resident.kind",
  ["申請類別", "Kind"],
  codesOf({
    first: ["持居留簽證入國", "entered on a resident visa"],
    change: ["停留改居留", "a visit becomes residence"],
    extend: ["延期", "extension"],
    replace: ["補發", "replacement"],
  }),
);
const ground = of.one(
  "resident.ground",
  ["居留事由", "Ground"],
  codesOf({
    spouse: ["國人配偶", "spouse of a national"],
    child: ["未成年子女", "minor child"],
    work: ["受聘工作", "work"],
    investor: ["投資", "investment"],
    study: ["就學", "study"],
    overseas: ["僑生", "overseas Chinese student"],
    mandarin: ["學習華語", "Mandarin study"],
  }),
);
const visaKind = of.one(
  "resident.visaKind",
  ["簽證種類", "Kind of visa"],
  codesOf({
    resident: ["居留簽證", "resident visa"],
    visitor: ["停留簽證", "visitor visa"],
    none: ["查無入國", "no entry found"],
  }),
);
const enteredOn = of.date("resident.enteredOn", ["入國日", "Entered on"]);
const stayUntil = of.date("resident.stayUntil", ["停留或居留期限", "The stay ends on"]);
const visa = of.count("resident.visa", ["停留簽證日數", "Days of the visitor visa"], 400);
const limited = of.fact("resident.limited", ["簽證加註不得延期", "The visa may not be extended"]);
const wanted = of.count("resident.wanted", ["申請年數", "Years applied for"], 10);
const overstayed = of.fact("resident.overstayed", ["曾逾期停留居留", "Overstayed before"]);
const crime = of.fact("resident.crime", ["犯罪紀錄或遭驅逐", "A criminal record, or expelled before"]);
const unhealthy = of.fact("resident.unhealthy", ["健康檢查不合格", "The health check was not passed"]);

const isFamily = eq(ground, code("spouse"));
const open = addDays(day, when(isFamily, familyWindow).otherwise(otherWindow));
const entitled = of.yes(
  "resident.entitled",
  ["簽證符合", "The visa allows it"],
  act("22 條、第 23 條", "22 and 23"),
  match(kind, {
    first: eq(visaKind, code("resident")),
    change: and(eq(visaKind, code("visitor")), ge(visa, visaDays), not(limited)),
    extend: not(eq(visaKind, code("none"))),
    replace: not(eq(visaKind, code("none"))),
  }),
);
const inTime = of.yes(
  "resident.inTime",
  ["在申請期間", "In time"],
  rules("5 條、第 6 條、第 9 條", "5, 6 and 9"),
  match(kind, {
    first: yes,
    change: and(ge(open, stayUntil), le(day, stayUntil)),
    extend: and(ge(addMonths(day, extension), stayUntil), le(day, stayUntil)),
    replace: le(day, stayUntil),
  }),
);
const late = of.yes(
  "resident.late",
  ["逾三十日，可處罰鍰", "Later than thirty days: a fine is possible"],
  act("22 條第 2 項、第 85 條", "22, paragraph 2; 85"),
  and(eq(kind, code("first")), not(le(day, addDays(enteredOn, entryDays)))),
);
const barred = of.yes(
  "resident.barred",
  ["有不予許可事由", "A ground of refusal"],
  act("24 條", "24"),
  or(overstayed, crime, unhealthy),
);
const eligible = of.yes(
  "resident.eligible",
  ["可審查許可", "May be permitted"],
  act("22 條、第 23 條、第 24 條、第 31 條", "22, 23, 24 and 31"),
  and(entitled, inTime, not(barred)),
);
const result = outcome(
  "resident.outcome",
  from,
  {
    permitted: ["可許可", "may be permitted"],
    visa: ["簽證不得改居留", "the visa does not allow it"],
    "not-in-time": ["不在申請期間", "not in time"],
    barred: ["有不予許可事由", "a ground of refusal"],
  },
  when(eligible, code("permitted"))
    .when(not(entitled), code("visa"))
    .when(not(inTime), code("not-in-time"))
    .otherwise(code("barred")),
);
const granted = of.whole(
  "resident.years",
  ["核給年數", "Years given"],
  rules("12 條第 4 款", "12, item 4"),
  when(and(isFamily, not(eq(kind, code("extend")))), min(wanted, firstSpouse)).otherwise(min(wanted, mostYears)),
);
const until = of.day(
  "resident.until",
  ["居留期限", "The card holds until"],
  act("22 條第 3 項、第 31 條第 2 項", "22, paragraph 3; 31, paragraph 2"),
  match(kind, {
    first: addYears(day, granted),
    change: addYears(day, granted),
    extend: addYears(stayUntil, granted),
    replace: stayUntil,
  }),
);
const share = when(eq(ground, code("overseas")), half).otherwise(whole(1));
const fee = of.money(
  "resident.fee",
  ["規費", "Fee"],
  charge("3 條、第 7 條", "3 and 7"),
  round(
    match(kind, {
      first: multiply(multiply(granted, yearly), share),
      change: multiply(add(multiply(granted, yearly), fromVisit), share),
      extend: multiply(multiply(granted, yearly), share),
      replace: replaced,
    }),
    "down",
  ),
);
/** Which foreigners get a resident certificate, for how long, and what it costs. */
export const resident = createLaw(collect([result, eligible, late, until, fee]));
