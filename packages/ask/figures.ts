import { type Law, type LocalText, type Parameter, type Value, type ValueType, valueIn } from "@troad/law";
import type { Lang } from "./guide.ts";

/** A figure as the law engine gives it; there is no other way for one to get into an answer. */
export type Amount = {
  value: number | string | boolean;
  unit: "TWD" | "ratio" | "count" | "date" | "truth" | "code";
  variable: string;
  at: string;
  certainty: string;
};
/** A figure with what it is called, for people. */
export type Figure = { amount: Amount; label: LocalText; type: ValueType; text: LocalText | null };

type Laws = ReadonlyMap<string, Law>;
const units: Readonly<Record<ValueType, Amount["unit"]>> = {
  money: "TWD",
  rate: "ratio",
  integer: "count",
  date: "date",
  boolean: "truth",
  code: "code",
  text: "code",
};

/** The figure of a parameter on a day; `name/key` is an entry of a table or the bracket that begins at `key`. Undefined where there is none. */
export function figureOf(laws: Laws, name: string, at: string): Figure | undefined {
  const [own = "", key] = name.split("/");
  for (const law of laws.values()) {
    const parameter = law.parameters.find((one) => one.name === own);
    const dated = parameter?.values.findLast(({ from, to }) => from <= at && (to === null || at <= to));
    if (!parameter || !dated) continue;
    const value = key === undefined ? dated.given : entryOf(dated.given, key);
    const type = key === undefined ? parameter.type : "of" in parameter ? parameter.of : undefined;
    if (!isValue(value) || type === undefined || type === "table" || type === "brackets") return undefined;
    const label = key === undefined ? parameter.label : labelOfEntry(parameter, key);
    return figure({ value: plain(value, type), type, label, variable: name, at, certainty: dated.certainty });
  }
  return undefined;
}

/** What the engine worked out. */
export function resultFigure(
  law: Law,
  variable: string,
  value: Value,
  { at, certainty }: { at: string; certainty: string },
): Figure {
  const of = law.definitions.variable(variable);
  if (!of) throw new RangeError(`${variable} is no variable`);
  const text = typeof value === "string" ? (of.codes[value] ?? null) : null;
  return { ...figure({ value, type: of.type, label: of.label, variable, at, certainty }), text };
}

/** A figure as people read it. */
export const figureText = ({ amount, label, type, text }: Figure, lang: Lang): string =>
  `${label[lang]}${lang === "zh-Hant" ? "：" : ": "}${valueIn(amount.value, type, lang, text)}`;

type Parts = { value: Value; type: ValueType; label: LocalText; variable: string; at: string; certainty: string };
const figure = ({ value, type, label, variable, at, certainty }: Parts): Figure => ({
  amount: { value, unit: units[type], variable, at, certainty },
  label,
  type,
  text: null,
});

const isValue = (value: unknown): value is Value => ["number", "string", "boolean"].includes(typeof value);

function entryOf(given: unknown, key: string): unknown {
  if (Array.isArray(given)) return given.find((row: { from?: unknown }) => String(row.from) === key)?.value;
  return (given as Record<string, unknown> | null)?.[key];
}

/** Of a bracket the label says from where it counts; the word of a table's entry is its code. */
function labelOfEntry(parameter: Parameter, key: string): LocalText {
  if (parameter.type !== "brackets" || key === "0") return { "zh-Hant": parameter.label["zh-Hant"], en: parameter.label.en };
  const from = Number(key);
  return {
    "zh-Hant": `${parameter.label["zh-Hant"]}（自 ${valueIn(from, parameter.over, "zh-Hant")}）`,
    en: `${parameter.label.en} (from ${valueIn(from, parameter.over, "en")})`,
  };
}

/** A rate is written as a percentage or a fraction in the files; a decimal number is what programs read. */
function plain(value: Value, type: ValueType): Value {
  if (type !== "rate" || typeof value !== "string") return value;
  if (value.endsWith("%")) return decimal(Number(value.slice(0, -1)) / 100);
  const [over = "", under] = value.split("/");
  return under === undefined
    ? decimal(Number(over))
    : value.includes("/") && isFinite10(Number(under))
      ? decimal(Number(over) / Number(under))
      : value;
}
const decimal = (value: number): string => String(Number(value.toFixed(10)));
/** Whether a fraction over it ends: 2 and 5 are its only factors. */
function isFinite10(under: number): boolean {
  let rest = under;
  for (const factor of [2, 5]) while (rest > 1 && rest % factor === 0) rest /= factor;
  return rest === 1;
}
