import { examplesOf, statute, type WorkedExample } from "./write.ts";

const income = examplesOf("income-return");
const tax = (article: string) => statute(`所得稅法 §${article}`);
const collection = (article: string) => statute(`稅捐稽徵法 §${article}`);
/** The tax of 900,000 of salary in 2025, filed in time. */
const filed = {
  ...{ "return.filedOn": "2026-05-20", "return.assessedOn": "2026-07-01", "return.tax": 22_700, "return.declaredTax": 22_700 },
  ...{ "return.general": 131_000, "return.standard": 131_000, "return.gross": 900_000, "return.dependants": 0 },
  ...{ "return.withheld": 0, "return.paidBefore": 0, "return.refundedBefore": 0, "return.known": 900_000 },
  ...{ "return.stated": 900_000, "return.corrected": false, "return.fineSet": 0, "return.lot": 500 },
};
const at = "2025-12-31";
const late = { ...filed, "return.filedOn": "2026-07-01" };
const found = { ...filed, "return.corrected": true, "return.declaredTax": 2_700, "return.fineSet": 50_000 };

const vat = examplesOf("vat-return");
const act = (article: string) => statute(`加值型及非加值型營業稅法 §${article}`);
const shop = {
  ...{
    "vatReturn.applicant": "A123456789",
    "vatReturn.director": "A123456789",
    "vatReturn.number": "04595257",
    "vatReturn.active": true,
    "vatReturn.period": "11510",
  },
  ...{
    "vatReturn.outputTax": 10_000,
    "vatReturn.allowancesOut": 500,
    "vatReturn.inputTax": 4_000,
    "vatReturn.allowancesIn": 100,
  },
  ...{ "vatReturn.barred": 400, "vatReturn.carried": 1_000, "vatReturn.knownOutput": 10_000, "vatReturn.knownInput": 4_000 },
  ...{ "vatReturn.filedOn": "2026-11-10", "vatReturn.assessedOn": "2026-11-10", "vatReturn.paidBefore": 0 },
};
const day = "2026-11-10";
const large = { "vatReturn.outputTax": 305_000 };

export const returns: readonly WorkedExample[] = [
  income("return.due", at, filed, "2026-06-01", tax("71: 31 May 2026 is a Sunday")),
  income("return.daysLate", at, late, 30, tax("71: from 1 June to 1 July")),
  income("return.interest", at, late, 32, collection("48-1 III: 22,700 at 1.725 % for 30 days")),
  income("return.interest", at, filed, 0, collection("48-1 III: filed in time")),
  income("return.risk", at, { ...filed, "return.stated": 500_000 }, 40, tax("80")),
  income("return.selection", at, { ...filed, "return.stated": 500_000 }, "risk", tax("80")),
  income("return.selection", at, { ...filed, "return.lot": 3 }, "sample", tax("80")),
  income("return.selection", at, filed, "none", tax("80")),
  income("return.evaded", at, found, 20_000, tax("110 I: 22,700 less 2,700")),
  income("return.mostFine", at, found, 40_000, tax("110 I: twice the tax left out")),
  income("return.fine", at, found, 40_000, tax("110 I: no more than twice")),
  income("return.total", at, found, 62_700, tax("100: the tax and the fine")),
  income("return.balance", at, { ...filed, "return.withheld": 30_000 }, -7_300, tax("100")),
  income("return.toPay", at, { ...filed, "return.paidBefore": 2_700 }, 20_000, tax("100: less what was paid")),
  income("return.refund", at, { ...filed, "return.withheld": 30_000 }, 7_300, tax("100")),
  income("return.payBy", at, filed, "2026-07-13", tax("100: ten days; 11 July 2026 is a Saturday")),
  income("return.payBy", at, { ...filed, "return.assessedOn": "2026-07-06" }, "2026-07-16", tax("100: ten days")),
  vat("vatReturn.output", day, shop, 9_500, act("15")),
  vat("vatReturn.deductible", day, shop, 3_500, act("15, §19: 4,000 less 400 and 100")),
  vat("vatReturn.payable", day, shop, 5_000, act("15: 9,500 less 3,500 and the credit of 1,000")),
  vat("vatReturn.credit", day, { ...shop, "vatReturn.carried": 8_000 }, 2_000, act("39")),
  vat("vatReturn.due", day, shop, "2026-11-16", act("35: 15 November 2026 is a Sunday")),
  vat("vatReturn.daysLate", day, { ...shop, "vatReturn.filedOn": "2026-11-30" }, 14, act("35")),
  vat(
    "vatReturn.surcharge",
    day,
    { ...shop, "vatReturn.filedOn": "2026-11-30" },
    1_200,
    act("49: 7 % of 5,000 is below the least"),
  ),
  vat(
    "vatReturn.surcharge",
    day,
    { ...shop, "vatReturn.filedOn": "2026-11-30", "vatReturn.outputTax": 105_000 },
    7_000,
    act("49: 7 % of 100,000"),
  ),
  vat(
    "vatReturn.surcharge",
    day,
    { ...shop, "vatReturn.filedOn": "2027-01-20", "vatReturn.outputTax": 105_000 },
    30_000,
    act("49: 30 % of 100,000"),
  ),
  vat(
    "vatReturn.surcharge",
    day,
    { ...shop, ...large, "vatReturn.filedOn": "2026-11-30" },
    12_000,
    act("49: no more than 12,000"),
  ),
  vat(
    "vatReturn.surcharge",
    day,
    { ...shop, ...large, "vatReturn.filedOn": "2027-01-20" },
    30_000,
    act("49: no more than 30,000"),
  ),
  vat(
    "vatReturn.surcharge",
    day,
    { ...shop, "vatReturn.filedOn": "2027-01-20" },
    3_000,
    act("49: 30 % of 5,000 is below the least"),
  ),
  vat("vatReturn.total", day, { ...shop, "vatReturn.filedOn": "2026-11-30" }, 6_200, act("49")),
  vat("vatReturn.gap", day, { ...shop, "vatReturn.knownOutput": 12_000, "vatReturn.knownInput": 3_000 }, 3_000, act("43")),
  vat("vatReturn.examined", day, { ...shop, "vatReturn.knownOutput": 12_000 }, true, act("43")),
  vat("vatReturn.toPay", day, { ...shop, "vatReturn.paidBefore": 2_000 }, 3_000, act("42")),
  vat("vatReturn.payBy", day, shop, "2026-11-20", act("42: ten days")),
  vat("vatReturn.eligible", day, { ...shop, "vatReturn.director": "B123456780" }, false, act("35")),
  vat("vatReturn.outcome", day, { ...shop, "vatReturn.director": "B123456780" }, "not-representative", act("35")),
  vat("vatReturn.eligible", day, { ...shop, "vatReturn.applicant": "04595257" }, true, act("35: by its representative")),
  vat("vatReturn.eligible", day, { ...shop, "vatReturn.applicant": "10458574" }, false, act("35: of another business")),
];
