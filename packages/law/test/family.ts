import {
  add,
  addDays,
  addMonths,
  addYears,
  allOf,
  and,
  anyOf,
  code,
  countOf,
  createLaw,
  day,
  days,
  defineGroup,
  defineInput,
  defineVariable,
  divide,
  earliest,
  eq,
  firstOfMonth,
  firstOfYear,
  ge,
  gt,
  type Input,
  type Law,
  lastOfMonth,
  lastOfYear,
  latest,
  le,
  loadCalendar,
  loadParameters,
  lt,
  max,
  maxOf,
  mine,
  minOf,
  months,
  monthsAway,
  multiply,
  named,
  not,
  nt,
  type Operand,
  parameter,
  placeIn,
  rate,
  round,
  segmentFirst,
  segmentLast,
  subtract,
  sumBefore,
  sumByMonth,
  sumByYear,
  sumOf,
  sumOfMonths,
  unless,
  type ValueType,
  type Variable,
  when,
  whole,
  workingDay,
  years,
  yearsAway,
} from "../index.ts";

const label = (en: string) => ({ "zh-Hant": `〔${en}〕`, en });
export const article = (number: number) => ({ "zh-Hant": `測試法第 ${number} 條`, en: `Test Act, Article ${number}` });
const MOST = 1_000_000;
const fact = <T extends "money" | "integer" | "date" | "boolean">(
  name: string,
  entity: string,
  type: T,
  more: object = {},
): Input<T> =>
  defineInput({
    name,
    entity,
    type,
    label: label(name),
    ...(type === "money" || type === "integer" ? { least: -MOST, most: MOST } : {}),
    ...more,
  } as never);

const roles = { head: label("head"), child: label("child") };
export const role = defineInput({ name: "role", entity: "person", type: "code", codes: roles, label: label("role") });
const born = fact("born", "person", "date");
const pay = fact("pay", "person", "money");
const due = fact("due", "family", "date");
const paid = fact("paid", "family", "date");
const debt = fact("debt", "family", "money");
const loss = fact("loss", "family", "money", { period: "year" });
const rent = fact("rent", "family", "money", { period: "month" });
const poor = fact("poor", "family", "boolean");
export const people = defineGroup({ name: "people", of: "family", member: "person", role, most: { head: 2 } });

export const calendar = loadCalendar(
  { name: "test.calendar", label: label("calendar"), citation: article(9), source: "made up" },
  {
    offWeekdays: Object.fromEntries(Array.from({ length: 14 }, (_, at) => [String(2015 + at), ["01-01", "02-28", "10-10"]])),
    workSaturdays: { "2024": ["02-17"] },
    certainty: {},
  },
);

const value = (from: string, to: string | null, given: unknown) => ({
  value: given,
  from,
  to,
  announced: null,
  citation: article(1),
  certainty: "A",
  source: "made up",
});
export const rates = {
  parameters: [
    {
      name: "test.rate",
      type: "rate",
      label: label("rate"),
      values: [
        value("2010-01-01", "2021-12-31", "1.5%"),
        value("2022-01-01", "2023-12-31", "2%"),
        value("2024-01-01", null, "1.25%"),
      ],
    },
  ],
};

type Typed = Exclude<ValueType, "code" | "text">;
const rule = <T extends Typed>(name: string, type: T, formula: Operand, entity = "family", period: "day" | "year" = "day") =>
  defineVariable({
    name,
    entity,
    type,
    period,
    from: "2000-01-01",
    label: label(name),
    article: article(2),
    formula: formula as never,
  } as never) as Variable<T>;

