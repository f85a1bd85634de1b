import type { Expr } from "../graph/expr.ts";
import type { Working } from "../run/trace.ts";
import { parseRational } from "../values/rational.ts";
import { take } from "../values/value.ts";
import { dayNode } from "./days.ts";
import type { Figures } from "./lookup.ts";
import { bracketsNode, parameterNode, parameterOnNode, tableNode } from "./lookup.ts";
import { add, compare, divide, GIVE_UP, multiply, type Num, round, smallOf, subtract } from "./number.ts";
import { type Node, plain, type Run } from "./run.ts";

/** The context in which a formula is compiled: how to reach other names, and which parameters are in force. */
export type Place = {
  variable: string;
  day(which: "asked" | "first" | "last"): string;
  reference(name: string): Node;
  parameter: Figures;
  /** The same context in another period. */
  away(period: Extract<Expr, { op: "period" }>): Place;
};

const giveUp: Node = () => {
  throw GIVE_UP;
};
/** A node of formulas checked to give numbers. */
const num = (node: Node): ((run: Run) => Num) => node as (run: Run) => Num;

/** A closure for a node and those below it. Groups are left to the general run. */
export function compile(expr: Expr, at: Place): Node {
  const below = (one: Expr): Node => compile(one, at);
  switch (expr.op) {
    case "constant":
      return constant(expr, at);
    case "ref":
      return at.reference(expr.name);
    case "parameter":
      return expr.on ? parameterOnNode(at.parameter, expr.name, below(expr.on)) : parameterNode(at.parameter, expr.name);
    case "day": {
      const day = at.day(expr.which);
      return plain(() => day);
    }
    case "add":
      return several("add", expr.of.map(below), add);
    case "multiply":
      return several("multiply", expr.of.map(below), multiply);
    case "max":
      return several("max", expr.of.map(below), (a, b) => (compare(a, b) >= 0 ? a : b));
    case "min":
      return several("min", expr.of.map(below), (a, b) => (compare(a, b) <= 0 ? a : b));
    case "subtract":
      return several("subtract", [below(expr.left), below(expr.right)], subtract);
    case "divide":
      return several("divide", [below(expr.left), below(expr.right)], divide);
    case "round":
      return rounded(expr, num(below(expr.of)));
    case "table":
      return tableNode(at.parameter, expr.name, below(expr.of));
    case "brackets":
      return bracketsNode(at.parameter, expr.name, expr.how, num(below(expr.of)));
    case "period":
      return compile(expr.of, at.away(expr));
    case "between":
    case "shift":
    case "edge":
    case "workday":
    case "latest":
    case "earliest":
      return dayNode(expr, below, at.parameter);
    case "fold":
    case "outer":
    case "segments":
    case "segment":
      return giveUp;
    default:
      return choosing(expr, below);
  }
}

type Choosing = Extract<Expr, { op: "compare" | "and" | "or" | "not" | "when" | "match" | "default" }>;
function choosing(expr: Choosing, below: (one: Expr) => Node): Node {
  switch (expr.op) {
    case "compare":
      return comparison(expr, below(expr.left), below(expr.right));
    case "and":
    case "or": {
      const of = expr.of.map(below);
      const decides = expr.op === "or";
      return plain((run) => (of.some((one) => one(run) === decides) ? decides : !decides));
    }
    case "not": {
      const of = below(expr.of);
      return plain((run) => of(run) !== true);
    }
    case "when": {
      const cases = expr.cases.map(({ when, value }) => ({ when: below(when), value: below(value) }));
      const otherwise = below(expr.otherwise);
      const [only] = cases;
      if (only && cases.length === 1) return (run) => (only.when(run) === true ? only.value : otherwise)(run);
      return (run) => {
        for (const { when, value } of cases) if (when(run) === true) return value(run);
        return otherwise(run);
      };
    }
    case "default": {
      const exceptions = expr.exceptions.map(({ when, value, article }) => ({ when: below(when), value: below(value), article }));
      const otherwise = below(expr.otherwise);
      return (run) => {
        const [only, other] = exceptions.filter(({ when }) => when(run) === true);
        if (!only) return otherwise(run);
        // The general run reports which two contradict each other.
        if (other) throw GIVE_UP;
        run.except(only.article);
        return only.value(run);
      };
    }
    case "match": {
      const of = below(expr.of);
      const cases = new Map(Object.entries(expr.cases).map(([code, value]) => [code, below(value)]));
      const otherwise = expr.otherwise ? below(expr.otherwise) : giveUp;
      return (run) => (cases.get(String(of(run))) ?? otherwise)(run);
    }
  }
}

function constant({ value, type }: Extract<Expr, { op: "constant" }>, at: Place): Node {
  const exact = take(value, type, at.variable, [String(value)]);
  if (typeof exact !== "object") return plain(() => exact);
  const small = smallOf(exact);
  const leaf: Working = { op: "value", type, value, label: null };
  return (run) => {
    run.working = leaf;
    return small;
  };
}

type Operator = "add" | "subtract" | "multiply" | "divide" | "max" | "min";
/** An operation over operands in order; without every operand's working, half a sum would mislead. */
function several(op: Operator, nodes: readonly Node[], fold: (a: Num, b: Num) => Num): Node {
  const [first = giveUp, second = giveUp] = nodes;
  if (nodes.length === 2) return pair(op, num(first), num(second), fold);
  const all = nodes.map(num);
  return (run) => {
    let value = num(first)(run);
    const of: Working[] = [];
    if (run.working) of.push(run.working);
    for (let at = 1; at < all.length; at++) {
      const next = (all[at] as (typeof all)[number])(run);
      if (run.working) of.push(run.working);
      value = fold(value, next);
    }
    run.working = of.length === all.length ? { op, of } : undefined;
    return value;
  };
}

/** Most operations have two operands, so these get their own closure. */
function pair(op: Operator, first: (run: Run) => Num, second: (run: Run) => Num, fold: (a: Num, b: Num) => Num): Node {
  return (run) => {
    const a = first(run);
    const left = run.working;
    const b = second(run);
    const right = run.working;
    run.working = left && right ? { op, of: [left, right] } : undefined;
    return fold(a, b);
  };
}

function rounded({ mode, to }: Extract<Expr, { op: "round" }>, of: (run: Run) => Num): Node {
  const step = smallOf(parseRational(to) ?? { n: 1n, d: 1n });
  return (run) => {
    const value = round(of(run), mode, step);
    if (run.working) run.working = { op: "round", mode, to, of: [run.working] };
    return value;
  };
}

function comparison({ how }: Extract<Expr, { op: "compare" }>, left: Node, right: Node): Node {
  const order = (run: Run): number => {
    const [a, b] = [left(run), right(run)];
    if (typeof a === "string" || typeof a === "boolean" || typeof b === "string" || typeof b === "boolean")
      return a < b ? -1 : a === b ? 0 : 1;
    return compare(a, b);
  };
  switch (how) {
    case "eq":
      return plain((run) => order(run) === 0);
    case "ne":
      return plain((run) => order(run) !== 0);
    case "lt":
      return plain((run) => order(run) < 0);
    case "le":
      return plain((run) => order(run) <= 0);
    case "gt":
      return plain((run) => order(run) > 0);
    case "ge":
      return plain((run) => order(run) >= 0);
  }
}
