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

const dealers = (zh: string, en: string) => [`糧商管理規則第 ${zh}`, `Regulations for Grain Dealers, Article ${en}`] as const;
const body = of.one("grain.body", ["組織", "Body"], {
  firm: { "zh-Hant": "公司或商業", en: "company or firm" },
  association: { "zh-Hant": "農會", en: "farmers' association" },
  cooperative: { "zh-Hant": "合作社", en: "cooperative" },
});
const firmState = of.one("grain.status", ["公司或商業登記狀態", "State in the register"], {
  active: { "zh-Hant": "核准設立", en: "active" },
  dissolved: { "zh-Hant": "解散", en: "dissolved" },
  none: { "zh-Hant": "查無登記", en: "not found" },
});
const head = text("grain.director", "負責人", "Who leads the business");
const dealer = text("grain.applicant", "申請人", "Applicant");
const selling = of.fact("grain.selling", ["買賣", "Buys and sells"]);
const broking = of.fact("grain.broking", ["經紀", "Broking"]);
const storing = of.fact("grain.storing", ["倉儲", "Storage"]);
const milling = of.fact("grain.milling", ["加工", "Milling"]);
const trading = of.fact("grain.trading", ["輸出入", "Import and export"]);
const small = of.fact("grain.small", ["兼營小規模零售", "Only a little retail beside another trade"]);
const registersFee = figuresOf(
  ["糧商登記規費收費標準第 2 條", "Fee Standards for Registering Grain Dealers, Article 2"],
  "A",
  "law.moj.gov.tw pcode=M0030083 art. 2",
).money("grain.registration", ["登記規費", "Fee for the registration"], { [from]: 300 });
const isCompany = eq(body, code("firm"));
const someTrade = or(selling, broking, storing, milling, trading);
const onlySmall = and(small, not(or(broking, storing, milling, trading)));
const dealerOutcome = defineVariable({
  ...{ name: "grain.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    registered: { "zh-Hant": "可登記", en: "may be registered" },
    "no-trade": { "zh-Hant": "未經營糧食業務", en: "no trade in grain" },
    exempt: { "zh-Hant": "免登記", en: "need not register" },
    "not-active": { "zh-Hant": "查無有效登記", en: "not registered as a business" },
    "not-yours": { "zh-Hant": "非負責人", en: "led by another" },
  },
  formula: when(not(someTrade), code("no-trade"))
    .when(onlySmall, code("exempt"))
    .when(and(isCompany, not(eq(firmState, code("active")))), code("not-active"))
    .when(and(isCompany, not(eq(dealer, head))), code("not-yours"))
    .otherwise(code("registered")),
});
const mayDeal = of.yes(
  "grain.eligible",
  ["可以登記", "May be registered"],
  ["糧食管理法第 4 條、第 10 條；糧商管理規則第 4 條", "Food Administration Act, Articles 4 and 10; Regulations, Article 4"],
  eq(dealerOutcome, code("registered")),
);
const visited = of.yes(
  "grain.visit",
  ["須查廠房或倉庫", "Mill or store is looked at"],
  dealers("4 條", "4"),
  or(milling, storing),
);
const dealerFee = of.money(
  "grain.fee",
  ["登記規費", "Fee"],
  ["糧商登記規費收費標準第 2 條", "Fee Standards for Registering Grain Dealers, Article 2"],
  registersFee,
);
/** Who is registered as a grain dealer, who need not be, and the fee. */
export const grainDealer = createLaw(collect([dealerOutcome, mayDeal, visited, dealerFee]));