const isChild = eq(role, code("child"));
const age = rule("age", "integer", years(born, day), "person");
const place = rule("place", "integer", placeIn(people, { by: born, where: eq(role, code("child")) }), "person");
const richest = rule("richest", "integer", placeIn(people, { by: pay, order: "descending" }), "person");
const soFar = rule("soFar", "money", sumBefore(people, pay, { by: born }), "person");
const twin = rule("twin", "boolean", gt(countOf(people, eq(born, mine(born))), whole(1)), "person");
const share = rule(
  "share",
  "money",
  round(multiply(pay, divide(whole(1), max(whole(1), countOf(people, isChild)))), "half-even"),
  "person",
);
const dated = (name: string, formula: Operand<"date">): Variable => rule(name, "date", formula);
const balance = defineVariable({
  name: "balance",
  entity: "family",
  type: "money",
  period: "year",
  from: "2000-01-01",
  label: label("balance"),
  article: article(3),
  formula: when(lt(day, { ref: { op: "constant", kind: "date", type: "date", value: "2020-01-01" } }), nt(0)).otherwise(
    add(loss, yearsAway<"number">({ ref: { op: "ref", kind: "number", name: "balance" } }, -1)),
  ),
});
const charge = defineVariable({
  name: "charge",
  entity: "family",
  type: "money",
  period: "day",
  from: "2000-01-01",
  label: label("charge"),
  article: article(4),
  formula: round(multiply(debt, rate("1/7")), "half-up"),
  exceptions: [
    { when: poor, formula: nt(0), article: article(5) },
    { when: and(not(poor), gt(debt, nt(900_000))), formula: nt(9), article: article(6) },
  ],
});

export const familyVariables: readonly Variable[] = [
  age,
  place,
  richest,
  soFar,
  twin,
  share,
  rule("children", "integer", countOf(people, isChild)),
  rule("adultPay", "money", sumOf(people, pay, ge(age, whole(18)))),
  rule("anyPoor", "boolean", anyOf(people, lt(pay, nt(0)))),
  rule("allGrown", "boolean", allOf(people, ge(age, whole(18)), isChild)),
  rule("mostPay", "money", maxOf(people, pay, nt(-1))),
  rule("leastChildPay", "money", minOf(people, pay, nt(-1), isChild)),
  rule("firstTwo", "money", sumOf(people, pay, le(place, whole(2)))),
  rule("richestShare", "money", sumOf(people, when(eq(richest, whole(1)), pay).otherwise(nt(0)))),
  rule("runningMost", "money", maxOf(people, soFar, nt(0))),
  rule("shares", "money", sumOf(people, share)),
  rule("twins", "integer", countOf(people, twin)),
  dated("lastBorn", maxOf(people, born, day)),
  dated("moved", workingDay(addDays(due, whole(30)), calendar)),
  dated("monthLater", addMonths(due, whole(1))),
  dated("yearsLater", addYears(due, whole(3))),
  dated("edges", latest(firstOfMonth(due), lastOfMonth(due), earliest(firstOfYear(paid), lastOfYear(due)))),
  rule("late", "integer", days(due, paid)),
  rule("lateMonths", "integer", months(due, paid)),
  rule(
    "interest",
    "money",
    sumByYear(
      due,
      paid,
      round(
        multiply(
          debt,
          parameter("rate", "test.rate", segmentFirst),
          divide(
            add(days(segmentFirst, segmentLast), whole(1)),
            add(days(firstOfYear(segmentFirst), lastOfYear(segmentFirst)), whole(1)),
          ),
        ),
        "down",
      ),
    ),
  ),
  rule("monthsTouched", "integer", sumByMonth(due, paid, whole(1))),
  rule("rateThen", "rate", parameter("rate", "test.rate", due)),
  rule("lossOfTwo", "money", add(loss, yearsAway(loss, -1)), "family", "year"),
  rule("rents", "money", sumOfMonths(rent), "family", "year"),
  rule("lastRent", "money", monthsAway(rent, -1)),
  rule("halfDown", "money", round(divide(debt, whole(2)), "down")),
  rule("thirdUp", "money", round(divide(debt, whole(3)), "up")),
  rule("tenthEven", "money", round(divide(debt, whole(10)), "half-even")),
  rule("tenthUp", "money", round(divide(debt, whole(10)), "half-up", "10")),
  rule("difference", "money", subtract(debt, sumOf(people, pay))),
  rule(
    "nested",
    "money",
    unless(nt(1), {
      when: named("boolean", "poor"),
      value: unless(nt(2), { when: gt(debt, nt(0)), value: nt(3), article: article(8) }),
      article: article(7),
    }),
  ),
  balance,
  charge,
];

/** A made-up law with every node that reckons with days, members, periods, exceptions and numbers below zero. */
export const familyLaw = (): Law =>
  createLaw({
    inputs: [role, born, pay, due, paid, debt, loss, rent, poor],
    groups: [people],
    variables: familyVariables,
    parameters: loadParameters(rates),
    calendars: [calendar],
  });
