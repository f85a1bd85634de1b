import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import { type Definitions, getFact } from "../law/definitions.ts";
import type { Bracket } from "../parameters/load.ts";
import { inForce, periodEnd, periodStart } from "../parameters/select.ts";
import { fraction, parseRational, type Rational } from "../values/rational.ts";
import { take } from "../values/value.ts";
import { bracketsOf } from "./brackets.ts";
import { alike, bounded, type Emit, extreme, literal, plus, product, type Quotient, quotient } from "./number.ts";
import { rounded } from "./round.ts";

/** A node in the loop: a number, or a text that gives a boolean, a code's number or a day as YYYYMMDD. */
type Written = Quotient | string;

const dayNumber = (day: string): string => day.replaceAll("-", "");

/** Writes the loop's body for variables of one entity on one day; names in it are made here, values are numbers. */
export function writer(definitions: Definitions, at: string, columnOf: (input: string) => string) {
  const lines: string[] = [];
  const done = new Map<string, Written>();
  const codes: string[] = [];
  const emit: Emit = (text) => {
    if (/^[\w.()-]+$/.test(text)) return text;
    const name = `v${lines.length}`;
    lines.push(`const ${name} = ${text};`);
    return name;
  };
  const codeNumber = (code: string): string => {
    if (!codes.includes(code)) codes.push(code);
    return String(codes.indexOf(code));
  };
  const fact = (name: string): Written => {
    const before = done.get(name);
    if (before !== undefined) return before;
    const written = writeFact(name);
    done.set(name, written);
    return written;
  };
  const writeFact = (name: string): Written => {
    const found = getFact(definitions, name);
    if ("formulas" in found) {
      const on = periodStart(at, found.period);
      const formula = inForce(found.formulas, on);
      if (!formula) throw new LawError("law.out-of-range", name, `has no rule on ${on}`);
      return expression(formula.expr, { name, on, last: periodEnd(at, found.period) });
    }
    const cell = emit(`${columnOf(name)}[i] + 0`);
    if (found.type === "boolean") return emit(`${cell} !== 0`);
    if (found.type === "date") return cell;
    if (found.type === "code") {
      Object.keys(found.codes).forEach(codeNumber);
      return cell;
    }
    if ((found.type !== "money" && found.type !== "integer") || found.most === null || found.least === null)
      throw new LawError("law.columns", name, "has no limits, or is of a type that has no column");
    return bounded(name, {
      n: cell,
      d: 1,
      most: Math.max(Math.abs(found.least), Math.abs(found.most)),
      dMost: 1,
      nonneg: found.least >= 0,
    });
  };
  type Place = { name: string; on: string; last: string };
  const valueOn = (name: string, place: Place) => {
    const value = definitions.valueOn(name, place.on, undefined);
    if (!value) throw new LawError("law.out-of-range", name, `has no value on ${place.on}`);
    return value.exact;
  };
  const exact = (value: unknown): Written => {
    if (typeof value === "boolean") return String(value);
    if (typeof value === "string") return dayNumber(value);
    return literal(value as Rational);
  };
  const expression = (expr: Expr, place: Place): Written => {
    const text = (one: Expr): string => expression(one, place) as string;
    const number = (one: Expr): Quotient => expression(one, place) as Quotient;
    switch (expr.op) {
      case "constant":
        return expr.kind === "code" ? codeNumber(String(expr.value)) : exact(take(expr.value, expr.type, place.name));
      case "ref":
        return fact(expr.name);
      case "parameter":
        return exact(valueOn(expr.name, place));
      case "day":
        return dayNumber(expr.which === "asked" ? at : expr.which === "first" ? place.on : place.last);
      case "add":
        return expr.of.map(number).reduce((a, b) => plus(a, b, "+", emit, place.name));
      case "subtract":
        return plus(number(expr.left), number(expr.right), "-", emit, place.name);
      case "multiply":
        return expr.of.map(number).reduce((a, b) => product(a, b, emit, place.name));
      case "divide":
        return quotient(number(expr.left), number(expr.right), emit, place.name);
      case "max":
      case "min":
        return expr.of.map(number).reduce((a, b) => extreme(expr.op as "max" | "min", a, b, emit, place.name));
      case "round":
        return rounded(number(expr.of), expr.mode, parseRational(expr.to) ?? fraction(1n), emit, place.name);
      case "compare":
        return compared(expr.how, expression(expr.left, place), expression(expr.right, place), place.name);
      case "and":
      case "or":
        if (expr.of.length === 0) return String(expr.op === "and");
        return emit(expr.of.map(text).join(expr.op === "and" ? " && " : " || "));
      case "not":
        return emit(`!${text(expr.of)}`);
      case "when":
        return expr.cases.reduceRight<Written>(
          (rest, one) => chosen(text(one.when), expression(one.value, place), rest, place.name),
          expression(expr.otherwise, place),
        );
      case "match": {
        const of = text(expr.of);
        const cases = Object.entries(expr.cases).map(([code, value]) => ({ code, value: expression(value, place) }));
        const last = expr.otherwise ? expression(expr.otherwise, place) : cases.at(-1)?.value;
        if (last === undefined) throw new LawError("law.type", place.name, "a match without cases");
        return cases.reduceRight<Written>(
          (rest, { code, value }) => chosen(emit(`${of} === ${codeNumber(code)}`), value, rest, place.name),
          last,
        );
      }
      case "table": {
        const of = text(expr.of);
        const rows = [...(valueOn(expr.name, place) as ReadonlyMap<string, Rational>)];
        return rows.reduceRight<Written>(
          (rest, [code, value]) => chosen(emit(`${of} === ${codeNumber(code)}`), literal(value), rest, place.name),
          { n: "NaN", d: 1, most: 0, dMost: 1, nonneg: true },
        );
      }
      case "brackets":
        return bracketsOf(expr.how, number(expr.of), valueOn(expr.name, place) as readonly Bracket[], emit, place.name);
      case "years":
        return {
          n: emit(`Math.floor((${text(expr.to)} - ${text(expr.from)}) / 10000)`),
          d: 1,
          most: 10_000,
          dMost: 1,
          nonneg: false,
        };
      case "sum":
      case "count":
        throw new LawError("law.columns", place.name, "counts over members, which have no columns yet");
    }
  };
  const compared = (how: string, left: Written, right: Written, where: string): string => {
    const sign = { eq: "===", ne: "!==", lt: "<", le: "<=", gt: ">", ge: ">=" }[how] ?? "===";
    if (typeof left === "string" || typeof right === "string") return emit(`${String(left)} ${sign} ${String(right)}`);
    const both = alike(left, right, where);
    return emit(`${both.left.n} ${sign} ${both.right.n}`);
  };
  const chosen = (when: string, value: Written, rest: Written, where: string): Written => {
    if (when === "true") return value;
    if (when === "false") return rest;
    if (typeof value === "string" || typeof rest === "string") return emit(`${when} ? ${String(value)} : ${String(rest)}`);
    const { left, right } = alike(value, rest, where);
    const d = typeof left.d === "number" ? left.d : emit(left.d);
    return {
      n: emit(`${when} ? ${left.n} : ${right.n}`),
      d,
      most: Math.max(left.most, right.most),
      dMost: left.dMost,
      nonneg: left.nonneg && right.nonneg,
    };
  };
  return { lines, codes, fact };
}
