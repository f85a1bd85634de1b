import { addYears, and, code, collect, createLaw, day, eq, ge, le, match, ne, not, nt, or, when, yes } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome } from "./build.ts";

const from = "2022-05-04";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`記帳士法第 ${zh}`, `Certified Public Bookkeepers Act, Article ${en}`] as const;
const read = "law.moj.gov.tw pcode";
const bars = figuresOf(act("4 條", "4"), "A", `${read}=G0340110 art. 4`);
const pardonYears = bars.count("bookkeeper.crimeYears", ["犯罪執行完畢後年數", "Years after a sentence was served"], {
  [from]: 3,
});
const dismissedYears = bars.count("bookkeeper.dismissedYears", ["免除職務後年數", "Years after a dismissal"], { [from]: 5 });
const taxYears = figuresOf(act("8 條", "8"), "A", `${read}=G0340110 art. 8`).count(
  "bookkeeper.taxYears",
  ["離職後迴避年數", "Years after leaving a tax office"],
  { [from]: 3 },
);
const fee = figuresOf(
  ["記帳士證書費收費標準第 3 條", "Fee Standards for Certificates of Bookkeepers, Article 3"],
  "A",
  `${read}=G0340113 art. 3`,
).money("bookkeeper.certificateFee", ["證書費", "Fee for the certificate"], { [from]: 1_500 });
const agentRules = (zh: string, en: string) =>
  [
    `記帳士法第三十五條規定之管理辦法第 ${zh}`,
    `Regulations under Article 35 of the Certified Public Bookkeepers Act, Article ${en}`,
  ] as const;
const agentFee = figuresOf(agentRules("5 條", "5"), "A", `${read}=G0340114 art. 5`).money(
  "bookkeeper.agentFee",
  ["登錄執業證明書費", "Fee for an agent's proof of registration"],
  { [from]: 1_500 },
);

const kind = of.one(
  "bookkeeper.kind",
  ["申請項目", "What is applied for"],
  codesOf({
    certificate: ["記帳士證書", "certificate"],
    practice: ["記帳士登錄", "registration as a bookkeeper"],
    agent: ["記帳及報稅代理人繼續登錄", "a filing agent goes on"],
  }),
);
const exam = of.one(
  "bookkeeper.exam",
  ["記帳士考試", "Examination"],
  codesOf({ passed: ["及格", "passed"], none: ["查無", "not found"] }),
);
const certified = of.one(
  "bookkeeper.state",
  ["記帳士證書狀態", "State of the certificate"],
  codesOf({
    valid: ["有效", "valid"],
    revoked: ["撤銷或廢止", "revoked"],
    "struck-off": ["除名", "struck off"],
    none: ["未領", "none"],
  }),
);
const crimeEnded = of.date("bookkeeper.crimeEnded", ["業務犯罪刑期執行完畢日", "Sentence for fraud in the trade was served on"]);
const convicted = of.fact("bookkeeper.convicted", [
  "因業務詐欺等受一年以上刑",
  "Sentenced to a year or more for fraud in the trade",
]);
const guarded = of.fact("bookkeeper.guarded", ["受監護或輔助宣告", "Under guardianship or assistance"]);
const bankrupt = of.fact("bookkeeper.bankrupt", ["破產未復權", "Bankrupt"]);
const dismissedOn = of.date("bookkeeper.dismissedOn", ["免除職務處分確定日", "Dismissed from public service on"]);
const leftOn = of.date("bookkeeper.leftOn", ["稅務機關離職日", "Left a tax office on"]);
const sameArea = of.fact("bookkeeper.sameArea", ["在最後任職機關所在區域執業", "Practises where that office is"]);
const registered = of.fact("bookkeeper.registered", ["已登錄的代理人", "A registered agent"]);
const hours = of.count("bookkeeper.hours", ["年度訓練時數", "Hours of training in the year"], 1_000);
const leastHours = figuresOf(act("35 條第 1 項", "35, paragraph 1"), "A", `${read}=G0340110 art. 35`).count(
  "bookkeeper.leastHours",
  ["年度訓練時數下限", "Least hours of training in a year"],
  { [from]: 24 },
);

const barred = of.yes(
  "bookkeeper.barred",
  ["不得充任", "May not be a bookkeeper"],
  act("4 條", "4"),
  or(
    and(convicted, not(le(addYears(crimeEnded, pardonYears), day))),
    guarded,
    bankrupt,
    not(le(addYears(dismissedOn, dismissedYears), day)),
    eq(certified, code("struck-off")),
  ),
);
const qualified = of.yes(
  "bookkeeper.qualified",
  ["資格符合", "Qualified"],
  act("2 條、第 7 條", "2 and 7"),
  match(kind, { certificate: eq(exam, code("passed")), practice: eq(certified, code("valid")), agent: yes }),
);
const elsewhere = of.yes(
  "bookkeeper.elsewhere",
  ["不在迴避區域", "Not where the former office is"],
  act("8 條", "8"),
  or(ne(kind, code("practice")), not(sameArea), le(addYears(leftOn, taxYears), day)),
);
/** New agents have not been registered since 2006: those in the register go on, with their training. */
const open = of.yes(
  "bookkeeper.open",
  ["得繼續執業", "May go on as an agent"],
  act("35 條第 1 項", "35, paragraph 1"),
  or(ne(kind, code("agent")), and(registered, ge(hours, leastHours))),
);
const eligible = of.yes(
  "bookkeeper.eligible",
  ["可核發或登錄", "May be issued or registered"],
  ["記帳士法第 2 條、第 4 條、第 7 條、第 8 條", "Certified Public Bookkeepers Act, Articles 2, 4, 7 and 8"],
  and(not(barred), qualified, elsewhere, open),
);
const result = outcome(
  "bookkeeper.outcome",
  from,
  {
    granted: ["可核發或登錄", "may be issued or registered"],
    barred: ["有消極資格", "barred"],
    closed: ["未登錄或訓練不足", "not registered as an agent, or too little training"],
    "not-qualified": ["未及格或未領證書", "no examination or certificate"],
    "same-area": ["三年內不得在原任職區域執業", "not where the former office is, for three years"],
  },
  when(eligible, code("granted"))
    .when(barred, code("barred"))
    .when(not(open), code("closed"))
    .when(not(qualified), code("not-qualified"))
    .otherwise(code("same-area")),
);
const toPay = of.money(
  "bookkeeper.fee",
  ["證書費", "Fee"],
  [
    "記帳士證書費收費標準第 3 條；記帳士法第三十五條規定之管理辦法第 5 條",
    "Fee Standards, Article 3; Regulations under Article 35, Article 5",
  ],
  match(kind, { certificate: fee, practice: nt(0), agent: agentFee }),
);
/** Who gets a certificate as a bookkeeper, and who is registered. */
export const bookkeeper = createLaw(collect([result, eligible, toPay]));
