import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { rules } from "@troad/content-law";
import { type Process, startProcess } from "@troad/kernel";
import { testCluster } from "../../../kernel/test/cluster.ts";
import tax from "../module.ts";

/** The day on which the tests ask. */
export const TODAY = "2026-05-20";

/** A process of this module alone, at noon of TODAY in Taipei. */
export async function startTax(env: Record<string, string> = {}): Promise<Process> {
  const data = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "tax-"));
  fs.chmodSync(data, 0o711);
  const cluster = await testCluster();
  return startProcess({
    modules: [tax],
    agencies: () => [],
    root: path.resolve(import.meta.dirname, "..", "..", ".."),
    env: { PORT: "0", TROAD_DATA: data, LOG_LEVEL: "silent", ...env },
    clock: { now: () => new Date(`${TODAY}T12:00:00+08:00`) },
    ...(cluster ? { cluster } : {}),
  });
}

/** Answers that every calculation can work out, and what they come to, by hand from the law. */
const byHand: Record<string, { answers: Record<string, string>; comesTo: Record<string, number | string> }> = {
  // 900,000 - 97,000 - 131,000 - 218,000 = 454,000 of net income; 5 %, the year is 2025
  income: { answers: { year: "2025", salary: "900000", married: "no" }, comesTo: { "income.tax": 22_700 } },
  "basic-tax": {
    answers: { net: "1000000", overseas: "9000000", regularTax: "50000" },
    comesTo: { "amt.extra": (10_000_000 - 7_500_000) * 0.2 - 50_000 },
  },
  vehicle: {
    answers: { kind: "carPrivate", fuel: "petrol", cc: "1800" },
    comesTo: { "vehicle.prorated": 7_120, "vehicle.fuelDue": 4_800 },
  },
  // 30 April 2026 was a Thursday; twenty days late are six full steps of three days
  late: {
    answers: { kind: "vehicle", tax: "7120", due: "2026-04-30", paid: "2026-05-20" },
    comesTo: { "late.total": 7_547, "late.fee": 427 },
  },
  birth: {
    answers: { scheme: "national_pension", children: "1", order: "2", publicCare: "no" },
    comesTo: { "birth.claimTotal": 100_000, "birth.claimInsured": 42_206, "childcare.ofBirth": 6_000 },
  },
  "care-subsidy": { answers: { care: "quasiPublic", order: "1" }, comesTo: { "childcare.subsidy": 13_000 } },
  childcare: { answers: { years: "1", months: "0", order: "3", publicCare: "no" }, comesTo: { "childcare.monthly": 7_000 } },
  unemployment: {
    // the grade of 40,000 is 40,100; 70 % of it with a dependant
    answers: { wage: "40000", dependants: "1", longer: "no" },
    comesTo: { "unemployment.monthly": 28_070, "unemployment.months": 6 },
  },
  funeral: { answers: { scheme: "labour", wage: "45800" }, comesTo: { "funeral.paid": 229_000 } },
  "national-pension": { answers: { months: "120" }, comesTo: { "np.formulaB": 2_743 } },
  "labour-pension": { answers: { insured: "40000", months: "300" }, comesTo: { "labour.pay": 15_500 } },
  house: { answers: { worth: "1000000", use: "home", county: "taipei" }, comesTo: { "house.mostTax": 12_000 } },
  "land-home": { answers: { homeValue: "1000000" }, comesTo: { "lvt.homeTax": 2_000 } },
  // 10,000,000 - 3,000,000 x 132.5 % = 6,025,000, over the 3,975,000 of before; after twenty years 28 % of it less 8 % of that
  "land-increment": {
    answers: { value: "10000000", earlier: "3000000", index: "132.5", home: "no", acquired: "2005-03-10", sold: "2026-03-11" },
    comesTo: { "lvit.chosen": 1_369_000 },
  },
  // 6,000,000 - 5,000,000 - 3 % of the price: 820,000, held for two years and a day
  "house-sale": {
    answers: { price: "6000000", cost: "5000000", acquired: "2024-05-20", sold: "2026-05-21", isResident: "yes", isHome: "no" },
    comesTo: { "sale.tax": 287_000, "sale.taxable": 820_000 },
  },
  deed: { answers: { kind: "sale", price: "1000000" }, comesTo: { "deed.tax": 60_000 } },
  // 40,000,000 less 13,330,000, 5,530,000, two times 560,000 and 1,380,000
  estate: {
    answers: { gross: "40000000", hasSpouse: "yes", descendants: "2" },
    comesTo: { "estate.netOfReturn": 18_640_000, "estate.taxOfReturn": 1_864_000 },
  },
  gift: { answers: { total: "5000000" }, comesTo: { "gift.ofYear": 256_000 } },
  "corporate-income": { answers: { amount: "150000" }, comesTo: { "cit.tax": 15_000 } },
  "business-tax": { answers: { amount: "1000" }, comesTo: { "vat.tax": 50 } },
  stamp: { answers: { amount: "10000" }, comesTo: { "stamp.receiptTax": 40, "stamp.contractTax": 10 } },
  commodity: { answers: { good: "carSmall", price: "800000" }, comesTo: { "commodity.tax": 200_000 } },
  amusement: { answers: { show: "drama", price: "1000" }, comesTo: { "amusement.mostTax": 50 } },
  // the grade of 40,000 is 40,100: 12.5 % and a fifth of it; 5.17 % and three tenths of it, for three persons
  premiums: {
    answers: { wage: "40000", dependants: "2" },
    comesTo: { "insurance.labourPremium": 1_003, "insurance.healthPremium": 622 * 3 },
  },
  securities: { answers: { kind: "stock", amount: "100000" }, comesTo: { "securities.tax": 300 } },
};
/** A rule's first worked example, as its page is answered. */
const ofRules = Object.fromEntries(
  rules
    .filter(({ isStep }) => !isStep)
    .map(({ id, examples: [first], want, monthDay }) => {
      if (!first) throw new RangeError(`${id} has no example`);
      const [at, facts, comesTo] = first;
      const said = (value: unknown) => (value === true ? "yes" : value === false ? "no" : String(value));
      const answers = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, said(value)]));
      const expected = typeof comesTo === "object" ? comesTo : { [want[0] ?? ""]: comesTo };
      if (!at.endsWith(monthDay)) throw new RangeError(`${id}: the first example is asked for ${monthDay}, as its page is`);
      return [id, { answers: { year: at.slice(0, 4), ...answers }, comesTo: expected as Record<string, number | string> }];
    }),
);
export const examples = { ...byHand, ...ofRules };
export const addressOf = (id: string, answers: Record<string, string>): string => `/tax/${id}?${new URLSearchParams(answers)}`;
