import {
  addMonths,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  defineVariable,
  eq,
  ge,
  gt,
  le,
  not,
  nt,
  or,
  when,
  whole,
  years,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2024-10-31";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) => [`道路交通安全規則第 ${zh}`, `Road Traffic Security Rules, Article ${en}`] as const;

const elderly = figuresOf(rules("52-2 條第 1 項", "52-2, paragraph 1"), "A", "law.moj.gov.tw pcode=K0040013 art. 52-2");
const age = elderly.count("licence.elderlyAge", ["須定期換照的年齡", "Age from which licences are renewed"], { [from]: 75 });
const term = elderly.count("licence.elderlyYears", ["每次有效年數", "Years that a renewal lasts"], { [from]: 3 });
const fees = figuresOf(
  ["公路證照及監理規費收費辦法第 3 條附表", "Regulations for Charging Highway Licence Fees, table of Article 3"],
  "B",
  "the service page of gov.tw and notices of motor vehicle offices; the table itself was not read",
);
const usual = fees.money("licence.usualFee", ["換發、補發規費", "Fee for a new licence"], { [from]: 200 });
const reduced = fees.money("licence.elderlyFee", ["年滿 75 歲換照規費", "Fee for a renewal from 75"], { [from]: 50 });

const state = of.one("licence.state", ["駕照狀態", "State of the licence"], {
  valid: { "zh-Hant": "有效", en: "valid" },
  suspended: { "zh-Hant": "吊扣中", en: "suspended" },
  none: { "zh-Hant": "查無駕照", en: "none" },
});
const reason = of.one("licence.reason", ["申請原因", "Reason"], {
  renewal: { "zh-Hant": "屆期換照", en: "renewal" },
  replacement: { "zh-Hant": "遺失、毀損或變更", en: "lost, damaged or changed" },
});
const until = of.date("licence.validUntil", ["駕照有效日期", "Valid until"]);
const fines = of.amount("licence.fines", ["未繳罰鍰", "Unpaid fines"]);
const bornOn = of.date("licence.bornOn", ["出生日期", "Born on"]);

const renews = eq(reason, code("renewal"));
const isElderly = of.yes(
  "licence.elderly",
  ["年滿 75 歲，或一個月內將滿", "75 or older, or within a month of it"],
  rules("52-2 條第 1 項", "52-2, paragraph 1"),
  ge(years(bornOn, addMonths(day, whole(1))), age),
);
const examined = of.yes(
  "licence.examined",
  ["須體格檢查與認知功能測驗", "Needs a medical examination and a test of cognition"],
  rules("52-2 條第 1 項、第 64 條", "52-2, paragraph 1, and 64"),
  and(renews, isElderly),
);
/** The first renewal may come until three years after the licence ended, later ones until a month after. */
const isFirst = le(years(bornOn, until), age);
const open = of.yes(
  "licence.begun",
  ["已可換照", "May be renewed already"],
  rules("52-2 條第 1 項", "52-2, paragraph 1"),
  ge(addMonths(day, whole(1)), until),
);
const inTime = of.yes(
  "licence.inTime",
  ["未逾換照期限", "In time"],
  rules("52-2 條第 1 項", "52-2, paragraph 1"),
  or(le(day, addMonths(until, whole(1))), and(isFirst, le(day, addYears(until, term)))),
);
const cleared = of.yes(
  "licence.cleared",
  ["罰鍰已繳清", "No fines are unpaid"],
  ["道路交通管理處罰條例第 9-1 條", "Road Traffic Management and Penalty Act, Article 9-1"],
  eq(fines, nt(0)),
);
const isValid = eq(state, code("valid"));
const eligible = of.yes(
  "licence.eligible",
  ["可以換發或補發", "A new licence may be made"],
  rules("50 條、第 52-2 條", "50 and 52-2"),
  and(isValid, cleared, or(eq(reason, code("replacement")), and(isElderly, open, inTime))),
);
const newUntil = of.day(
  "licence.newUntil",
  ["新照有效日期", "The new licence holds until"],
  rules("52-2 條第 1 項", "52-2, paragraph 1"),
  when(examined, addYears(when(gt(day, until), day).otherwise(until), term)).otherwise(until),
);
const fee = of.money(
  "licence.fee",
  ["規費", "Fee"],
  ["公路證照及監理規費收費辦法第 3 條", "Regulations for Charging Highway Licence Fees, Article 3"],
  when(examined, reduced).otherwise(usual),
);
const outcome = defineVariable({
  ...{ name: "licence.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核發", en: "granted" },
    "no-licence": { "zh-Hant": "查無駕照", en: "no licence" },
    suspended: { "zh-Hant": "吊扣中", en: "suspended" },
    fines: { "zh-Hant": "罰鍰未繳清", en: "fines are unpaid" },
    "not-needed": { "zh-Hant": "未滿 75 歲免換照", en: "not needed below 75" },
    "too-early": { "zh-Hant": "尚未到期", en: "too early" },
    "too-late": { "zh-Hant": "已逾期限", en: "too late" },
  },
  formula: when(eligible, code("granted"))
    .when(eq(state, code("none")), code("no-licence"))
    .when(eq(state, code("suspended")), code("suspended"))
    .when(gt(fines, nt(0)), code("fines"))
    .when(not(isElderly), code("not-needed"))
    .when(not(open), code("too-early"))
    .otherwise(code("too-late")),
});

/** Whether a driving licence is renewed or replaced, until when it holds then, and the fee. */
export const drivingLicence = createLaw(collect([outcome, examined, newUntil, fee]));
