import { and, code, collect, createLaw, day, defineInput, defineVariable, eq, le, lt, not, nt, or, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2023-01-01";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) => [`稅籍登記規則第 ${zh}`, `Regulations for Tax Registration, Articles ${en}`] as const;
const act = (zh: string, en: string) =>
  [`加值型及非加值型營業稅法第 ${zh}`, `Value-added and Non-value-added Business Tax Act, Article ${en}`] as const;
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "person", type: "text", label: { "zh-Hant": zh, en } });

const kind = of.one("taxreg.kind", ["營業人類別", "Kind of business"], {
  domestic: { "zh-Hant": "未辦公司或商業登記", en: "in no register of companies or firms" },
  registered: { "zh-Hant": "已辦公司或商業登記", en: "a company or a firm" },
  foreign: { "zh-Hant": "境外電商", en: "foreign seller of electronic services" },
});
const status = of.one("taxreg.status", ["公司或商業登記狀態", "State in the register"], {
  active: { "zh-Hant": "核准設立", en: "active" },
  dissolved: { "zh-Hant": "解散", en: "dissolved" },
  none: { "zh-Hant": "查無登記", en: "not found" },
});
const applicant = text("taxreg.applicant", "申請人", "Applicant");
const director = text("taxreg.director", "負責人", "Who leads the business");
const online = of.fact("taxreg.online", ["以網路銷售", "Sells online"]);
const openingOn = of.date("taxreg.openingOn", ["開始營業日", "Day of opening"]);
const sales = of.amount("taxreg.sales", ["境外電商年銷售額", "Sales in a year to people here"]);

const threshold = figuresOf(
  act("28 條之 1 第 3 項", "28-1, paragraph 3"),
  "D",
  "the announcement of the Ministry of Finance was not read",
).money("taxreg.threshold", ["境外電商年銷售額基準", "Sales above which a foreign seller registers"], {
  [from]: 480_000,
  "2025-01-01": 600_000,
});
const fines = figuresOf(act("45 條", "45"), "A", "law.moj.gov.tw pcode=G0340080 art. 45");
const least = fines.money("taxreg.least", ["罰鍰下限", "Lowest fine"], { [from]: 3_000 });
const most = fines.money("taxreg.most", ["罰鍰上限", "Highest fine"], { [from]: 30_000 });

const isFirm = eq(kind, code("registered"));
const outcome = defineVariable({
  ...{ name: "taxreg.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    registered: { "zh-Hant": "可辦理稅籍登記", en: "may be registered" },
    names: { "zh-Hant": "可補登網域名稱", en: "names of its pages may be added" },
    automatic: { "zh-Hant": "依公司或商業登記辦理，免申請", en: "registered from the register of companies and firms" },
    "not-found": { "zh-Hant": "查無有效登記", en: "not registered as a business" },
    "not-yours": { "zh-Hant": "非負責人", en: "led by another" },
    below: { "zh-Hant": "年銷售額未逾基準", en: "sells too little to register" },
  },
  formula: when(and(isFirm, not(eq(status, code("active")))), code("not-found"))
    .when(and(isFirm, not(eq(applicant, director))), code("not-yours"))
    .when(and(isFirm, not(online)), code("automatic"))
    .when(isFirm, code("names"))
    .when(and(eq(kind, code("foreign")), le(sales, threshold)), code("below"))
    .otherwise(code("registered")),
});
const eligible = of.yes(
  "taxreg.eligible",
  ["可以登記", "May be registered"],
  rules("3 條、第 4 條第 1 項第 9 款、第 12 條", "3, 4, paragraph 1, item 9, and 12"),
  or(eq(outcome, code("registered")), eq(outcome, code("names"))),
);
const late = of.yes(
  "taxreg.late",
  ["已開始營業", "Opened before it applied"],
  act("28 條", "28"),
  and(eq(kind, code("domestic")), lt(openingOn, day)),
);
const fine = act("45 條", "45");
const fineFrom = of.money("taxreg.fineFrom", ["罰鍰下限", "Fine from"], fine, when(late, least).otherwise(nt(0)));
const fineTo = of.money("taxreg.fineTo", ["罰鍰上限", "Fine to"], fine, when(late, most).otherwise(nt(0)));
/** Who applies for a tax registration, who gets it without, and what it may cost to open before it. */
export const taxRegistration = createLaw(collect([outcome, eligible, late, fineFrom, fineTo]));
