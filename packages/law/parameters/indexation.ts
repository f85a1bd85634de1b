import { LawError } from "../errors.ts";
import type { Law } from "../law/create.ts";
import { reform } from "../law/reform.ts";
import { add, compare, divide, fraction, multiply, parseRational, type Rational, round, subtract } from "../values/rational.ts";
import { give, type LocalText } from "../values/value.ts";
import type { Bracket, DatedValue, Parameter } from "./load.ts";
import { inForce } from "./select.ts";

/** How an article ties figures to an index: the minimum rise, and the unit to which the rise is rounded, half up. */
export type Indexation = {
  readonly parameters: readonly string[];
  /** Since the year of the last adjustment: `"3%"`. */
  readonly threshold: string;
  readonly unit: number;
  readonly article: LocalText;
  /** Figures that are a share of an indexed one: `{ "income.exemptionSenior": { of: "income.exemption", share: "3/2" } }`. */
  readonly shares?: Readonly<Record<string, { readonly of: string; readonly share: string }>>;
};
/** Assumed levels of an index by year: `{ "2026": "100", "2027": "101.5" }`. */
export type IndexLevels = Readonly<Record<string, string>>;

const read = (text: string, what: string): Rational => {
  const value = parseRational(text);
  if (!value || value.n <= 0n) throw new LawError("law.type", what, `${text} is no number above 0`);
  return value;
};

/** The amount after a rise: the rise, not the sum, is rounded to the unit, half up; below the threshold nothing changes. */
export function uprate(amount: Rational, rise: Rational, threshold: Rational, unit: number): Rational {
  if (compare(rise, threshold) < 0) return amount;
  return add(amount, round(multiply(amount, rise), "half-up", fraction(BigInt(unit))));
}

const MOST_YEARS = 50;

/**
 * The law with the figures of coming years according to the articles on indexation, if the index develops as assumed. Each figure is marked
 * as derived and not verified; the last one continues. `from` is the first year calculated: earlier figures are the law's.
 */
export function project(law: Law, rules: readonly Indexation[], levels: IndexLevels, from: number): Law {
  const years = Object.keys(levels)
    .map(Number)
    .filter((year) => year >= from)
    .sort((a, b) => a - b);
  if (years.length === 0 || years.length > MOST_YEARS || years.some((year) => !Number.isInteger(year) || year > 9999))
    throw new LawError("law.range", "index", `must have from 1 to ${MOST_YEARS} years from ${from} on`);
  const level = (year: number): Rational => {
    const given = levels[String(year)];
    if (given === undefined)
      throw new LawError("law.out-of-range", "index", {
        "zh-Hant": `需要 ${year} 年的指數：那是上次調整的年度`,
        en: `the index of ${year} is needed: figures were last adjusted in that year`,
      });
    return read(given, `index ${year}`);
  };
  const parameters = rules.flatMap((rule) => {
    const indexed = new Map(rule.parameters.map((name) => [name, projected(law, name, rule, years, from, level)]));
    const shares = Object.entries(rule.shares ?? {}).map(([name, { of, share }]) => shareOf(law, name, indexed.get(of), share));
    return [...indexed.values(), ...shares];
  });
  return reform(law, { parameters });
}

type Figure = Rational | readonly Bracket[];
const isBrackets = (figure: Figure): figure is readonly Bracket[] => Array.isArray(figure);
const same = (a: Figure, b: Figure): boolean => JSON.stringify(shown(a)) === JSON.stringify(shown(b));
const shown = (figure: Figure): unknown =>
  isBrackets(figure)
    ? figure.map(({ from, value }) => ({ from: Number(from.n), value: `${value.n}/${value.d}` }))
    : give(figure, "money", "figure");

function projected(
  law: Law,
  name: string,
  { threshold, unit, article }: Indexation,
  years: readonly number[],
  from: number,
  level: (year: number) => Rational,
): Parameter {
  const { parameter, figure, since } = lastKnown(law, name, from);
  const least = read(threshold, name);
  let [current, adjusted] = [figure, since];
  const values = years.map((year, at): DatedValue => {
    const rise = subtract(divide(level(year), level(adjusted)), fraction(1n));
    const step = (amount: Rational): Rational => uprate(amount, rise, least, unit);
    const next = isBrackets(current) ? current.map((row) => ({ ...row, from: step(row.from) })) : step(current);
    if (!same(next, current)) [current, adjusted] = [next, year];
    return derived(current, year, years[at + 1], article);
  });
  return { ...parameter, values };
}

const derived = (figure: Figure, year: number, next: number | undefined, citation: LocalText): DatedValue => ({
  from: `${year}-01-01`,
  to: next === undefined ? null : `${next - 1}-12-31`,
  announced: `${year}-01-01`,
  exact: figure,
  given: shown(figure),
  citation,
  certainty: "D",
  source: "worked out from a supposed index",
  standing: "derived",
});

/** The figure of the previous year, and the year since which it has been the same. */
function lastKnown(law: Law, name: string, from: number): { parameter: Parameter; figure: Figure; since: number } {
  const parameter = law.definitions.parameter(name);
  const isMoney = parameter?.type === "money" || (parameter?.type === "brackets" && parameter.over === "money");
  if (!parameter || !isMoney) throw new LawError("law.parameter", name, "is no amount of money that could follow an index");
  const figureOf = (year: number): Figure | undefined => inForce(parameter.values, `${year}-01-01`)?.exact as Figure | undefined;
  const figure = figureOf(from - 1);
  if (!figure) throw new LawError("law.out-of-range", name, `has no value in ${from - 1}`);
  let since = from - 1;
  for (let before = figureOf(since - 1); before && same(before, figure); before = figureOf(since - 1)) since--;
  return { parameter, figure, since };
}

function shareOf(law: Law, name: string, whole: Parameter | undefined, share: string): Parameter {
  const parameter = law.definitions.parameter(name);
  if (!parameter || !whole) throw new LawError("law.parameter", name, "is a share of a figure that is not indexed");
  const values = whole.values.map((value) => {
    const exact = multiply(value.exact as Rational, read(share, name));
    return { ...value, exact, given: give(exact, "money", name) };
  });
  return { ...parameter, values } as Parameter;
}
