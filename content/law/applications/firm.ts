import {
  add,
  and,
  code,
  collect,
  createLaw,
  day,
  defineInput,
  defineVariable,
  eq,
  multiply,
  not,
  round,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2019-03-04";
const of = writer("person", "day", from);
const article = [
  "商業登記規費收費準則第 2 條、第 3 條",
  "Regulations for Charging Business Registration Fees, Articles 2 and 3",
] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=J0080046 art. 2, 3");
const name = figures.money("firm.name", ["預查規費（網路）", "Fee for the name, online"], { [from]: 150 });
const registration = figures.money("firm.registration", ["設立登記規費", "Fee for the registration"], { [from]: 1_000 });
const online = figures.rate("firm.online", ["網路申請減徵", "Less online"], { [from]: "0.2" });
const form = of.one("firm.form", ["組織", "Form"], {
  sole: { "zh-Hant": "獨資", en: "one owner" },
  partnership: { "zh-Hant": "合夥", en: "partners" },
});
const fee = of.money(
  "firm.fee",
  ["規費合計（網路申請）", "Fees in all, applied for online"],
  article,
  add(name, round(multiply(registration, subtract(whole(1), online)), "half-up")),
);
const partners = of.yes(
  "firm.partners",
  ["合夥人共同申請", "Partners sign"],
  ["商業登記法第 9 條第 1 項第 7 款", "Business Registration Act, Article 9, paragraph 1, item 7"],
  eq(form, code("partnership")),
);
/** What it costs to register a firm, and whether partners sign. */
export const firm = createLaw(collect([fee, partners]));

const text = (key: string, zh: string, en: string) =>
  defineInput({ name: key, entity: "person", type: "text", label: { "zh-Hant": zh, en } });
const applicant = text("food.applicant", "申請人", "Applicant");
const director = text("food.director", "負責人", "Who leads the business");
const status = of.one("food.status", ["登記狀態", "State"], {
  active: { "zh-Hant": "核准設立", en: "active" },
  dissolved: { "zh-Hant": "解散", en: "dissolved" },
  none: { "zh-Hant": "查無登記", en: "not found" },
});
const leads = of.yes(
  "food.leads",
  ["申請人為負責人", "The applicant leads it"],
  ["食品業者登錄辦法第 3 條", "Regulations for registering food businesses, Article 3"],
  eq(applicant, director),
);
const active = of.yes(
  "food.active",
  ["登記有效", "It is registered"],
  ["食品安全衛生管理法第 8 條第 3 項", "Act Governing Food Safety and Sanitation, Article 8"],
  eq(status, code("active")),
);
const outcome = defineVariable({
  ...{ name: "food.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    registered: { "zh-Hant": "可登錄", en: "may be registered" },
    "not-active": { "zh-Hant": "查無有效登記", en: "not registered as a business" },
    "not-yours": { "zh-Hant": "非負責人", en: "led by another" },
  },
  formula: when(not(active), code("not-active")).when(not(leads), code("not-yours")).otherwise(code("registered")),
});
const eligible = of.yes(
  "food.eligible",
  ["可以登錄", "May be registered"],
  ["食品安全衛生管理法第 8 條第 3 項", "Act Governing Food Safety and Sanitation, Article 8"],
  and(active, leads),
);
const on = of.day(
  "food.on",
  ["登錄日", "Registered on"],
  ["食品業者登錄辦法第 5 條第 2 項", "Regulations for registering food businesses, Article 5"],
  day,
);
/** Whether a business may be registered as a food business by the person who applies. */
export const foodBusiness = createLaw(collect([outcome, eligible, on]));
