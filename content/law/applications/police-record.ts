import { add, code, collect, createLaw, defineVariable, eq, multiply, not, or, subtract, when, whole } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2015-09-04";
const of = writer("person", "day", from);
const act = (zh: string, en: string) =>
  [`警察刑事紀錄證明核發條例第 ${zh}`, `Act Governing Issuance of Police Criminal Record Certificates, Article ${en}`] as const;

const fees = figuresOf(
  ["警察刑事紀錄證明收費標準第 2 條", "Charging Standards for Police Criminal Record Certificates, Article 2"],
  "A",
  "law.moj.gov.tw pcode=D0080159 art. 2",
);
const first = fees.money("policeRecord.firstCopy", ["第一份", "The first copy"], { [from]: 100 });
const further = fees.money("policeRecord.furtherCopy", ["加發每份", "Each further copy"], { [from]: 20 });

const state = of.one("policeRecord.state", ["刑事紀錄", "Record"], {
  none: { "zh-Hant": "無", en: "none" },
  recorded: { "zh-Hant": "應記載", en: "to be written down" },
  omitted: { "zh-Hant": "依法不予記載", en: "left out by law" },
  pending: { "zh-Hant": "尚未執行或執行中", en: "not served yet" },
  wanted: { "zh-Hant": "通緝中", en: "wanted" },
});
const copies = of.count("policeRecord.copies", ["份數", "Copies"], 20);

const barred = or(eq(state, code("wanted")), eq(state, code("pending")));
const eligible = of.yes(
  "policeRecord.eligible",
  ["可以核發", "A certificate may be made"],
  act("8 條第 1 項", "8, paragraph 1"),
  not(barred),
);
const fee = of.money(
  "policeRecord.fee",
  ["證明書費", "Fee"],
  ["警察刑事紀錄證明收費標準第 2 條", "Charging Standards for Police Criminal Record Certificates, Article 2"],
  add(first, multiply(further, subtract(copies, whole(1)))),
);
const [zh, en] = act("6 條", "6");
const common = { entity: "person", period: "day", type: "code", from } as const;
const content = defineVariable({
  ...{ ...common, name: "policeRecord.content" },
  label: { "zh-Hant": "有無刑事案件紀錄", en: "What the certificate says" },
  article: { "zh-Hant": zh, en },
  codes: {
    "none-recorded": { "zh-Hant": "無刑事案件紀錄", en: "no criminal record" },
    recorded: { "zh-Hant": "有刑事案件紀錄", en: "there is a criminal record" },
  },
  formula: when(eq(state, code("recorded")), code("recorded")).otherwise(code("none-recorded")),
});
const outcome = defineVariable({
  ...{ ...common, name: "policeRecord.outcome" },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核發", en: "made" },
    wanted: { "zh-Hant": "受通緝尚未撤銷", en: "wanted" },
    pending: { "zh-Hant": "尚未執行或執行中", en: "not served yet" },
  },
  formula: when(eligible, code("granted"))
    .when(eq(state, code("wanted")), code("wanted"))
    .otherwise(code("pending")),
});

/** Whether a certificate of police records is made, what it says of judgments, and its fee. */
export const policeRecord = createLaw(collect([outcome, content, fee]));
