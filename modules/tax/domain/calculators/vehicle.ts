import { laws } from "@troad/content-law";
import type { Answers } from "@troad/forms";
import { type Facts, LawError } from "@troad/law";
import { ask, type Calculator, calculator } from "../calculator.ts";

const law = laws.get("vehicle")!;
const isElectric = { field: "fuel", is: "electric" };
const isNotElectric = { field: "fuel", in: ["petrol", "diesel"] };

/** In use the whole year, or from one day to another of the same year (使用牌照稅法 §13, §16). */
function useOf({ from, to }: Answers, year: number): Facts {
  const first = typeof from === "string" ? from : `${year}-01-01`;
  const last = typeof to === "string" ? to : `${year}-12-31`;
  if (Number(first.slice(0, 4)) !== year)
    throw new LawError("law.range", "vehicle.from", {
      "zh-Hant": `請填 ${year - 1911} 年（${year}）的日期`,
      en: `must be a day of ${year}`,
    });
  if (last < first || Number(last.slice(0, 4)) !== year)
    throw new LawError("law.range", "vehicle.to", {
      "zh-Hant": `請填 ${year - 1911} 年（${year}）內、不早於開始日的日期`,
      en: `must be a day of ${year}, not before the first day`,
    });
  return { "vehicle.from": first, "vehicle.to": last };
}
const more = (answers: Answers, at: string): Facts => {
  const year = Number(at.slice(0, 4));
  const { horsepower } = answers;
  return {
    "vehicle.exempting": true,
    "vehicle.tenthsOfHorsepower": typeof horsepower === "number" ? horsepower * 10 : 0,
    ...useOf(answers, year),
  };
};
const categories: Record<string, string> = { carPrivate: "11223", carBusiness: "11227", motorcycle: "11232" };

/** Licence tax and fuel fee of a car or motorcycle. */
const vehicle = calculator({
  id: "vehicle",
  group: "tax",
  law,
  pages: [
    { id: "start", ask: [ask(law, "vehicle.kind"), ask(law, "vehicle.fuel")] },
    { id: "engine", ask: [ask(law, "vehicle.cc")], showWhen: isNotElectric },
    {
      id: "motor",
      ask: [{ type: "integer", name: "horsepower", label: "tax.vehicle.horsepower", min: 1, max: 5000 }],
      showWhen: isElectric,
    },
    { id: "disability", optional: true, ask: [ask(law, "vehicle.disabled", { optional: true })] },
    {
      id: "part-year",
      optional: true,
      ask: [
        { type: "date", name: "from", label: "tax.vehicle.from", required: false },
        { type: "date", name: "to", label: "tax.vehicle.to", required: false },
      ],
    },
  ],
  want: ["vehicle.prorated", "vehicle.annual", "vehicle.fuelDue"],
  // Of a whole year the tax by days is the tax of the year.
  tidy: (results) => {
    const [byDays, annual, ...rest] = results;
    return byDays && annual && byDays.value === annual.value ? [{ ...byDays, label: annual.label }, ...rest] : results;
  },
  years: [2022, 2023, 2024, 2025, 2026],
  more,
  vary: { fact: "vehicle.cc", most: 6000 },
  slip: {
    category: ({ kind }) => categories[String(kind)] ?? "11223",
    due: { month: 4, day: 30 },
    without: ({ kind }) => categories[String(kind)] === undefined,
    result: "vehicle.prorated",
  },
});

export const vehicleCalculators: readonly Calculator[] = [vehicle];
