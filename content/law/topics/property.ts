import { type Facts, type Law, LawError, loadParameters, reform } from "@troad/law";
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

/** Gifts with day and amount, and where it matters the occasion, the marriage and what the donee bears. */
function giftsOf(input: Fields): { on: string; facts: Facts }[] {
  const list = input.gifts;
  if (!Array.isArray(list) || list.length === 0 || list.length > 1000)
    throw new LawError("law.type", "gifts", "must be a list of day and amount");
  return list.map((one: unknown, at) => {
    const [on, amount, occasion = "ordinary", marriage = 0, burden = 0]: unknown[] = Array.isArray(one) ? one : [];
    const field = `gifts/${at}`;
    const given = day({ [field]: on }, field);
    const facts = {
      "gift.on": given,
      "gift.amount": wholeNumber({ [field]: amount }, field),
      "gift.occasion": text({ [field]: occasion }, field),
      "gift.marriage": wholeNumber({ [field]: marriage }, field),
      "gift.burden": wholeNumber({ [field]: burden }, field),
    };
    return { on: given, facts };
  });
}
/** Each calendar year has its own exemption and its own return; tax and net gifts are those of all years together. */
const gifts: Topic = (input) => {
  const read = giftsOf(input);
  const facts = { gifts: read.map((one) => one.facts) };
  const lastDays = new Map(read.toSorted((a, b) => (a.on < b.on ? -1 : 1)).map(({ on }) => [on.slice(0, 4), on]));
  const years = [...lastDays.values()].map((at) => {
    const [taxable, tax, mustDeclare] = ask(property, at, facts, "gift.taxableOfGifts", "gift.taxOfGifts", "gift.mustDeclare");
    const declareBy = mustDeclare === true ? ask(property, at, facts, "gift.declareBy")[0] : null;
    return { taxable: Number(taxable), tax: Number(tax), declareBy };
  });
  const sum = (of: "taxable" | "tax") => years.reduce((all, one) => all + one[of], 0);
  return {
    declare_by: years.findLast(({ declareBy }) => declareBy !== null)?.declareBy ?? null,
    tax: sum("tax"),
    taxable: sum("taxable"),
  };
};
/** Descendants by their birthdays, at the amount for each that the question gives. */
const lineal: Topic = (input) => {
  const death = day(input, "death");
  const children = Array.isArray(input.children) ? input.children : [];
  const heirs = children.map((child: Fields) => ({
    "heir.relation": "descendant",
    "heir.born": day(child ?? {}, "birth"),
    "heir.disabled": false,
  }));
  const want = ["estate.adultDeduction", "estate.minorDeduction", "estate.minorYearsOfHeirs", "estate.ofHeirs"];
  const [adult, minor, minor_years, total] = ask(withUnit(wholeNumber(input, "unit")), death, { heirs }, ...want);
  return { adult, minor, minor_years, total };
};
function withUnit(value: number): Law {
  const citation = { "zh-Hant": "題目所給的金額", en: "The amount given in the question" };
  const dated = {
    value,
    from: "2017-05-12",
    to: null,
    announced: null,
    citation,
    certainty: "D",
    source: "given in the question",
  };
  const label = property.definitions.parameter("estate.lineal")?.label;
  return reform(property, {
    parameters: loadParameters({ parameters: [{ name: "estate.lineal", type: "money", label, values: [dated] }] }),
  });
}

const lvt: Topic = (input) =>
  taxOf(property, TODAY, { "lvt.value": wholeNumber(input, "taxable_value"), "lvt.start": wholeNumber(input, "S") }, "lvt.tax");
/** 累進差額: what the tax by the rate of a bracket alone is too much. */
const differences: Topic = (input) => {
  const start = wholeNumber(input, "S");
  const diffs = [
    [1, 10],
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
  const facts = {
    "lvit.rise": wholeNumber(input, "a"),
    "lvit.before": wholeNumber(input, "b"),
    "lvit.months": Math.ceil(years * 12),
  };
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
  const facts = { ...car(wholeNumber(input, "cc")), "vehicle.from": from, "vehicle.to": to };
  const [days, tax] = ask(vehicle, from, facts, "vehicle.days", "vehicle.prorated");
  return { days, tax };
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
