import { LawError } from "../errors.ts";
import type { Expr } from "../graph/expr.ts";
import { type Definitions, getFact } from "../law/definitions.ts";
import type { Bracket } from "../parameters/load.ts";
import { inForce, periodEnd, periodStart } from "../parameters/select.ts";
import { dayAway } from "../run/period.ts";
import { factKey } from "../run/situation.ts";
import { fraction, parseRational, type Rational } from "../values/rational.ts";
import { take } from "../values/value.ts";
import { bracketsOf } from "./brackets.ts";
import { dayNode } from "./days.ts";
import { foldNode } from "./fold.ts";
import { alike, bounded, type Emit, extreme, literal, NOTHING, plus, product, type Quotient, quotient } from "./number.ts";
import { rounded } from "./round.ts";
import { type Block, dayNumber, type Place, type Writing, type Written } from "./writing.ts";

const settled = (how: string, left: number, right: number): boolean =>
  how === "eq"
    ? left === right
    : how === "ne"
      ? left !== right
      : how === "lt"
        ? left < right
        : how === "le"
          ? left <= right
          : how === "gt"
            ? left > right
            : left >= right;

/** Writes the loop's body for variables of one entity on one day; the compiler makes the names, and values are numbers. */
export function writer(definitions: Definitions, entity: string, asked: string, columnOf: (input: string) => string) {
  const root: Block = { entity, index: "i", lines: [], done: new Map() };
  const codes: string[] = [];
  const headers = new Map<string, string>();
  const writing = new Set<string>();
  let blocks: readonly Block[] = [root];
  let names = 0;
  const fresh = (letter: string): string => `${letter}${names++}`;
  const block = (): Block => blocks.at(-1) ?? root;
  const line = (text: string): void => {
    block().lines.push(text);
  };
  const within = <T>(others: readonly Block[], write: () => T): T => {
    const before = blocks;
    blocks = others;
    try {
      return write();
    } finally {
      blocks = before;
    }
  };
  const emit: Emit = (text) => {
    if (/^[\w.()-]+$/.test(text)) return text;
    const name = fresh("v");
    line(`const ${name} = ${text};`);
    return name;
  };
  const codeNumber = (code: string): string => {
    if (!codes.includes(code)) codes.push(code);
    return String(codes.indexOf(code));
  };
  /** A fact is read in its entity's loop, so that it is read once and precedes the inner loops. */
  const fact = (name: string, at: string): Written => {
    const { entity: of } = getFact(definitions, name);
    const depth = blocks.findLastIndex((one) => one.entity === of);
    if (depth < 0) throw new LawError("law.type", name, `is of a ${of}`);
    return within(blocks.slice(0, depth + 1), () => {
      const key = `${name} ${at}`;
      const before = block().done.get(key);
      if (before !== undefined) return before;
      const inProgress = `${blocks.length} ${key}`;
      if (writing.has(inProgress)) throw new LawError("law.cycle", name, `depends on itself on ${at}`);
      writing.add(inProgress);
      const written = writeFact(name, at);
      writing.delete(inProgress);
      block().done.set(key, written);
      return written;
    });
  };
  const writeFact = (name: string, at: string): Written => {
    const found = getFact(definitions, name);
    if ("formulas" in found) {
      const on = periodStart(at, found.period);
      const formula = inForce(found.formulas, on);
      if (!formula) throw new LawError("law.out-of-range", name, `has no rule on ${on}`);
      return expression(formula.expr, { name, at, on, last: periodEnd(at, found.period), segment: null });
    }
    const cell = emit(`${columnOf(factKey(found, at))}[${block().index}] + 0`);
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
        return fact(expr.name, place.at);
      case "parameter":
        return expr.on ? parameterOn(expr.name, text(expr.on), place) : exact(valueOn(expr.name, place));
      case "day":
        return dayNumber(expr.which === "asked" ? place.at : expr.which === "first" ? place.on : place.last);
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
      case "or": {
        const [neutral, decides] = expr.op === "and" ? ["true", "false"] : ["false", "true"];
        const open = expr.of.map(text).filter((one) => one !== neutral);
        if (open.length === 0 || open.includes(decides)) return open.length === 0 ? neutral : decides;
        return emit(open.join(expr.op === "and" ? " && " : " || "));
      }
      case "not": {
        const of = text(expr.of);
        return of === "true" ? "false" : of === "false" ? "true" : emit(`!${of}`);
      }
      case "when":
        return firstCase(expr.cases, expr.otherwise, place);
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
      case "default":
        return byDefault(expr, place);
      case "period": {
        const variable = definitions.variable(place.name);
        const at = dayAway(expr, place.at, asked, place.name);
        const period = variable?.period ?? "day";
        return expression(expr.of, { ...place, at, on: periodStart(at, period), last: periodEnd(at, period) });
      }
      case "fold":
      case "outer":
        return foldNode(writingOf, expr, place);
      default:
        return dayNode(writingOf, expr, place);
    }
  };
  /** If a condition is decided at compile time, the other branch is not written: a rule that looks back ends there. */
  const firstCase = (cases: Extract<Expr, { op: "when" }>["cases"], otherwise: Expr, place: Place): Written => {
    const [first, ...rest] = cases;
    if (!first) return expression(otherwise, place);
    const condition = String(expression(first.when, place));
    if (condition === "false") return firstCase(rest, otherwise, place);
    const value = expression(first.value, place);
    return condition === "true" ? value : chosen(condition, value, firstCase(rest, otherwise, place), place.name);
  };
  const compared = (how: string, left: Written, right: Written, where: string): string => {
    const sign = { eq: "===", ne: "!==", lt: "<", le: "<=", gt: ">", ge: ">=" }[how] ?? "===";
    if (typeof left === "string" && typeof right === "string" && /^\d+$/.test(left) && /^\d+$/.test(right))
      return String(settled(how, Number(left), Number(right)));
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
  /** The versions of a parameter as a chain: of those that apply on the day, the one announced last. */
  const parameterOn = (name: string, on: string, place: Place): Written => {
    const parameter = definitions.parameter(name);
    const cell = emit(on);
    const versions = (parameter?.values ?? []).toSorted((a, b) =>
      `${a.announced} ${a.from}` < `${b.announced} ${b.from}` ? 1 : -1,
    );
    const isNumber = parameter?.type === "money" || parameter?.type === "integer" || parameter?.type === "rate";
    return versions.reduceRight<Written>(
      (rest, { from, to, exact: value }) => {
        const until = to === null ? "" : ` && ${cell} <= ${dayNumber(to)}`;
        return chosen(emit(`${cell} >= ${dayNumber(from)}${until}`), exact(value), rest, place.name);
      },
      isNumber ? NOTHING : "NaN",
    );
  };
  const byDefault = (expr: Extract<Expr, { op: "default" }>, place: Place): Written => {
    const conditions = expr.exceptions.map(({ when }) => expression(when, place) as string);
    const value = expr.exceptions.reduceRight<Written>(
      (rest, one, at) => chosen(conditions[at] ?? "false", expression(one.value, place), rest, place.name),
      expression(expr.otherwise, place),
    );
    if (conditions.length < 2) return value;
    const contradicting = emit(`${conditions.map((one) => `(${one} ? 1 : 0)`).join(" + ")} > 1`);
    return chosen(contradicting, typeof value === "string" ? "NaN" : NOTHING, value, place.name);
  };
  const writingOf: Writing = {
    definitions,
    blocks: () => blocks,
    within,
    expression: (expr, place) => expression(expr, place),
    emit,
    fresh,
    line,
    columnOf,
    chosen: (when, value, rest, where) => chosen(when, value, rest, where),
    header: (key, text) => {
      headers.set(key, text);
    },
  };
  return { lines: root.lines, codes, headers, fact: (name: string) => fact(name, asked) };
}
