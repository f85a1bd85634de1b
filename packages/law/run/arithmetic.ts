import { LawError } from "../errors.ts";
import type { Comparison, Expr } from "../graph/expr.ts";
import { add, compare, divide, fraction, multiply, parseRational, type Rational, round, subtract } from "../values/rational.ts";
import type { Exact } from "../values/value.ts";
import { combine, type Outcome, resolved } from "./outcome.ts";
import type { Working } from "./trace.ts";

type ArithmeticNode = Extract<Expr, { op: "add" | "multiply" | "max" | "min" | "subtract" | "divide" | "round" }>;

const ONE = fraction(1n);

function reckon(node: ArithmeticNode, values: readonly Rational[], where: string): Rational {
  const [first = ONE, second = ONE] = values;
  switch (node.op) {
    case "add":
      return values.reduce(add);
    case "multiply":
      return values.reduce(multiply);
    case "max":
      return values.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    case "min":
      return values.reduce((a, b) => (compare(a, b) <= 0 ? a : b));
    case "subtract":
      return subtract(first, second);
    case "divide":
      if (second.n === 0n) throw new LawError("law.division-by-zero", where, "divides by zero");
      return divide(first, second);
    case "round":
      return round(first, node.mode, parseRational(node.to) ?? ONE);
  }
}

/** Runs an arithmetic node on its operands and keeps the working. */
export function arithmetic(node: ArithmeticNode, operands: readonly Outcome[], where: string): Outcome {
  return combine(operands, (values, workings) => {
    const result = reckon(node, values as readonly Rational[], where);
    // Without every operand's working (a count, say), half a sum would mislead.
    if (workings.length < values.length) return resolved(result);
    const working: Working =
      node.op === "round"
        ? { op: "round", mode: node.mode, to: node.to, of: [workings[0]!] }
        : { op: node.op, of: [...workings] };
    return resolved(result, working);
  });
}

/** Compares two values of the same kind: numbers by size, days by time, the rest only for equality. */
export function compared(how: Comparison, left: Exact, right: Exact): boolean {
  const order =
    typeof left === "object" && typeof right === "object" ? compare(left, right) : left < right ? -1 : left === right ? 0 : 1;
  switch (how) {
    case "eq":
      return order === 0;
    case "ne":
      return order !== 0;
    case "lt":
      return order < 0;
    case "le":
      return order <= 0;
    case "gt":
      return order > 0;
    case "ge":
      return order >= 0;
  }
}
