import { LawError } from "../errors.ts";
import type { Variable } from "../graph/define.ts";
import type { Expr } from "../graph/expr.ts";
import type { NumberType } from "../parameters/load.ts";
import { parseRational } from "../values/rational.ts";
import { take, type ValueType } from "../values/value.ts";
import { type Definitions, getFact } from "./definitions.ts";

/** What is known about a node before a case is run: for numbers, whether they are money and whether they are whole. */
export type Shape =
  | { readonly kind: "number"; readonly money: boolean; readonly whole: boolean }
  | { readonly kind: "boolean" | "date" | "text" }
  | { readonly kind: "code"; readonly codes: readonly string[] };
type NumberShape = Extract<Shape, { kind: "number" }>;

function shapeOfType(type: ValueType | NumberType, codes: readonly string[] = []): Shape {
  if (type === "code") return { kind: "code", codes };
  if (type === "boolean" || type === "date" || type === "text") return { kind: type };
  return { kind: "number", money: type === "money", whole: type !== "rate" };
}

/** Determines the shape of a node; throws law.type if money and plain numbers are mixed, and the like. */
export function shapeOf(expr: Expr, where: string, definitions: Definitions): Shape {
  const wrong = (why: string) => new LawError("law.type", where, why);
  const shape = (one: Expr): Shape => shapeOf(one, where, definitions);
  const number = (one: Expr): NumberShape => {
    const found = shape(one);
    if (found.kind !== "number") throw wrong(`${one.op} gives no number`);
    return found;
  };
  const demand = (one: Expr, kind: Shape["kind"]): Shape => {
    const found = shape(one);
    if (found.kind !== kind) throw wrong(`${one.op} gives ${found.kind} where ${kind} is needed`);
    return found;
  };
  switch (expr.op) {
    case "constant":
      take(expr.value, expr.type, where, [String(expr.value)]);
      return shapeOfType(expr.type, [String(expr.value)]);
    case "ref": {
      const fact = getFact(definitions, expr.name);
      return shapeOfType(fact.type, Object.keys(fact.codes));
    }
    case "parameter": {
      const found = definitions.parameter(expr.name);
      if (!found) throw new LawError("law.parameter", expr.name, `${where} uses a parameter that does not exist`);
      if (found.type !== expr.type) throw wrong(`parameter ${expr.name} is ${found.type}, not ${expr.type}`);
      if (expr.on) demand(expr.on, "date");
      return shapeOfType(expr.type);
    }
    case "day":
    case "segment":
      return { kind: "date" };
    case "add":
    case "max":
    case "min":
      return expr.of.map(number).reduce((a, b) => sameUnit(a, b, wrong));
    case "subtract":
      return sameUnit(number(expr.left), number(expr.right), wrong);
    case "multiply": {
      const factors = expr.of.map(number);
      if (factors.filter(({ money }) => money).length > 1) throw wrong("money times money is no amount");
      return { kind: "number", money: factors.some(({ money }) => money), whole: factors.every(({ whole }) => whole) };
    }
    case "divide": {
      const [left, right] = [number(expr.left), number(expr.right)];
      if (right.money && !left.money) throw wrong("a plain number divided by money is no amount");
      return { kind: "number", money: left.money && !right.money, whole: false };
    }
    case "round": {
      const to = parseRational(expr.to);
      if (!to || to.n <= 0n) throw wrong(`cannot round to ${expr.to}`);
      return { ...number(expr.of), whole: to.d === 1n };
    }
    case "between":
      demand(expr.from, "date");
      demand(expr.to, "date");
      return shapeOfType("integer");
    case "shift": {
      const by = number(expr.by);
      if (by.money || !by.whole) throw wrong("a day moves by a whole number of days, months or years");
      return demand(expr.of, "date");
    }
    case "edge":
      return demand(expr.of, "date");
    case "workday":
      if (!definitions.calendar(expr.calendar))
        throw new LawError("law.parameter", expr.calendar, `${where} needs a calendar of this name`);
      return demand(expr.of, "date");
    case "latest":
    case "earliest":
      for (const one of expr.of) demand(one, "date");
      return { kind: "date" };
    case "outer":
      return shape(expr.of);
    case "period":
      if (!Number.isInteger(expr.by) || Math.abs(expr.by) > MOST_AWAY[expr.unit])
        throw wrong(`no period ${expr.by} ${expr.unit}s away`);
      return shape(expr.of);
    case "default":
      for (const one of expr.exceptions) demand(one.when, "boolean");
      return [...expr.exceptions.map(({ value }) => value), expr.otherwise].map(shape).reduce((a, b) => joined(a, b, wrong));
    case "segments":
      demand(expr.from, "date");
      demand(expr.to, "date");
      return number(expr.of);
    case "compare": {
      const [left, right] = [shape(expr.left), shape(expr.right)];
      const ordered = expr.how !== "eq" && expr.how !== "ne";
      if (ordered && left.kind !== "number" && left.kind !== "date") throw wrong(`${left.kind} has no order`);
      joined(left, right, wrong);
      if (left.kind === "code" && right.kind === "code" && !left.codes.some((one) => right.codes.includes(one)))
        throw wrong(`none of ${right.codes.join(", ")} is among ${left.codes.join(", ")}`);
      return { kind: "boolean" };
    }
    case "and":
    case "or":
      for (const one of expr.of) demand(one, "boolean");
      return { kind: "boolean" };
    case "not":
      return demand(expr.of, "boolean");
    case "when":
      for (const one of expr.cases) demand(one.when, "boolean");
      return [...expr.cases.map(({ value }) => value), expr.otherwise].map(shape).reduce((a, b) => joined(a, b, wrong));
    case "match": {
      const of = demand(expr.of, "code") as Extract<Shape, { kind: "code" }>;
      const named = Object.keys(expr.cases);
      for (const one of named) if (!of.codes.includes(one)) throw wrong(`${one} is none of ${of.codes.join(", ")}`);
      if (!expr.otherwise && named.length < of.codes.length)
        throw wrong(`a branch is missing for ${of.codes.filter((one) => !named.includes(one)).join(", ")}`);
      return [...Object.values(expr.cases), ...(expr.otherwise ? [expr.otherwise] : [])]
        .map(shape)
        .reduce((a, b) => joined(a, b, wrong));
    }
    case "table":
      return tableShape(expr, where, definitions, demand(expr.of, "code") as Extract<Shape, { kind: "code" }>);
    case "brackets": {
      const found = definitions.parameter(expr.name);
      if (found?.type !== "brackets")
        throw new LawError("law.parameter", expr.name, `${where} needs a parameter of brackets of this name`);
      const of = number(expr.of);
      if (of.money !== (found.over === "money")) throw wrong(`${expr.name} has brackets over ${found.over}`);
      if (expr.how === "progressive" && found.of === "money") throw wrong(`${expr.name} has amounts, not rates: use step`);
      return expr.how === "progressive" ? { kind: "number", money: of.money, whole: false } : shapeOfType(found.of);
    }
    case "fold":
      return foldShape(expr, shape, demand, wrong);
  }
}

