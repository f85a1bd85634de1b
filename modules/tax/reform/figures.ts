import { type Law, lawDigest } from "@troad/law";
import type { Change } from "@troad/reform";

/** A figure that the page changes: NT$, or a rate in per cent. `bracket` says which of the brackets it is, from 0. */
export type Figure = { name: string; unit: "money" | "percent"; parameter: string; today: number; bracket?: number };

const parameters = ["income.exemption", "income.standardDeduction", "income.salarySpecial", "income.basicLiving"] as const;
const brackets = "income.brackets";
type Bracket = { from: number; value: string };

const given = (law: Law, name: string, at: string): unknown => law.definitions.valueOn(name, at, undefined)?.given;
const bracketsOn = (law: Law, at: string): Bracket[] => given(law, brackets, at) as Bracket[];
const percentOf = (rate: string): number => Number(rate.endsWith("%") ? rate.slice(0, -1) : Number(rate) * 100);

/** The figures of the income tax that can be moved, with their values on a day: amounts, then each bracket's rate and where it begins. */
export const figuresOn = (law: Law, at: string): Figure[] => [
  ...parameters.map((parameter): Figure => {
    return { name: parameter.slice("income.".length), unit: "money", parameter, today: Number(given(law, parameter, at)) };
  }),
  ...bracketsOn(law, at).flatMap(({ from, value }, bracket): Figure[] => [
    { name: `rate${bracket + 1}`, unit: "percent", parameter: brackets, today: percentOf(value), bracket },
    ...(bracket === 0 ? [] : [{ name: `from${bracket + 1}`, unit: "money" as const, parameter: brackets, today: from, bracket }]),
  ]),
];

export type Asked = {
  /** The value of each figure by name, as asked or as it is today. */
  values: Readonly<Record<string, number>>;
  changes: Change[];
  /** Names of figures that are wrong, with why. */
  faults: { name: string; code: "number" | "range" | "order" }[];
  /** Names in the link that no figure has: the law names it otherwise now. */
  unknown: string[];
  /** The link was made under other rules than those of today. */
  isOlder: boolean;
};

const mostMoney = 100_000_000;
const others = new Set(["law", "lang"]);
/** What a link names besides its figures: the law under which it was made. */
export const lawMark = (law: Law): string => lawDigest(law).slice(0, 12);

/** Reads the figures of an address. One that is not there is as it is today; one with a fault is too, and is named. */
export function readFigures(law: Law, at: string, query: Readonly<Record<string, unknown>>): Asked {
  const figures = figuresOn(law, at);
  const faults: Asked["faults"] = [];
  const read = ({ name, unit, today }: Figure): number => {
    const text = query[name];
    if (text === undefined || text === "") return today;
    const value =
      typeof text === "string" && /^[\d,]+(\.\d{1,2})?$/.test(text.trim()) ? Number(text.replaceAll(",", "")) : Number.NaN;
    const isWhole = unit === "percent" || Number.isInteger(value);
    if (Number.isNaN(value) || !isWhole) faults.push({ name, code: "number" });
    else if (value > (unit === "percent" ? 100 : mostMoney)) faults.push({ name, code: "range" });
    else return value;
    return today;
  };
  const values = Object.fromEntries(figures.map((figure) => [figure.name, read(figure)]));
  const starts = figures.filter(({ name }) => name.startsWith("from"));
  for (const [no, { name }] of starts.entries())
    if ((values[name] ?? 0) <= (no === 0 ? 0 : (values[starts[no - 1]!.name] ?? 0))) faults.push({ name, code: "order" });
  const isUsable = faults.length === 0;
  const mark = query.law;
  return {
    values,
    changes: isUsable ? changesOf(figures, values) : [],
    faults,
    unknown: Object.keys(query).filter((name) => !others.has(name) && !figures.some((one) => one.name === name)),
    isOlder: typeof mark === "string" && mark !== "" && mark !== lawMark(law),
  };
}

function changesOf(figures: readonly Figure[], values: Readonly<Record<string, number>>): Change[] {
  const moved = figures.filter(({ name, today }) => values[name] !== today);
  const single = moved.filter(({ bracket }) => bracket === undefined);
  const rows = Array.from({ length: figures.filter(({ name }) => name.startsWith("rate")).length }, (_, at) => ({
    from: values[`from${at + 1}`] ?? 0,
    value: `${values[`rate${at + 1}`]}%`,
  }));
  return [
    ...single.map(({ name, parameter }) => ({ parameter, value: values[name] })),
    ...(moved.length > single.length ? [{ parameter: brackets, value: rows }] : []),
  ];
}
