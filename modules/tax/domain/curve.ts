import type { Answers } from "@troad/forms";
import { type Cliff, cliffs, type Curve as LawCurve, type LocalText, marginalRate, valueAt } from "@troad/law";
import type { Calculator } from "./calculator.ts";

/** How the answer changes with one fact, the others as they are. */
export type Changes = {
  label: LocalText;
  isMoney: boolean;
  points: { at: number; value: number }[];
  own: { at: number; value: number };
  /** What one more dollar (of a thousand) costs or brings now, as a share. */
  marginal: number | null;
  /** Where the law itself jumps. */
  cliffs: Cliff[];
};

const POINTS = 60;
const GRID = 200;
/** No rate of these laws is higher; what rises faster from one dollar to the next is a jump of the law. */
const MOST_RATE = 0.6;
const JUMP = 100;
const MOST_CLIFFS = 20;

/** The curve around someone's own figure: from nothing to twice as much, at least to the calculator's usual range. */
export function changesOf(calculator: Calculator, answers: Answers, year: number, want: string): Changes | null {
  const { law, vary } = calculator;
  const own = vary && (answers[vary.field] ?? calculator.facts(answers, year)[vary.fact]);
  const input = vary && law.definitions.input(vary.fact);
  if (!vary || !input || typeof own !== "number") return null;
  const curve: LawCurve = { law, want, situation: calculator.facts(answers, year), at: calculator.day(year), vary: vary.fact };
  const most = Math.min(input.most ?? vary.most, Math.max(vary.most, rounded(own * 2)));
  const step = Math.max(1, Math.floor(most / POINTS));
  const isMoney = input.type === "money";
  const points: Changes["points"] = [];
  for (let at = 0; at <= most; at += step) points.push({ at, value: valueAt(curve, at) });
  const grid = Math.max(1, Math.floor(most / GRID));
  return {
    label: input.label,
    isMoney,
    points,
    own: { at: own, value: valueAt(curve, own) },
    marginal: isMoney && own + 1000 <= (input.most ?? Infinity) ? marginalRate(curve, own, 1000) : null,
    cliffs: cliffs(curve, [0, most], grid, isMoney ? MOST_RATE : 0, isMoney ? JUMP : 0).slice(0, MOST_CLIFFS),
  };
}

/** Up to the next figure that reads well on an axis. */
function rounded(amount: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, amount))));
  return Math.ceil(amount / power) * power;
}