/** Maximum distance of a period in months or years. */
const MOST_AWAY = { month: 1200, year: 100 } as const;

function foldShape(
  expr: Extract<Expr, { op: "fold" }>,
  shape: (one: Expr) => Shape,
  demand: (one: Expr, kind: Shape["kind"]) => Shape,
  wrong: Wrong,
): Shape {
  if (expr.where) demand(expr.where, "boolean");
  if (expr.before) {
    const { kind } = shape(expr.before.by);
    if (kind !== "number" && kind !== "date") throw wrong(`members have no order by ${kind}`);
  }
  switch (expr.how) {
    case "sum":
      return demand(expr.of, "number");
    case "count":
      demand(expr.of, "boolean");
      return shapeOfType("integer");
    case "any":
    case "all":
      return demand(expr.of, "boolean");
    case "max":
    case "min": {
      const of = shape(expr.of);
      if (of.kind !== "number" && of.kind !== "date") throw wrong(`${of.kind} has no order`);
      if (!expr.otherwise) throw wrong("the most of a group needs a value for no members");
      return joined(of, shape(expr.otherwise), wrong);
    }
  }
}

/**
 * Every code must have an entry in every version, even if it is `null` because no source gives it: otherwise a gap would only show when a
 * case falls into it.
 */
function tableShape(
  expr: Extract<Expr, { op: "table" }>,
  where: string,
  definitions: Definitions,
  of: { codes: readonly string[] },
): Shape {
  const found = definitions.parameter(expr.name);
  if (found?.type !== "table") throw new LawError("law.parameter", expr.name, `${where} needs a parameter table of this name`);
  for (const value of found.values)
    for (const code of of.codes)
      if (!Object.hasOwn(value.given as object, code))
        throw new LawError("law.parameter", expr.name, `the version of ${value.from} has no entry for ${code}`);
  return shapeOfType(found.of);
}

type Wrong = (why: string) => LawError;

function sameUnit(a: NumberShape, b: NumberShape, wrong: Wrong): NumberShape {
  if (a.money !== b.money) throw wrong("money and plain numbers do not add up or compare");
  return { kind: "number", money: a.money, whole: a.whole && b.whole };
}

/** The shape that covers either of two. */
function joined(a: Shape, b: Shape, wrong: Wrong): Shape {
  if (a.kind === "number" && b.kind === "number") return sameUnit(a, b, wrong);
  if (a.kind === "code" && b.kind === "code") return { kind: "code", codes: [...new Set([...a.codes, ...b.codes])] };
  if (a.kind !== b.kind) throw wrong(`${a.kind} and ${b.kind} do not go together`);
  return a;
}

/** Whether a formula gives what its variable declares. */
export function fitsInto(shape: Shape, variable: Variable): void {
  const wrong = (why: string) => new LawError("law.type", variable.name, why);
  const promised = shapeOfType(variable.type, Object.keys(variable.codes));
  if (shape.kind !== promised.kind) throw wrong(`is ${variable.type} but its formula gives ${shape.kind}`);
  if (shape.kind === "number" && promised.kind === "number") {
    if (shape.money !== promised.money)
      throw wrong(`is ${variable.type} but its formula gives ${shape.money ? "money" : "a plain number"}`);
    if (promised.whole && !shape.whole) throw wrong("is whole but its formula can give a fraction: say how the rule rounds");
  }
  if (shape.kind === "code" && promised.kind === "code") {
    const odd = shape.codes.find((one) => !promised.codes.includes(one));
    if (odd !== undefined) throw wrong(`its formula gives ${odd}, which is none of its codes`);
  }
}
