import { type Facts, type Law, LawError } from "@troad/law";
import { daysBetween, daysOfYear, plusDays } from "../calendar.ts";
import { consumption } from "../taxes/consumption.ts";
import { property } from "../taxes/property.ts";
import { vehicle } from "../taxes/vehicle.ts";
import { ask, day, type Fields, number, rateText, type Topic, text, wholeNumber, yesNo } from "./fields.ts";

const TODAY = "2026-01-01";
const taxOf = (law: Law, at: string, facts: Facts, name: string) => ({ tax: ask(law, at, facts, name)[0] });
const yearEnd = (input: Fields, field: string) => `${wholeNumber(input, field)}-12-31`;

const estate: Topic = (input) =>
  taxOf(property, yearEnd(input, "death_year"), { "estate.net": wholeNumber(input, "net_estate") }, "estate.tax");
const gift: Topic = (input) =>
  taxOf(property, yearEnd(input, "year"), { "gift.net": wholeNumber(input, "net_gift") }, "gift.tax");

/** All gifts of a year together less one exemption; declared within 30 days of the gift that passes it (遺贈稅法 §24, §25). */
const gifts: Topic = (input) => {
  const list = input.gifts;
  if (!Array.isArray(list) || list.length === 0 || list.length > 1000)
    throw new LawError("law.type", "gifts", "must be a list of day and amount");
  const read = list.map((one: unknown, at) => {
    const pair = Array.isArray(one) ? one : [];
    return {
      on: day({ [`gifts/${at}`]: pair[0] }, `gifts/${at}`),
      amount: wholeNumber({ [`gifts/${at}`]: pair[1] }, `gifts/${at}`),
    };
  });
  read.sort((a, b) => (a.on < b.on ? -1 : 1));
  const last = read.at(-1)!.on;
  const exemption = Number(property.definitions.valueOn("gift.exemption", last, undefined)?.given ?? 0);
  let sum = 0;
  let passed: string | null = null;
  for (const { on, amount } of read) {
    sum += amount;
    if (sum > exemption) passed = on;
  }
  const taxable = Math.max(0, sum - exemption);
  return { declare_by: passed && plusDays(passed, 30), ...taxOf(property, last, { "gift.net": taxable }, "gift.tax"), taxable };
};
/** Each descendant once, and once more for each year to majority; a part of a year is a year (遺贈稅法 §17, 細則 §10-1). */
const lineal: Topic = (input) => {
  const death = day(input, "death");
  const unit = wholeNumber(input, "unit");
  const majority = Number(property.definitions.valueOn("estate.majority", death, undefined)?.given ?? 18);
  const children = Array.isArray(input.children) ? input.children : [];
  const years = children.map((child: Fields) => {
    const birth = day(child ?? {}, "birth");
    const full = Number(death.slice(0, 4)) - Number(birth.slice(0, 4)) - (death.slice(5) < birth.slice(5) ? 1 : 0);
    return Math.max(0, majority - full);
  });
  const minor_years = years.reduce((sum, one) => sum + one, 0);
  const adult = unit * years.filter((one) => one === 0).length;
  const minor = years.filter((one) => one > 0).reduce((sum, one) => sum + unit * (1 + one), 0);
  return { adult, minor, minor_years, total: adult + minor };
};

const lvt: Topic = (input) =>
  taxOf(property, TODAY, { "lvt.value": wholeNumber(input, "taxable_value"), "lvt.start": wholeNumber(input, "S") }, "lvt.tax");
