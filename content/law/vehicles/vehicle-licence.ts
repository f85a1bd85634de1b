import { and, code, collect, createLaw, defineInput, defineVariable, eq, match, ne, not, nt, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2024-09-30";
const of = writer("vehicle", "day", from);
const rules = (zh: string, en: string) => [`道路交通安全規則第 ${zh}`, `Road Traffic Security Rules, Article ${en}`] as const;
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "vehicle", type: "text", label: { "zh-Hant": zh, en } });

const kind = of.one("vehicleLicence.kind", ["車種", "Kind of vehicle"], {
  car: { "zh-Hant": "汽車", en: "car" },
  motorcycle: { "zh-Hant": "機車", en: "motorcycle" },
  none: { "zh-Hant": "查無此車", en: "not in the register" },
});
const owner = text("vehicleLicence.owner", "登記的車主", "Owner on record");
const applicant = text("vehicleLicence.applicant", "申請人", "Applicant");
const fines = of.amount("vehicleLicence.fines", ["未繳罰鍰", "Unpaid fines"]);
const fuelFee = of.amount("vehicleLicence.fuelFee", ["未繳汽車燃料使用費", "Unpaid fuel fee"]);

const cleared = of.yes(
  "vehicleLicence.cleared",
  ["罰鍰與燃料費已繳清", "Fines and fuel fee are paid"],
  [
    "道路交通安全規則第 8 條、道路交通管理處罰條例第 9-1 條",
    "Road Traffic Security Rules, Article 8; Road Traffic Management and Penalty Act, Article 9-1",
  ],
  and(eq(fines, nt(0)), eq(fuelFee, nt(0))),
);
const eligible = of.yes(
  "vehicleLicence.eligible",
  ["可以補發、換發行照", "A new licence may be issued"],
  rules("13 條", "13"),
  and(ne(kind, code("none")), eq(owner, applicant), cleared),
);
const outcome = defineVariable({
  ...{ name: "vehicleLicence.outcome", entity: "vehicle", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "可以補發、換發", en: "a new licence is issued" },
    "no-vehicle": { "zh-Hant": "查無此車", en: "no such vehicle" },
    "not-owner": { "zh-Hant": "不是登記的車主", en: "not the owner on record" },
    dues: { "zh-Hant": "有未繳清的罰鍰或燃料費", en: "fines or fuel fee are unpaid" },
  },
  formula: when(eligible, code("granted"))
    .when(eq(kind, code("none")), code("no-vehicle"))
    .when(not(eq(owner, applicant)), code("not-owner"))
    .otherwise(code("dues")),
});
const figures = figuresOf(
  rules("13 條", "13"),
  "C",
  "two motor vehicle offices' pages agree; the table of fees itself was not read",
);
const fee = of.money(
  "vehicleLicence.fee",
  ["行照規費", "Fee for the licence"],
  rules("13 條", "13"),
  match(kind, {
    car: figures.money("vehicleLicence.carFee", ["汽車行照規費", "Fee for a car's licence"], { [from]: 200 }),
    motorcycle: figures.money("vehicleLicence.motorcycleFee", ["機車行照規費", "Fee for a motorcycle's licence"], {
      [from]: 150,
    }),
    none: nt(0),
  }),
);

/** Whether an owner gets a new vehicle licence for one that is lost, damaged or no longer right, and what it costs. */
export const vehicleLicence = createLaw(collect([outcome, fee]));
