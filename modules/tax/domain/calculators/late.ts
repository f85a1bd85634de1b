import { laws } from "@troad/content-law";
import type { Answers } from "@troad/forms";
import { type Facts, LawError, shiftDay, unitsBetween } from "@troad/law";
import { ask, type Calculator, type DayCost, formOf, type PageParts, type Worked, workOut } from "../calculator.ts";

const law = laws.get("late")!;
const kinds = ["income", "estate", "business", "vehicle", "house", "land"] as const;

/** Debts whose last day of payment lies in the years of the office calendar that the project has. */
const FIRST = "2017-01-01";
const LAST = "2027-12-31";
/** Ten years of interest: after that the right to collect has long lapsed (稅捐稽徵法 §23). */
const MOST_DAYS = 3660;

const pages: readonly PageParts[] = [
  {
    id: "start",
    ask: [
      {
        type: "choice",
        name: "kind",
        label: "tax.late.kind",
        options: kinds.map((value) => ({ value, label: `tax.late.kind.${value}` })),
      },
      ask(law, "late.tax", { min: 1, max: 999_999_999 }),
    ],
  },
  { id: "dates", ask: [{ type: "date", name: "due", label: "tax.late.due", hint: "tax.late.due-hint", min: FIRST, max: LAST }] },
  {
    id: "payment",
    optional: true,
    ask: [
      { type: "date", name: "paid", label: "tax.late.paid", hint: "tax.late.paid-hint", required: false, min: FIRST, max: LAST },
    ],
  },
];

type Debt = { due: string; paid: string; lastDay: string; facts: Facts };
function debtOf(answers: Answers, today: string): Debt {
  const { kind, tax, due } = answers;
  if (typeof due !== "string" || typeof tax !== "number" || typeof kind !== "string")
    throw new RangeError("the form asks for all");
  const paid = typeof answers.paid === "string" ? answers.paid : today;
  const facts = { "late.tax": tax, "late.kind": kind, "late.due": due, "late.paid": paid };
  const lastDay = String(workOut(law, ["late.lastDay"], facts, due).results[0]?.value);
  if (unitsBetween("days", lastDay, paid) > MOST_DAYS)
    throw new LawError("law.range", "late.paid", {
      "zh-Hant": "最多計算到繳納期限後十年",
      en: "must be within ten years of the last day of payment",
    });
  return { due, paid, lastDay, facts };
}

const wanted = ["late.total", "late.fee", "late.percent", "late.interest", "late.days", "late.lastDay"];
/** Surcharge and interest; a tax that bears none shows none. */
function worked({ due, paid, facts }: Debt): Worked & { cost: DayCost } {
  const { results, trace } = workOut(law, [...wanted, "late.bearsInterest"], facts, due);
  const bearsInterest = results.at(-1)?.value === true;
  const [total, fee, percent, interest, late] = results.map(({ value }) => Number(value));
  return {
    results: results.slice(0, -1).filter(({ name }) => bearsInterest || name !== "late.interest"),
    trace,
    cost: { on: paid, late: late ?? 0, percent: percent ?? 0, fee: fee ?? 0, interest: interest ?? 0, total: total ?? 0 },
  };
}

/** Day by day to ten days after the surcharge has reached its limit, or to the day of payment if that is later. */
const MOST_ROWS = 130;
function daysOf(answers: Answers, today: string): DayCost[] {
  const debt = debtOf(answers, today);
  const last = Math.min(MOST_ROWS, Math.max(41, unitsBetween("days", debt.lastDay, debt.paid)));
  return Array.from({ length: last }, (_, at) => {
    const paid = shiftDay("days", debt.lastDay, at + 1, "late.paid");
    return worked({ ...debt, paid, facts: { ...debt.facts, "late.paid": paid } }).cost;
  });
}

/** What a tax costs that is paid late. */
const late: Calculator = {
  id: "late",
  group: "late",
  law,
  want: wanted,
  form: formOf("late", pages),
  optional: new Set(["payment"]),
  years: [],
  day: (year) => `${year}-12-31`,
  sources: [],
  readers: {},
  fields: new Map([
    ["late.tax", "tax"],
    ["late.paid", "paid"],
    ["late.due", "due"],
    ["late.postalRate", "paid"],
  ]),
  facts: () => ({}),
  work: (answers, _year, today) => worked(debtOf(answers, today)),
  vary: null,
  words: {},
  slip: null,
  days: daysOf,
};
export const lateCalculators: readonly Calculator[] = [late];
