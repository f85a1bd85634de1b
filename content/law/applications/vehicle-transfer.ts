import {
  addDays,
  and,
  code,
  collect,
  createLaw,
  day,
  defineInput,
  defineVariable,
  eq,
  ge,
  lt,
  match,
  ne,
  no,
  not,
  nt,
  when,
  whole,
  years,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const of = writer("vehicle", "day", "2024-09-30");
const rules = ["道路交通安全規則第 8 條、第 15 條、第 22 條", "Road Traffic Security Rules, Articles 8, 15 and 22"] as const;
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "vehicle", type: "text", label: { "zh-Hant": zh, en } });

const kind = of.one("transfer.kind", ["車種", "Kind of vehicle"], {
  car: { "zh-Hant": "汽車", en: "car" },
  motorcycle: { "zh-Hant": "機車", en: "motorcycle" },
  none: { "zh-Hant": "查無此車", en: "not in the register" },
});
const owner = text("transfer.owner", "登記的車主", "Owner on record");
const seller = text("transfer.seller", "讓與人", "Seller");
const buyer = text("transfer.buyer", "受讓人", "Buyer");
const fines = of.amount("transfer.fines", ["未繳罰鍰", "Unpaid fines"]);
const tax = of.amount("transfer.tax", ["未繳使用牌照稅及罰鍰", "Unpaid licence tax and its fines"]);
const fuelFee = of.amount("transfer.fuelFee", ["未繳汽車燃料使用費", "Unpaid fuel fee"]);
const hold = of.one("transfer.hold", ["禁止異動", "Hold"], {
  none: { "zh-Hant": "無", en: "none" },
  pledge: { "zh-Hant": "動產擔保", en: "pledged" },
  seizure: { "zh-Hant": "查封或扣押", en: "seized" },
});
const madeOn = of.date("transfer.madeOn", ["出廠年月", "Made in"]);
const inspectedUntil = of.date("transfer.inspectedUntil", ["定期檢驗有效日", "Inspection valid until"]);
const insuredUntil = of.date("transfer.insuredUntil", ["強制險有效日", "Compulsory insurance valid until"]);

/** Cover of thirty days is the least with which the register may be changed. */
const insured = of.yes(
  "transfer.insured",
  ["強制險有效期間滿三十日", "Compulsory insurance lasts for at least thirty days"],
  ["強制汽車責任保險法第 16 條", "Compulsory Automobile Liability Insurance Act, Article 16"],
  ge(insuredUntil, addDays(day, whole(30))),
);
const cleared = of.yes(
  "transfer.cleared",
  ["罰鍰、燃料費與牌照稅已繳清", "Fines, fuel fee and licence tax are paid"],
  [
    "道路交通管理處罰條例第 9-1 條、使用牌照稅法第 12 條",
    "Road Traffic Management and Penalty Act, Article 9-1; Vehicle License Tax Act, Article 12",
  ],
  and(eq(fines, nt(0)), eq(fuelFee, nt(0)), eq(tax, nt(0))),
);

/** An officer sees the inspection of an old vehicle: cars from the tenth year on, motorcycles from the fifth. */
const mustInspect = of.yes(
  "transfer.mustInspect",
  ["須臨時檢驗", "Has to be inspected first"],
  ["道路交通安全規則第 45 條", "Road Traffic Security Rules, Article 45"],
  match(kind, { car: ge(years(madeOn, day), whole(10)), motorcycle: ge(years(madeOn, day), whole(5)), none: no }),
);
const eligible = of.yes(
  "transfer.eligible",
  ["可以過戶", "Can be transferred"],
  rules,
  and(
    ne(kind, code("none")),
    eq(owner, seller),
    ne(buyer, seller),
    eq(hold, code("none")),
    cleared,
    ge(inspectedUntil, day),
    insured,
  ),
);

/** Why the transfer is made or not: the first reason that applies. */
const outcome = defineVariable({
  ...{ name: "transfer.outcome", entity: "vehicle", period: "day", type: "code", from: "2024-09-30" },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "可以過戶", en: "can be transferred" },
    "no-vehicle": { "zh-Hant": "查無此車", en: "no such vehicle" },
    "not-owner": { "zh-Hant": "讓與人不是登記的車主", en: "the seller is not the owner on record" },
    "own-vehicle": { "zh-Hant": "讓與人與受讓人相同", en: "seller and buyer are the same person" },
    held: { "zh-Hant": "有動產擔保或查封", en: "the vehicle is pledged or seized" },
    dues: { "zh-Hant": "有未繳清的罰鍰或稅費", en: "fines, fees or taxes are unpaid" },
    inspection: { "zh-Hant": "逾期未檢驗", en: "the inspection is overdue" },
    insurance: { "zh-Hant": "強制險有效期間不足", en: "the compulsory insurance ends too soon" },
  },
  formula: when(eligible, code("granted"))
    .when(eq(kind, code("none")), code("no-vehicle"))
    .when(ne(owner, seller), code("not-owner"))
    .when(eq(buyer, seller), code("own-vehicle"))
    .when(ne(hold, code("none")), code("held"))
    .when(not(cleared), code("dues"))
    .when(lt(inspectedUntil, day), code("inspection"))
    .otherwise(code("insurance")),
});

const licence = figuresOf(rules, "C", "two motor vehicle offices' pages agree; the table of fees itself was not read");
const carLicence = licence.money("transfer.carLicence", ["汽車行車執照費", "Fee for a car's licence"], { "2024-09-30": 200 });
const motorcycleLicence = licence.money("transfer.motorcycleLicence", ["機車行車執照費", "Fee for a motorcycle's licence"], {
  "2024-09-30": 150,
});
const fee = of.money(
  "transfer.fee",
  ["換發行車執照規費", "Fee for the new licence"],
  ["道路交通安全規則第 22 條", "Road Traffic Security Rules, Article 22"],
  match(kind, { car: carLicence, motorcycle: motorcycleLicence, none: nt(0) }),
);

/** Whether a vehicle may change its owner, and what the new licence costs. */
export const vehicleTransfer = createLaw(collect([outcome, mustInspect, fee]));
