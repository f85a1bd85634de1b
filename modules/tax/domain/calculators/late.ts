import { daysBetween, daysByYear, daysOfYear, laws, plusDays, shifted, surchargeRuleDay } from "@troad/content-law";
import type { Answers } from "@troad/forms";
import { LawError, type Trace } from "@troad/law";
import { ask, type Calculator, type DayCost, formOf, type PageParts, type Result, workOut } from "../calculator.ts";

const law = laws.get("late")!;
const kinds = ["income", "estate", "business", "vehicle", "house", "land"] as const;
/** Local taxes bear the surcharge alone: their acts have no clause on late interest. */
const national = new Set<unknown>(["income", "estate", "business"]);

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

type Debt = { tax: number; due: string; paid: string; bearsInterest: boolean };
function debtOf(answers: Answers, today: string): Debt {
  const { kind, tax, due, paid } = answers;
  if (typeof due !== "string" || typeof tax !== "number") throw new RangeError("the form asks for both");
  const debt = { tax, due: shifted(due), paid: typeof paid === "string" ? paid : today, bearsInterest: national.has(kind) };
  if (daysBetween(debt.due, debt.paid) > MOST_DAYS)
    throw new LawError("law.range", "late.paid", {
      "zh-Hant": "最多計算到繳納期限後十年",
      en: "must be within ten years of the last day of payment",
    });
  return debt;
}

/** Surcharge, then interest year by year, each at the rate of its own 1 January. */
function worked({ tax, due, paid, bearsInterest }: Debt): { results: Result[]; trace: Trace; cost: DayCost } {
  const late = Math.max(0, daysBetween(due, paid));
  const facts = { "late.days": late, "late.tax": tax };
  const first = workOut(law, ["late.fee", "late.percent", "late.interestDays"], facts, surchargeRuleDay(due, paid));
  const [fee, percent, days] = first.results.map(({ value }) => Number(value));
  const trace = [...first.trace];
  let interest = 0;
  if (bearsInterest && days)
    for (const part of daysByYear(plusDays(due, 30), paid)) {
      const year = segmentOf(tax, part);
      interest += Number(year.results[0]?.value);
      trace.push(...year.trace);
    }
  const total = tax + (fee ?? 0) + interest;
  const results: Result[] = [
    figure("late.total", "應繳合計", "To pay in all", total),
    ...first.results.slice(0, 2),
    ...(bearsInterest ? [figure("late.allInterest", "滯納利息", "Late interest", interest)] : []),
    { ...figure("late.days", "逾期日數", "Days late", late), type: "integer" },
    { ...figure("late.due", "繳納期限（遇假日順延後）", "Last day of payment, moved where it is a day off", due), type: "date" },
  ];
  return { results, trace, cost: { on: paid, late, percent: percent ?? 0, fee: fee ?? 0, interest, total } };
}
const figure = (name: string, zh: string, en: string, value: number | string): Result => ({
  name,
  label: { "zh-Hant": zh, en },
  type: "money",
  value,
  text: null,
});

function segmentOf(tax: number, { year, days }: { year: number; days: number }) {
  const rate = law.definitions.valueOn("late.postalRate", `${year}-01-01`, undefined);
  if (!rate)
    throw new LawError("law.out-of-range", "late.paid", {
      "zh-Hant": `${year - 1911} 年（${year}）1 月 1 日的郵政儲金利率尚未公布`,
      en: `the postal rate of 1 January ${year} is not known yet`,
    });
  const facts = { "late.tax": tax, "late.segmentDays": days, "late.yearDays": daysOfYear(year), "late.rate": String(rate.given) };
  return workOut(law, ["late.interest"], facts, `${year}-01-01`);
}

/** Day by day to ten days after the surcharge has reached its limit, or to the day of payment if that is later. */
const MOST_ROWS = 130;
function daysOf(answers: Answers, today: string): DayCost[] {
  const debt = debtOf(answers, today);
  const last = Math.min(MOST_ROWS, Math.max(41, daysBetween(debt.due, debt.paid)));
  return Array.from({ length: last }, (_, at) => worked({ ...debt, paid: plusDays(debt.due, at + 1) }).cost);
}

/** What a tax costs that is paid late. */
const late: Calculator = {
  id: "late",
  group: "late",
  law,
  form: formOf("late", pages),
  optional: new Set(["payment"]),
  years: [],
  day: (year) => `${year}-12-31`,
  fields: new Map([
    ["late.tax", "tax"],
    ["late.paid", "paid"],
    ["late.due", "due"],
  ]),
  facts: () => ({}),
  work: (answers, _year, today) => worked(debtOf(answers, today)),
  vary: null,
  words: {},
  slip: null,
  days: daysOf,
};
export const lateCalculators: readonly Calculator[] = [late];
