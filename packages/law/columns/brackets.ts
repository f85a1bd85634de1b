import type { Bracket } from "../parameters/load.ts";
import { bounded, type Emit, literal, type Quotient } from "./number.ts";

const lcm = (numbers: readonly number[]): number => {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  return numbers.reduce((a, b) => (a / gcd(a, b)) * b, 1);
};

/**
 * A bracket table as a chain of comparisons. Progressive: amount times rate minus the progressive difference (累進差額), which equals the sum
 * of the parts; both are exact, since rates share one denominator and brackets begin at whole numbers.
 */
export function bracketsOf(
  how: "progressive" | "step",
  of: Quotient,
  rows: readonly Bracket[],
  emit: Emit,
  where: string,
): Quotient {
  const values = rows.map(({ value }) => literal(value));
  const d = lcm(values.map(({ dMost }) => dMost));
  const rates = rows.map(({ value }) => Number(value.n) * (d / Number(value.d)));
  const starts = rows.map(({ from }) => Number(from.n) / Number(from.d));
  const amount = emit(of.n);
  const reached = (at: number): string => `${amount} >= ${starts[at]} * ${of.d}`;
  const chain = (value: (at: number) => string, at = 0): string =>
    at === rows.length - 1 ? value(at) : `!(${reached(at + 1)}) ? ${value(at)} : ${chain(value, at + 1)}`;
  const mostRate = Math.max(...rates.map(Math.abs));
  if (how === "step")
    return bounded(where, {
      n: emit(chain((at) => String(rates[at]))),
      d,
      most: mostRate,
      dMost: d,
      nonneg: rates.every((one) => one >= 0),
    });
  let difference = 0;
  const differences = rates.map((rate, at) => {
    if (at > 0) difference += (rate - (rates[at - 1] ?? 0)) * (starts[at] ?? 0);
    return difference;
  });
  const most = of.most * mostRate + Math.max(...differences.map(Math.abs)) * of.dMost;
  const total = emit(`${amount} > 0 ? (${chain((at) => `${amount} * ${rates[at]} - ${differences[at]} * ${of.d}`)}) : 0`);
  return bounded(where, {
    n: total,
    d: typeof of.d === "number" ? of.d * d : emit(`${of.d} * ${d}`),
    most,
    dMost: of.dMost * d,
    nonneg: rates.every((one) => one >= 0),
  });
}
