import { and, code, collect, createLaw, defineInput, defineVariable, eq, ge, not, or, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2018-11-30";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`就業服務法第 ${zh}`, `Employment Service Act, Article ${en}`] as const;
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });
const status = of.one("vacancy.status", ["公司或商業登記狀態", "State in the register"], {
  active: { "zh-Hant": "核准設立", en: "active" },
  dissolved: { "zh-Hant": "解散", en: "dissolved" },
  none: { "zh-Hant": "查無登記", en: "not found" },
});
const applicant = text("vacancy.applicant", "申請人", "Applicant");
const director = text("vacancy.director", "負責人", "Who leads the business");
const mandated = of.fact("vacancy.mandated", ["受雇主委託", "Commissioned by the employer"]);
const asks = of.fact("vacancy.asks", ["限制種族、性別、年齡等條件", "Asks for race, sex, age or the like"]);
const byLaw = of.fact("vacancy.byLaw", ["法律明文規定", "Another law demands it"]);
const keeps = of.fact("vacancy.keeps", ["留置證件或收取保證金", "Keeps papers or takes a deposit"]);
const shown = of.fact("vacancy.shown", ["公開薪資範圍", "Shows the pay"]);
const pay = of.amount("vacancy.pay", ["每月經常性薪資最低金額", "Lowest regular pay a month"]);
const leastHidden = figuresOf(
  act("5 條第 2 項第 6 款", "5, paragraph 2, item 6"),
  "A",
  "law.moj.gov.tw pcode=N0090001 art. 5",
).money("vacancy.leastHidden", ["未公開薪資範圍的最低薪資", "Pay from which it need not be shown"], { [from]: 40_000 });
const active = eq(status, code("active"));
const acts = or(eq(applicant, director), mandated);
const fair = of.yes(
  "vacancy.fair",
  ["無歧視條件", "Nobody is shut out"],
  act("5 條第 1 項", "5, paragraph 1"),
  or(not(asks), byLaw),
);
const open = of.yes(
  "vacancy.payShown",
  ["薪資揭示符合規定", "The pay is shown where it has to be"],
  act("5 條第 2 項第 6 款", "5, paragraph 2, item 6"),
  or(shown, ge(pay, leastHidden)),
);
const eligible = of.yes(
  "vacancy.eligible",
  ["可以刊登", "May be published"],
  act("5 條、第 14 條", "5 and 14"),
  and(active, acts, fair, not(keeps), open),
);
const outcome = defineVariable({
  ...{ name: "vacancy.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    published: { "zh-Hant": "可刊登", en: "may be published" },
    "not-active": { "zh-Hant": "查無有效登記", en: "not registered as a business" },
    "not-yours": { "zh-Hant": "非負責人且未受委託", en: "led by another" },
    unfair: { "zh-Hant": "條件涉及歧視", en: "shuts people out" },
    keeps: { "zh-Hant": "不得留置證件或收取保證金", en: "keeps papers or takes a deposit" },
    "pay-hidden": { "zh-Hant": "須公開薪資範圍", en: "the pay has to be shown" },
  },
  formula: when(eligible, code("published"))
    .when(not(active), code("not-active"))
    .when(not(acts), code("not-yours"))
    .when(not(fair), code("unfair"))
    .when(keeps, code("keeps"))
    .otherwise(code("pay-hidden")),
});
/** Which vacancies a public employment office publishes. */
export const vacancy = createLaw(collect([outcome, eligible]));
