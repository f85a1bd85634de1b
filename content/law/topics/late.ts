import { LawError } from "@troad/law";
import { daysBetween, daysByYear, daysOfYear, plusDays, shifted } from "../calendar.ts";
import { late } from "../taxes/late.ts";
import { ask, day, type Fields, rateText, type Topic, text, wholeNumber } from "./fields.ts";

const percentOn =
  (due: string): Topic =>
  (input) => {
    const [pct] = ask(late, due, { "late.days": wholeNumber(input, "days_late") }, "late.percent");
    return { pct };
  };

/** A rate of the postal savings as people give it: 1.6 is percent, 0.016 a share. */
const percentText = (rate: number): string => (rate >= 0.1 ? `${rateText(rate)}%` : rateText(rate));

type Segment = { year: number; days: number; amount: number };
/** Interest from the day after `from` to `to`, each calendar year at the rate of its own 1 January, each truncated. */
export function interestOf(tax: number, from: string, to: string, given: ReadonlyMap<number, number> = new Map()): Segment[] {
  return daysByYear(from, to).map(({ year, days }) => {
    const own = given.get(year);
    const rate = own === undefined ? postalRate(year) : percentText(own);
    const facts = { "late.tax": tax, "late.segmentDays": days, "late.yearDays": daysOfYear(year), "late.rate": rate };
    const [amount] = ask(late, `${year}-01-01`, facts, "late.interest");
    return { year, days, amount: Number(amount) };
  });
}
function postalRate(year: number): string {
  const value = late.definitions.valueOn("late.postalRate", `${year}-01-01`, undefined);
  if (!value) throw new LawError("law.out-of-range", "late.postalRate", `is not known for ${year}`);
  return String(value.given);
}

/** The day whose surcharge applies: a debt that is within the 30 days when the new law begins takes the new law's. */
export const surchargeRuleDay = (due: string, paid: string): string =>
  due < "2022-01-01" && plusDays(due, 30) >= "2022-01-01" && paid >= "2022-01-01" ? "2022-01-01" : due;

/** Surcharge on a debt; days before the last day of payment are no days late. */
export function surchargeOf(tax: number, due: string, paid: string) {
  const days = Math.max(0, daysBetween(due, paid));
  const rule = surchargeRuleDay(due, paid);
  const facts = { "late.days": days, "late.tax": tax };
  const [percent, fee, interestDays] = ask(late, rule, facts, "late.percent", "late.fee", "late.interestDays").map(Number);
  return { days, percent: percent ?? 0, fee: fee ?? 0, interestDays: interestDays ?? 0 };
}

const full: Topic = (input) => {
  const [tax, due, paid] = [wholeNumber(input, "tax"), day(input, "due"), day(input, "paid")];
  const { days, fee, interestDays } = surchargeOf(tax, due, paid);
  const segments = interestDays > 0 ? interestOf(tax, plusDays(due, 30), paid, ratesGiven(input)) : [];
  const interest = segments.reduce((sum, { amount }) => sum + amount, 0);
  return { days_late: days, fee, interest, interest_days: interestDays, total: tax + fee + interest };
};
function ratesGiven(input: Fields): Map<number, number> {
  const rates = new Map<number, number>();
  for (const [name, value] of Object.entries(input)) {
    const year = /^rate_(\d{4})$/.exec(name)?.[1];
    if (year && typeof value === "number") rates.set(Number(year), value);
  }
  return rates;
}

/** Local taxes bear the surcharge alone: their acts have no clause on late interest. */
const local: Topic = (input) => {
  const { days, percent, fee } = surchargeOf(wholeNumber(input, "tax"), day(input, "due"), day(input, "paid"));
  return { days_late: days, fee, interest: 0, pct: percent };
};

/** Interest on tax that a remedy finds due, from the day after the old last day to the day of the new notice. */
const remedy: Topic = (input) => {
  const rates = input.rates;
  if (typeof rates !== "object" || rates === null) throw new LawError("law.type", "rates", "must be rates by year");
  const given = new Map(Object.entries(rates).map(([year, rate]) => [Number(year), Number(rate)]));
  const segments = interestOf(wholeNumber(input, "tax"), day(input, "due"), day(input, "notice"), given);
  return {
    days: segments.map(({ days }) => days),
    segments: segments.map(({ amount }) => amount),
    total: segments.reduce((sum, { amount }) => sum + amount, 0),
  };
};

const shift: Topic = (input) => {
  const due = shifted(day(input, "nominal"));
  return { due, cutoff: plusDays(due, 3) };
};
const grace: Topic = (input) => ({ cvs_and_paytax_until: `${plusDays(day(input, "due"), 3)} 24:00` });
const online: Topic = (input) => {
  if (!text(input, "tax").startsWith("national"))
    throw new LawError("law.type", "tax", "only national taxes are payable online after the last day");
  const due = day(input, "due");
  if (due < "2026-01-01")
    throw new LawError("law.out-of-range", "due", "payment online after the last day begins with 2026-01-01");
  return { pay_online_until: plusDays(due, 30) };
};

export const lateTopics: Readonly<Record<string, Topic>> = {
  "latefee.old": percentOn("2021-06-01"),
  "latefee.new": percentOn("2022-06-01"),
  "late.full": full,
  "late.local": local,
  "interest.remedy": remedy,
  "deadline.shift": shift,
  "deadline.grace3": grace,
  "deadline.online_after_due": online,
};
