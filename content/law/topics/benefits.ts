import { LawError, shiftDay } from "@troad/law";
import { benefits } from "../benefits/law.ts";
import { ask, day, number, numbers, rateText, type Topic, text, wholeNumber, yesNo } from "./fields.ts";

const TODAY = "2026-01-01";

const oldAge: Topic = (input) => {
  const facts = {
    "benefit.insured": wholeNumber(input, "insured_amount"),
    "benefit.years": rateText(number(input, "years")),
    "benefit.addon": wholeNumber(input, "addon"),
    "benefit.blocked": input.blocked === true,
  };
  const [A, B, pay] = ask(benefits, TODAY, facts, "np.formulaA", "np.formulaB", "np.pay");
  return { A, B, pay };
};
const lump: Topic = (input) => {
  const facts = { "benefit.insured": wholeNumber(input, "insured_amount"), "benefit.children": 1 };
  const [birth_1_child, funeral] = ask(benefits, TODAY, facts, "np.birth", "np.funeral");
  return { birth_1_child, funeral };
};
/** Months are parts of a year to two decimals, half up (勞工保險條例施行細則 §45). */
const labour: Topic = (input) => {
  const years = wholeNumber(input, "years") + Math.round((wholeNumber(input, "months") * 100) / 12) / 100;
  const raw = input.adjust;
  if (typeof raw !== "number" || Math.abs(raw) > 0.2) throw new LawError("law.range", "adjust", "must be from -0.2 to 0.2");
  const facts = {
    "benefit.insured": wholeNumber(input, "avg60"),
    "benefit.years": rateText(years),
    "benefit.adjust": rateText(raw),
  };
  const [A, B, pay, lump] = ask(benefits, TODAY, facts, "labour.formulaA", "labour.formulaB", "labour.pay", "labour.lumpSum");
  if (years < 15) return { years: Number(rateText(years)), kind: "lump sum", pay: lump };
  return { years: Number(rateText(years)), A, B, pay };
};
const farmers: Topic = (input) => {
  const facts = { "benefit.insured": wholeNumber(input, "insured"), "benefit.children": 1 };
  const [birth, funeral] = ask(benefits, TODAY, facts, "farmers.birth", "farmers.funeral");
  return { birth, funeral };
};
const birth: Topic = (input) => {
  const on = day(input, "date");
  const scheme = text(input, "scheme");
  const name = scheme === "national_pension" ? "np.insured" : null;
  const amount = name ? benefits.definitions.valueOn(name, on, undefined)?.given : (input.insured_amount ?? 0);
  const facts = {
    "benefit.scheme": scheme,
    "benefit.insured": Number(amount ?? 0),
    "benefit.children": wholeNumber(input, "children"),
  };
  const [insured, topup, total] = ask(benefits, on, facts, "birth.insured", "birth.topUp", "birth.total");
  return { insured, topup, total };
};
/** Children by their age on the first day of the month. */
const childcare: Topic = (input) => {
  const month = text(input, "date");
  const at = day({ date: month.length === 7 ? `${month}-01` : month }, "date");
  const publicCare = !yesNo(input, "not_public_care");
  const children = numbers(input, "children_months").map((age) => ({
    "child.born": shiftDay("months", at, -age, "children_months"),
    "child.publicCare": publicCare,
  }));
  const [total] = ask(benefits, at, { children }, "childcare.ofChildren");
  const { trace } = benefits.calculate({ want: ["childcare.ofChildren"], situation: { children }, at });
  const monthly = trace.flatMap(({ variable, value }) => (variable === "child.allowance" ? [value] : []));
  return { monthly, total };
};

export const benefitTopics: Readonly<Record<string, Topic>> = {
  "np.old_age": oldAge,
  "np.lump": lump,
  "labour.old_age": labour,
  farmers,
  "birth.topup_2026": birth,
  "childcare.allowance": childcare,
};