/** 累進差額: what the tax by the rate of a bracket alone is too much. */
const differences: Topic = (input) => {
  const start = wholeNumber(input, "S");
  const diffs = [
    [6, 15],
    [11, 25],
    [16, 35],
    [21, 45],
    [31, 55],
  ].map(([times, permille]) => {
    const value = start * (times ?? 0);
    const tax = Number(ask(property, TODAY, { "lvt.value": value, "lvt.start": start }, "lvt.tax")[0]);
    return (value * (permille ?? 0)) / 1000 - tax;
  });
  return { diffs };
};
const lvtHome: Topic = (input) => {
  const limit = yesNo(input, "urban") ? 300 : 700;
  const [area, value] = [number(input, "area_m2"), wholeNumber(input, "value")];
  const inside = area > limit ? Math.floor((value * limit) / area) : value;
  const home = Number(ask(property, TODAY, { "lvt.homeValue": inside }, "lvt.homeTax")[0]);
  if (inside === value) return { tax: home };
  // What lies beyond the limit bears the basic rate; its progression needs the county's starting value.
  return { tax: home + Math.floor((value - inside) / 100) };
};
/** A rate by years held changes with the first day beyond 20, 30 and 40 years. */
const lvit: Topic = (input) => {
  const years = number(input, "years");
  const facts = { "lvit.rise": wholeNumber(input, "a"), "lvit.before": wholeNumber(input, "b"), "lvit.years": Math.ceil(years) };
  return taxOf(property, TODAY, facts, "lvit.tax");
};
const lvitHome: Topic = (input) => taxOf(property, TODAY, { "lvit.rise": wholeNumber(input, "a") }, "lvit.homeTax");
const house: Topic = (input) => {
  const facts = { "house.value": wholeNumber(input, "value"), "house.rate": rateText(number(input, "rate")) };
  return taxOf(property, TODAY, facts, "house.tax");
};
const deed: Topic = (input) =>
  taxOf(property, TODAY, { "deed.kind": text(input, "kind"), "deed.price": wholeNumber(input, "price") }, "deed.tax");

const car = (cc: number) => ({
  "vehicle.kind": "carPrivate",
  "vehicle.fuel": "petrol",
  "vehicle.exempting": true,
  "vehicle.disabled": false,
  "vehicle.cc": cc,
});
const licence: Topic = (input) => ({ annual: ask(vehicle, TODAY, car(wholeNumber(input, "cc")), "vehicle.annual")[0] });
const electric: Topic = (input) => {
  const facts = {
    "vehicle.kind": "carPrivate",
    "vehicle.fuel": "electric",
    "vehicle.tenthsOfHorsepower": Math.ceil(number(input, "hp") * 10),
    "vehicle.exempting": !yesNo(input, "after_exemption"),
    "vehicle.disabled": false,
  };
  return { annual: ask(vehicle, TODAY, facts, "vehicle.annual")[0] };
};
const prorate: Topic = (input) => {
  const [from, to] = [day(input, "from"), day(input, "to")];
  if (to < from || to.slice(0, 4) !== from.slice(0, 4))
    throw new LawError("law.range", "to", "must be a day of the same year, not before the first");
  const days = daysBetween(from, to) + 1;
  const facts = {
    ...car(wholeNumber(input, "cc")),
    "vehicle.days": days,
    "vehicle.yearDays": daysOfYear(Number(from.slice(0, 4))),
  };
  return { days, ...taxOf(vehicle, from, facts, "vehicle.prorated") };
};

/** What an electric car saves until 2030: half the rate of its class on the value up to the limit. */
const saving: Topic = (input) => {
  const facts = {
    "commodity.price": wholeNumber(input, "price"),
    "commodity.tenthsOfHorsepower": Math.ceil(number(input, "hp") * 10),
  };
  const [exempt, rate] = ask(consumption, TODAY, facts, "commodity.evExempt", "commodity.evRate");
  return { exempt, rate: Number(rate) };
};

export const propertyTopics: Readonly<Record<string, Topic>> = {
  "estate.tax": estate,
  "estate.lineal_deduction": lineal,
  "gift.tax": gift,
  "gift.two_gifts": gifts,
  "lvt.general": lvt,
  "lvt.self_use": lvtHome,
  "lvt.diffs_1981": differences,
  "lvit.general": lvit,
  "lvit.self_use": lvitHome,
  "house.tax": house,
  deed,
  "licence.car_private": licence,
  "licence.ev_private": electric,
  "licence.prorate": prorate,
  "ev.commodity_saving": saving,
};
