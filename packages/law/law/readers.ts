import { LawError } from "../errors.ts";
import type { Period, Variable } from "../graph/define.ts";
import { nodes } from "../graph/expr.ts";
import { periodEnd, periodStart } from "../parameters/select.ts";
import type { LocalText } from "../values/value.ts";

/** For each parameter, the variables that read it on the first day of their period. */
type Readers = ReadonlyMap<string, readonly Variable[]>;

/** The readers of a parameter by their own period; one that is read on a day of the case has no period to cut. */
export function readersOf(variables: readonly Variable[]): Readers {
  const readers = new Map<string, Variable[]>();
  for (const variable of variables)
    for (const { expr } of variable.formulas)
      for (const node of nodes(expr)) {
        const reads = node.op === "table" || node.op === "brackets" || (node.op === "parameter" && !node.on);
        if (!reads) continue;
        const before = readers.get(node.name) ?? [];
        if (!before.includes(variable)) readers.set(node.name, [...before, variable]);
      }
  return readers;
}

const words: Record<Exclude<Period, "day">, LocalText> = {
  year: { "zh-Hant": "年", en: "year" },
  month: { "zh-Hant": "月", en: "month" },
};

type Span = { readonly from: string; readonly to: string | null };

/**
 * Throws law.period if a change begins or ends inside a period: the rule uses the value on the period's first day, so the change would
 * apply to days that it does not cover, or not to days that it does. A cut in the law itself is allowed.
 */
export function checkPeriod(what: string, { from, to }: Span, { period, label }: Variable, cuts: readonly Span[] = []): void {
  if (period === "day") return;
  const begins = periodStart(from, period) === from || cuts.some((cut) => cut.from === from);
  const ends = to === null || periodEnd(to, period) === to || cuts.some((cut) => cut.to === to);
  const isWhole = begins && ends;
  if (isWhole) return;
  const span = `${from} – ${to ?? "…"}`;
  const unit = words[period];
  throw new LawError("law.period", what, {
    "zh-Hant": `「${label["zh-Hant"]}」按${unit["zh-Hant"]}計算，適用期首日的規定；變更期間（${span}）的起訖須與${unit["zh-Hant"]}一致`,
    en: `“${label.en}” goes by the ${unit.en} and takes what holds on its first day: a change (${span}) must begin and end with one`,
  });
}
