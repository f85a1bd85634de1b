import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  ge,
  lt,
  match,
  ne,
  not,
  nt,
  oneOf,
  or,
  when,
  whole,
  years,
  yes,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2025-08-01";
const of = writer("person", "day", from);
const oldAge = figuresOf(
  ["就業服務法第 46 條", "Employment Service Act, Article 46"],
  "C",
  "press reports of the amendment promulgated on 2025-01-20, in force since 2025-08-01",
).count("caregiver.oldAge", ["免評估年齡", "Age without an assessment"], { [from]: 80 });
const cancerAge = figuresOf(
  ["就業服務法第 46 條", "Employment Service Act, Article 46"],
  "C",
  "press reports of the amendment promulgated on 2025-01-20, in force since 2025-08-01",
).count("caregiver.cancerAge", ["罹癌免評估年齡", "Age with cancer without an assessment"], { [from]: 70 });
const careMonths = figuresOf(
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 18 條第 1 項第 5 款",
    "Standards for Work of Foreign Workers, Article 18, paragraph 1, subparagraph 5",
  ],
  "A",
  "law.moj.gov.tw pcode=N0090029 art. 18",
).count("caregiver.careMonths", ["使用長照月數", "Months of long-term care"], { [from]: 6 });
const usual = figuresOf(
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 22 條第 1 項",
    "Standards for Work of Foreign Workers, Article 22, paragraph 1",
  ],
  "A",
  "law.moj.gov.tw pcode=N0090029 art. 22",
).count("caregiver.usual", ["被看護者看護工人數", "Caregivers for a person"], { [from]: 1 });
const severe = figuresOf(
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 22 條第 1 項",
    "Standards for Work of Foreign Workers, Article 22, paragraph 1",
  ],
  "A",
  "law.moj.gov.tw pcode=N0090029 art. 22",
).count("caregiver.severe", ["植物人或巴氏量表零分者", "Caregivers for a vegetative person or Barthel 0"], { [from]: 2 });
const fee = figuresOf(
  [
    "就業服務法申請案件審查費及證照費收費標準第 2 條第 1 項第 2 款",
    "Fee Standards under the Employment Service Act, Article 2, paragraph 1, subparagraph 2",
  ],
  "A",
  "law.moj.gov.tw pcode=N0090030 art. 2",
).money("caregiver.fee", ["審查費", "Fee"], { [from]: 200 });
const monthly = figuresOf(
  ["就業服務法第 55 條第 2 項", "Employment Service Act, Article 55, paragraph 2"],
  "C",
  "public notice of the fee by trade, read on pages of others",
).money("caregiver.monthly", ["就業安定費（每月）", "Employment security fee a month"], { [from]: 2000 });
const enterMonths = figuresOf(
  ["雇主聘僱外國人許可及管理辦法第 30 條第 2 項", "Foreign Worker Permission Regulations, Article 30, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=N0090027 art. 30",
).count("caregiver.enterMonths", ["引進月數", "Months to bring the caregiver in"], { [from]: 6 });

const ground = of.one(
  "caregiver.ground",
  ["資格", "Ground"],
  codesOf({
    disability: ["特定身心障礙證明", "Certificate of a listed disability"],
    assessed: ["醫療機構專業評估", "Assessment by a hospital"],
    aged: ["年滿 80 歲，或 70 至 79 歲罹患第 2 期以上癌症", "80 or older, or 70 to 79 with cancer of stage 2 or more"],
    care: ["使用長照服務 6 個月以上", "Long-term care services for six months"],
    dementia: ["失智症 CDR 1 分以上", "Dementia, CDR 1 or more"],
  }),
);
const bornOn = of.date("caregiver.bornOn", ["被看護者出生日期", "Birthday of the cared-for person"]);
const cancer = of.fact("caregiver.cancer", ["第二期以上癌症", "Cancer of stage 2 or more"]);
const level = of.one(
  "caregiver.level",
  ["身心障礙等級", "Degree of disability"],
  codesOf({
    mild: ["輕度", "mild"],
    moderate: ["中度", "moderate"],
    severe: ["重度", "severe"],
    profound: ["極重度", "profound"],
    none: ["無", "none"],
  }),
);
const assessment = of.fact("caregiver.assessment", ["評估認定需全日或依賴照護", "The assessment says that care is needed"]);
const served = of.count("caregiver.served", ["使用長照服務月數", "Months of long-term care used"], 600);
const relation = of.one(
  "caregiver.relation",
  ["與被看護者的關係", "Relation to the cared-for person"],
  codesOf({
    spouse: ["配偶", "Spouse"],
    child: ["子女", "Child"],
    parent: ["父母", "Parent"],
    kin: ["其他規定親屬", "Other kin of the rules"],
    self: ["被看護者本人（指定代行人）", "The cared-for person, with a substitute"],
  }),
);
const employer = text("caregiver.employer", "雇主", "Employer");
const cared = text("caregiver.cared", "被看護者", "Cared-for person");
const caredSpouse = text("caregiver.caredSpouse", "被看護者之配偶", "Spouse of the cared-for person");
const caredFather = text("caregiver.caredFather", "被看護者之父", "Father of the cared-for person");
const caredMother = text("caregiver.caredMother", "被看護者之母", "Mother of the cared-for person");
const ownFather = text("caregiver.ownFather", "雇主之父", "Father of the employer");
const ownMother = text("caregiver.ownMother", "雇主之母", "Mother of the employer");
const held = of.count("caregiver.held", ["已核准人數", "Caregivers permitted so far"], 99);
const helpless = of.fact("caregiver.helpless", ["植物人或巴氏量表零分", "Vegetative or Barthel 0"]);
const firstHire = of.fact("caregiver.firstHire", ["第一次聘僱", "First hire"]);
const lecture = of.fact("caregiver.lecture", ["已參加聘前講習", "The lecture was attended"]);
const referred = of.fact("caregiver.referred", ["長照中心推介而無法滿足", "The care centre could not place a local carer"]);
const poor = of.one(
  "caregiver.poor",
  ["低收入戶資格", "Low income"],
  codesOf({ low: ["低收入戶", "low"], "mid-low": ["中低收入戶", "mid-low"], none: ["無", "none"] }),
);
const allowance = of.fact("caregiver.allowance", ["領身障補助或老人津貼", "Gets a disability or old-age allowance"]);

const age = of.whole(
  "caregiver.age",
  ["年齡", "Age"],
  ["就業服務法第 46 條", "Employment Service Act, Article 46"],
  years(bornOn, day),
);
const needs = of.yes(
  "caregiver.needs",
  ["被看護者符合資格", "The cared-for person needs care as the rules say"],
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 18 條第 1 項；就業服務法第 46 條",
    "Standards for Work of Foreign Workers, Article 18, paragraph 1; Employment Service Act, Article 46",
  ],
  match(ground, {
    disability: ne(level, code("none")),
    assessed: assessment,
    aged: or(ge(age, oldAge), and(ge(age, cancerAge), cancer)),
    care: ge(served, careMonths),
    dementia: assessment,
  }),
);
const kin = of.yes(
  "caregiver.kin",
  ["親屬關係符合", "Kin as the rules say"],
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 21 條第 1 項",
    "Standards for Work of Foreign Workers, Article 21, paragraph 1",
  ],
  match(relation, {
    spouse: eq(caredSpouse, employer),
    child: or(eq(ownFather, cared), eq(ownMother, cared)),
    parent: or(eq(caredFather, employer), eq(caredMother, employer)),
    kin: yes,
    self: eq(cared, employer),
  }),
);
const within = of.yes(
  "caregiver.within",
  ["未逾人數", "Within the number"],
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 22 條第 1 項",
    "Standards for Work of Foreign Workers, Article 22, paragraph 1",
  ],
  lt(held, when(helpless, severe).otherwise(usual)),
);
const taught = of.yes(
  "caregiver.taught",
  ["已參加講習", "The lecture was attended"],
  ["就業服務法第 48-1 條", "Employment Service Act, Article 48-1"],
  or(not(firstHire), lecture),
);
const offered = of.yes(
  "caregiver.offered",
  ["已推介本國照顧服務員", "A local carer was looked for"],
  ["雇主聘僱外國人許可及管理辦法第 18 條", "Foreign Worker Permission Regulations, Article 18"],
  referred,
);
const monthlyFee = of.money(
  "caregiver.monthlyFee",
  ["就業安定費（每月）", "Employment security fee a month"],
  ["就業服務法第 55 條第 3 項", "Employment Service Act, Article 55, paragraph 3"],
  when(or(oneOf(poor, "low", "mid-low"), allowance), nt(0)).otherwise(monthly),
);
const enterBy = of.day(
  "caregiver.enterBy",
  ["引進期限", "Enter by"],
  ["雇主聘僱外國人許可及管理辦法第 30 條第 2 項", "Foreign Worker Permission Regulations, Article 30, paragraph 2"],
  addMonths(day, enterMonths),
);
const toPay = of.money(
  "caregiver.toPay",
  ["審查費", "Fee"],
  [
    "就業服務法申請案件審查費及證照費收費標準第 2 條第 1 項第 2 款",
    "Fee Standards under the Employment Service Act, Article 2, paragraph 1, subparagraph 2",
  ],
  fee,
);
const heldAfter = of.whole(
  "caregiver.heldAfter",
  ["核准後人數", "Caregivers after it"],
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 22 條第 1 項",
    "Standards for Work of Foreign Workers, Article 22, paragraph 1",
  ],
  add(held, whole(1)),
);
const eligible = of.yes(
  "caregiver.eligible",
  ["符合規定", "As the rules say"],
  [
    "外國人從事就業服務法第四十六條第一項第八款至第十一款工作資格及審查標準第 18 條第 1 項；就業服務法第 46 條",
    "Standards for Work of Foreign Workers, Article 18, paragraph 1; Employment Service Act, Article 46",
  ],
  and(needs, kin, within, taught, offered),
);
const result = outcome(
  "caregiver.outcome",
  from,
  {
    permitted: ["可許可招募", "may recruit"],
    "no-need": ["被看護者不符資格", "the ground is not met"],
    "not-kin": ["親屬關係不符", "not the kin of the rules"],
    "too-many": ["已達人數上限", "as many as may be"],
    "no-lecture": ["未參加聘前講習", "the lecture is missing"],
    "not-referred": ["尚未推介本國照顧服務員", "no local carer was looked for"],
  },
  when(eligible, code("permitted"))
    .when(not(needs), code("no-need"))
    .when(not(kin), code("not-kin"))
    .when(not(within), code("too-many"))
    .when(not(taught), code("no-lecture"))
    .otherwise(code("not-referred")),
);
/** Who may have a foreign caregiver at home. */
export const caregiverLaw = createLaw(collect([result, eligible, monthlyFee, enterBy, toPay, heldAfter]));
