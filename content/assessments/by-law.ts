import { laws } from "@troad/content-law";
import { decisive, explain, type Facts, LawError } from "@troad/law";
import type { Assessment } from "./assessment.ts";

export type Reckoned = Pick<Assessment, "assessed" | "lawZh" | "lawEn" | "reasons">;

const mostReasons = 3;
const mostText = 1_900;

/**
 * A tax by the law engine: its amount, its article, and the last steps that decided it in both languages; undefined where the figures of that day
 * are not known yet: no office assesses by a figure that nobody has announced. Throws LawError for facts that the law cannot take.
 */
export function reckon(law: string, want: string, situation: Facts, at: string): Reckoned | undefined {
  const found = laws.get(law);
  if (!found) throw new RangeError(`there is no law ${law}`);
  const calculated = whereKnown(() => found.calculate({ want: [want], situation, at }));
  if (!calculated) return undefined;
  const { values, missing, trace } = calculated;
  const value = values[want];
  if (missing[0] || typeof value !== "number") throw new LawError("law.out-of-range", want, "has no value");
  const steps = decisive(trace, [want]).slice(-mostReasons);
  const [zh, en] = [explain(steps, "zh-Hant"), explain(steps, "en")];
  const article = steps.at(-1)?.article;
  return {
    assessed: value,
    lawZh: article?.["zh-Hant"] ?? "",
    lawEn: article?.en ?? "",
    reasons: zh.map((text, at) => ({ zh: text.slice(0, mostText), en: (en[at] ?? "").slice(0, mostText) })),
  };
}

function whereKnown<T>(calculate: () => T): T | undefined {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof LawError && error.code === "law.out-of-range") return undefined;
    throw error;
  }
}

/** The year's licence tax of a private car; electric cars and small motorcycles owe none. */
export const vehicleTax = (car: { cc: number; electric: boolean }, year: number): Reckoned | undefined =>
  reckon(
    "vehicle",
    "vehicle.annual",
    {
      "vehicle.kind": "carPrivate",
      "vehicle.fuel": car.electric ? "electric" : "petrol",
      "vehicle.cc": car.cc,
      "vehicle.tenthsOfHorsepower": car.electric ? 2_000 : 0,
      "vehicle.exempting": true,
      "vehicle.disabled": false,
    },
    `${year}-04-01`,
  );

/** The tax of a family's only home, which is levied for the year that ends in June. */
export const houseTax = (worth: number, county: string, year: number): Reckoned | undefined =>
  reckon(
    "house",
    "house.mostTax",
    { "house.worth": worth, "house.use": "sole", "house.county": county, "house.count": 1 },
    `${year}-05-01`,
  );

export const landTax = (worth: number, year: number): Reckoned | undefined =>
  reckon("property", "lvt.homeTax", { "lvt.homeValue": worth }, `${year}-11-01`);

export const businessTax = (amount: number, at: string): Reckoned | undefined =>
  reckon("business", "vat.tax", { "business.amount": amount }, at);

const emptyReturn: Facts = Object.fromEntries(
  laws.get("income")!.inputs.map(({ name, type }) => [name, type === "boolean" ? false : 0]),
);

/** The income tax of a year, by what the government knows. */
export const incomeTax = (facts: Facts, year: number): Reckoned | undefined =>
  reckon("income", "income.tax", { ...emptyReturn, ...facts }, `${year}-12-31`);
