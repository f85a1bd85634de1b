import type { Working } from "../run/trace.ts";
import type { RoundingMode } from "../values/rational.ts";
import { type Lang, valueIn } from "./format.ts";

const signs = { add: " + ", subtract: " − ", multiply: " × ", divide: " ÷ " } as const;

const largest = { max: { "zh-Hant": "最大者", en: "the largest" }, min: { "zh-Hant": "最小者", en: "the smallest" } } as const;

const rounding: Record<RoundingMode, Record<Lang, string>> = {
  down: { "zh-Hant": "無條件捨去", en: "rounded down, towards zero" },
  up: { "zh-Hant": "無條件進位", en: "rounded up, away from zero" },
  "half-up": { "zh-Hant": "四捨五入", en: "rounded half up" },
  "half-even": { "zh-Hant": "四捨六入五成雙", en: "rounded half to even" },
};

function roundingIn(mode: RoundingMode, to: string, lang: Lang): string {
  const name = rounding[mode][lang];
  if (to === "1") return lang === "zh-Hant" ? `${name}到整數` : `${name} to a whole number`;
  return lang === "zh-Hant" ? `${name}到 ${to} 的倍數` : `${name} to a multiple of ${to}`;
}

/** The name of a fact, with its month or year if that is not the step's. */
export const labelOf = (label: string, period: string | undefined, lang: Lang): string =>
  period === undefined ? label : lang === "zh-Hant" ? `${label}（${period}）` : `${label} (${period})`;

/** The arithmetic of a step as a line that can be checked by hand: names with their values, then operations. */
export function workingIn(working: Working, lang: Lang): string {
  if (working.op === "value") {
    const value = valueIn(working.value, working.type, lang);
    if (!working.label) return value;
    return `${labelOf(working.label[lang], working.period, lang)} ${value}`;
  }
  if (working.op === "round")
    return `${workingIn(working.of[0], lang)}${lang === "zh-Hant" ? "，" : ", "}${roundingIn(working.mode, working.to, lang)}`;
  if (working.op === "max" || working.op === "min") {
    const all = working.of.map((one) => workingIn(one, lang)).join(lang === "zh-Hant" ? "、" : ", ");
    return lang === "zh-Hant" ? `${all}之中的${largest[working.op]["zh-Hant"]}` : `${largest[working.op].en} of ${all}`;
  }
  const { op } = working;
  return working.of
    .map((one) => (op === "add" && one.op === "multiply" ? workingIn(one, lang) : bracketed(one, lang)))
    .join(signs[op]);
}

/** Nested operations are in brackets. */
function bracketed(working: Working, lang: Lang): string {
  const inner = workingIn(working, lang);
  return working.op === "value" ? inner : `(${inner})`;
}
