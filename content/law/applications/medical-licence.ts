import {
  add,
  and,
  code,
  collect,
  createLaw,
  day,
  defineVariable,
  eq,
  ge,
  multiply,
  not,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2004-08-01";
const of = writer("person", "day", from);
const charges = ["醫事人員申請證明書收費標準第 3 條", "Fee Standards for Certificates of Medical Personnel, Article 3"] as const;
const kind = of.one("medic.kind", ["證明種類", "Which certificate"], {
  certificate: { "zh-Hant": "英文證書", en: "certificate in English" },
  practice: { "zh-Hant": "英文執業證明", en: "proof of practice in English" },
  standing: { "zh-Hant": "良醫證明", en: "proof of good standing" },
});
const copies = of.count("medic.copies", ["份數", "Copies"], 20);
const state = of.one("medic.state", ["醫事人員證書", "Professional certificate"], {
  valid: { "zh-Hant": "有效", en: "valid" },
  revoked: { "zh-Hant": "已撤銷或廢止", en: "revoked" },
  none: { "zh-Hant": "查無證書", en: "not found" },
});
const sanction = of.one("medic.sanction", ["懲戒", "Sanction"], {
  none: { "zh-Hant": "無", en: "none" },
  warned: { "zh-Hant": "警告", en: "warned" },
  suspended: { "zh-Hant": "停業", en: "suspended" },
});
const practiceUntil = of.date("medic.practiceUntil", ["執業執照應更新日期", "The practice licence is renewed by"]);
const passport = of.one("medic.passport", ["護照", "Passport"], {
  valid: { "zh-Hant": "有效", en: "in force" },
  lost: { "zh-Hant": "遺失", en: "lost" },
  none: { "zh-Hant": "無", en: "none" },
});

const fees = figuresOf(charges, "A", "law.moj.gov.tw pcode=L0020078 art. 3");
const first = fees.money("medic.first", ["英文證書第一份", "First copy in English"], { [from]: 500 });
const more = fees.money("medic.more", ["英文證書第二份起", "Each further copy in English"], { [from]: 200 });
const standing = fees.money("medic.standing", ["良醫證明每張", "Proof of good standing"], { [from]: 200 });
const practice = figuresOf(
  ["執業證明規費（各縣市）", "Fee for a proof of practice (counties)"],
  "D",
  "from memory: that counties charge as the ministry does was not read",
);
const practiceFirst = practice.money("medic.practiceFirst", ["英文執業證明第一份", "First proof of practice"], { [from]: 500 });
const practiceMore = practice.money("medic.practiceMore", ["英文執業證明第二份起", "Each further one"], { [from]: 200 });

const isPractice = eq(kind, code("practice"));
const isStanding = eq(kind, code("standing"));
const practises = ge(practiceUntil, day);
const certified = eq(state, code("valid"));
const spelled = eq(passport, code("valid"));
const clean = eq(sanction, code("none"));
const eligible = of.yes(
  "medic.eligible",
  ["可以核發", "May be issued"],
  ["醫事人員執業登記及繼續教育辦法第 3 條、第 7 條；醫師法第 8 條", "Regulations for Registering Practice, Articles 3 and 7"],
  and(certified, spelled, when(isPractice, practises).when(isStanding, clean).otherwise(certified)),
);
const further = (each: typeof more) => multiply(subtract(copies, whole(1)), each);
const fee = of.money(
  "medic.fee",
  ["規費", "Fee"],
  charges,
  when(isStanding, multiply(copies, standing))
    .when(isPractice, add(practiceFirst, further(practiceMore)))
    .otherwise(add(first, further(more))),
);
const outcome = defineVariable({
  ...{ name: "medic.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    issued: { "zh-Hant": "可核發", en: "may be issued" },
    "no-certificate": { "zh-Hant": "查無有效證書", en: "no valid certificate" },
    "no-passport": { "zh-Hant": "查無有效護照", en: "no passport with the spelling" },
    "not-practising": { "zh-Hant": "執業執照已逾期", en: "no current practice licence" },
    sanctioned: { "zh-Hant": "有懲戒紀錄", en: "there is a sanction" },
  },
  formula: when(eligible, code("issued"))
    .when(not(certified), code("no-certificate"))
    .when(not(spelled), code("no-passport"))
    .when(isPractice, code("not-practising"))
    .otherwise(code("sanctioned")),
});
/** Which certificates medical personnel get in English, and for what fee. */
export const medicalLicence = createLaw(collect([outcome, eligible, fee]));
