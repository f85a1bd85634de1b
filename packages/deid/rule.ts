import { DeidError } from "./errors.ts";

/** When a cell is unsafe: too few contributors, a few that dominate, or one that its rivals can estimate. */
type OneRule = { type: "threshold"; n: number } | { type: "n-k"; n: number; k: number } | { type: "p%"; p: number };
/** Several rules at once: a cell is unsafe where one of them says so, and keeps the widest of their levels. */
export type Rule = OneRule | { type: "any"; rules: OneRule[] };

const mostRules = 10;

/** Contributors of a cell: how many, the largest amounts in falling order, and their sum. */
export type Contributors = { count: number; top: number[]; sum: number };

/** The threshold rule has no level of its own; tau-ARGUS asks its user for one. In per cent of the value. */
export const thresholdLevel = 10;

export function readRule(raw: unknown): Rule {
  const { type, rules } = (raw ?? {}) as { type?: unknown; rules?: unknown };
  if (type !== "any") return readOne(raw);
  if (!Array.isArray(rules) || rules.length === 0 || rules.length > mostRules)
    throw new DeidError("deid.rule", "rule", `any takes 1 to ${mostRules} rules`);
  return { type, rules: rules.map(readOne) };
}

function readOne(raw: unknown): OneRule {
  const rule = (raw ?? {}) as { type?: unknown; n?: unknown; k?: unknown; p?: unknown };
  const whole = (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1000;
  if (rule.type === "threshold" && whole(rule.n)) return { type: "threshold", n: rule.n };
  if (rule.type === "n-k" && whole(rule.n) && typeof rule.k === "number" && rule.k > 1 && rule.k <= 100)
    return { type: "n-k", n: rule.n, k: rule.k };
  if (rule.type === "p%" && typeof rule.p === "number" && rule.p > 0 && rule.p <= 1000) return { type: "p%", p: rule.p };
  throw new DeidError(
    "deid.rule",
    "rule",
    'must be {type: "threshold", n}, {type: "n-k", n, k} or {type: "p%", p}; k and p in per cent',
  );
}

/** How many of the largest amounts a rule looks at; attackers need two. */
export const topNeeded = (rule: Rule): number => Math.max(2, ...partsOf(rule).map((one) => (one.type === "n-k" ? one.n : 2)));
const partsOf = (rule: Rule): OneRule[] => (rule.type === "any" ? rule.rules : [rule]);

/**
 * How far an attacker's bound must stay from the value of an unsafe cell, on each side; 0 for a safe one. With less, someone who knows
 * the bound would break the rule itself (Hundepool et al., Statistical Disclosure Control, chapter 4, upper protection levels).
 */
export const levelOf = (rule: Rule, who: Contributors, isCount: boolean): number =>
  Math.max(...partsOf(rule).map((one) => levelOfOne(one, who, isCount)));

function levelOfOne(rule: OneRule, { count, top, sum }: Contributors, isCount: boolean): number {
  const [first = 0, second = 0] = top;
  switch (rule.type) {
    case "threshold":
      if (count === 0 || count >= rule.n) return 0;
      // a count is whole: one up and one down
      return isCount ? 1 : (thresholdLevel / 100) * sum;
    case "n-k": {
      const dominant = top.slice(0, rule.n).reduce((total, amount) => total + amount, 0);
      return above((100 / rule.k) * dominant - sum, sum);
    }
    case "p%":
      return above((rule.p / 100) * first - Math.max(0, count > 2 ? sum - first - second : 0), sum);
  }
}

/** Rounding of sums is not a level. */
const above = (level: number, sum: number): number => (level > 1e-12 * sum ? level : 0);

export const isUnsafe = (rule: Rule, who: Contributors): boolean =>
  partsOf(rule).some((one) => (one.type === "threshold" ? who.count > 0 && who.count < one.n : levelOfOne(one, who, false) > 0));

/** In per cent of the value: the level of the worst case, one contributor alone, where nobody says who contributed. */
export const worstLevel = (rule: Rule): number => Math.max(...partsOf(rule).map(worstLevelOfOne));

function worstLevelOfOne(rule: OneRule): number {
  if (rule.type === "threshold") return thresholdLevel;
  return rule.type === "p%" ? rule.p : 100 * (100 / rule.k - 1);
}
