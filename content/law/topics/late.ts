import { type Law, LawError, loadParameters, reform, segmentsOf, shiftDay, unitsBetween } from "@troad/law";
import { late } from "../taxes/late.ts";
import { ask, day, type Fields, rateText, type Topic, text, wholeNumber } from "./fields.ts";

/** Days late as such, from a last day of payment that is a working day. */
const percentOn =
  (due: string): Topic =>
  (input) => {
    const paid = shiftDay("days", due, wholeNumber(input, "days_late"), "days_late");
    const [pct] = ask(late, due, { "late.due": due, "late.paid": paid }, "late.percent");
    return { pct };
  };

/** A rate of the postal savings as people give it: 1.6 is percent, 0.016 a share. */
const percentText = (rate: number): string => (rate >= 0.1 ? `${rateText(rate)}%` : rateText(rate));

/** The law with postal rates as they are given, each for its year. */
function withRates(given: Fields, of: RegExp): Law {
  const rates = Object.entries(given).flatMap(([name, rate]) => {
    const year = of.exec(name)?.[1];
    return year && typeof rate === "number" ? [{ year, rate: percentText(rate) }] : [];
  });
  if (rates.length === 0) return late;
  const values = rates.map(({ year, rate }) => ({
    value: rate,
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    announced: null,
    citation: { "zh-Hant": "題目所給的利率", en: "The rate given in the question" },
    certainty: "D",
    source: "given in the question",
  }));
  const label = late.definitions.parameter("late.postalRate")?.label;
  return reform(late, { parameters: loadParameters({ parameters: [{ name: "late.postalRate", type: "rate", label, values }] }) });
}

/** A debt of a national tax, or of a local one, which bears no interest. */
function debtOf(input: Fields, kind: "income" | "vehicle") {
  const [tax, due, paid] = [wholeNumber(input, "tax"), day(input, "due"), day(input, "paid")];
  return { due, facts: { "late.tax": tax, "late.due": due, "late.paid": paid, "late.kind": kind } };
}
const full: Topic = (input) => {
  const { due, facts } = debtOf(input, "income");
  const want = ["late.days", "late.fee", "late.interest", "late.interestDays", "late.total"];
  const [days_late, fee, interest, interest_days, total] = ask(withRates(input, /^rate_(\d{4})$/), due, facts, ...want);
  return { days_late, fee, interest, interest_days, total };
};
const local: Topic = (input) => {
  const { due, facts } = debtOf(input, "vehicle");
  const [days_late, fee, interest, pct] = ask(late, due, facts, "late.days", "late.fee", "late.interest", "late.percent");
  return { days_late, fee, interest, pct };
};

/** Interest on tax that a remedy finds due, in all and year by year. */
const remedy: Topic = (input) => {
  const { rates } = input;
  if (typeof rates !== "object" || rates === null) throw new LawError("law.type", "rates", "must be rates by year");
  const law = withRates({ ...rates }, /^(\d{4})$/);
  const [tax, due, notice] = [wholeNumber(input, "tax"), day(input, "due"), day(input, "notice")];
  const between = (from: string, to: string) =>
    ask(law, due, { "late.tax": tax, "late.due": from, "remedy.notice": to }, "remedy.interest")[0];
  const years = segmentsOf("year", shiftDay("days", due, 1, "due"), notice, 100, "notice").map(({ first, last }) => {
    const before = shiftDay("days", first, -1, "due");
    return { before, last };
  });
  return {
    days: years.map(({ before, last }) => unitsBetween("days", before, last)),
    segments: years.map(({ before, last }) => between(before, last)),
    total: between(due, notice),
  };
};

const dayOf = (due: string, name: string): string => String(ask(late, due, { "late.due": due }, name)[0]);
const shift: Topic = (input) => {
  const nominal = day(input, "nominal");
  return { due: dayOf(nominal, "late.lastDay"), cutoff: dayOf(nominal, "late.graceUntil") };
};
/** Until the end of that day (ISO 8601: the hour 24). */
const grace: Topic = (input) => ({ cvs_and_paytax_until: `${dayOf(day(input, "due"), "late.graceUntil")}T24:00` });
const online: Topic = (input) => {
  if (!text(input, "tax").startsWith("national"))
    throw new LawError("law.type", "tax", "only national taxes are payable online after the last day");
  return { pay_online_until: dayOf(day(input, "due"), "late.onlineUntil") };
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
