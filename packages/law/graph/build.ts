import type { RoundingMode } from "../values/rational.ts";
import { type Kind, type KindOf, kindOf, type ValueType } from "../values/value.ts";
import type { Comparison, Expr } from "./expr.ts";

/** What a formula may contain: a node, or an input or variable, which stands for its value. */
export type Operand<K extends Kind = Kind> = Expr<K> | { readonly ref: Expr<K> };
export const exprOf = <K extends Kind>(operand: Operand<K>): Expr<K> => ("ref" in operand ? operand.ref : operand);
export const all = <K extends Kind>(operands: readonly Operand<K>[]): Expr<K>[] => operands.map((one) => exprOf(one));

/** New Taiwan dollars. */
export const nt = (value: number): Expr<"number"> => ({ op: "constant", kind: "number", type: "money", value });
/** A whole number. */
export const whole = (value: number): Expr<"number"> => ({ op: "constant", kind: "number", type: "integer", value });
/** An exact rate, as a text: `"0.6"`, `"60%"`, `"1/3"`. */
export const rate = (value: string): Expr<"number"> => ({ op: "constant", kind: "number", type: "rate", value });
export const code = (value: string): Expr<"code"> => ({ op: "constant", kind: "code", type: "code", value });
export const date = (value: string): Expr<"date"> => ({ op: "constant", kind: "date", type: "date", value });
export const yes: Expr<"boolean"> = { op: "constant", kind: "boolean", type: "boolean", value: true };
export const no: Expr<"boolean"> = { op: "constant", kind: "boolean", type: "boolean", value: false };

/** A dated parameter, or its value on another day; its type is checked against the definition when the law is created. */
export const parameter = <T extends Exclude<ValueType, "code">>(type: T, name: string, on?: Operand<"date">): Expr<KindOf<T>> =>
  ({ op: "parameter", kind: kindOf(type), type, name, ...(on ? { on: exprOf(on) } : {}) }) as Expr<KindOf<T>>;
/** An input or variable by its name, if the definition is not at hand. */
export const named = <T extends ValueType>(type: T, name: string): Expr<KindOf<T>> =>
  ({ op: "ref", kind: kindOf(type), name }) as Expr<KindOf<T>>;
/** The day to which the question applies. */
export const day: Expr<"date"> = { op: "day", kind: "date", which: "asked" };
/** The first and the last day of the variable's period: for a year's tax, ages count on its last day. */
export const firstDay: Expr<"date"> = { op: "day", kind: "date", which: "first" };
export const lastDay: Expr<"date"> = { op: "day", kind: "date", which: "last" };

type Numbers = readonly [Operand<"number">, ...Operand<"number">[]];
export const add = (...of: Numbers): Expr<"number"> => ({ op: "add", kind: "number", of: all(of) });
export const multiply = (...of: Numbers): Expr<"number"> => ({ op: "multiply", kind: "number", of: all(of) });
export const max = (...of: Numbers): Expr<"number"> => ({ op: "max", kind: "number", of: all(of) });
export const min = (...of: Numbers): Expr<"number"> => ({ op: "min", kind: "number", of: all(of) });
export const subtract = (left: Operand<"number">, right: Operand<"number">): Expr<"number"> => ({
  op: "subtract",
  kind: "number",
  left: exprOf(left),
  right: exprOf(right),
});
export const divide = (left: Operand<"number">, right: Operand<"number">): Expr<"number"> => ({
  op: "divide",
  kind: "number",
  left: exprOf(left),
  right: exprOf(right),
});
/** Rounds to a multiple of `to`: `"1"` is a dollar or a whole number, `"0.01"` two decimals. */
export const round = (of: Operand<"number">, mode: RoundingMode, to = "1"): Expr<"number"> => ({
  op: "round",
  kind: "number",
  mode,
  to,
  of: exprOf(of),
});

const comparing =
  (how: Comparison) =>
  <K extends Kind>(left: Operand<K>, right: Operand<NoInfer<K>>): Expr<"boolean"> =>
    ({ op: "compare", kind: "boolean", how, left: exprOf(left), right: exprOf(right) }) as Expr<"boolean">;
export const eq = comparing("eq");
export const ne = comparing("ne");
export const lt = comparing("lt");
export const le = comparing("le");
export const gt = comparing("gt");
export const ge = comparing("ge");
/** Whether a code is one of these. */
export const oneOf = (of: Operand<"code">, ...codes: readonly string[]): Expr<"boolean"> =>
  or(...codes.map((one) => eq(of, code(one))));

export const and = (...of: readonly Operand<"boolean">[]): Expr<"boolean"> => ({ op: "and", kind: "boolean", of: all(of) });
export const or = (...of: readonly Operand<"boolean">[]): Expr<"boolean"> => ({ op: "or", kind: "boolean", of: all(of) });
export const not = (of: Operand<"boolean">): Expr<"boolean"> => ({ op: "not", kind: "boolean", of: exprOf(of) });

type Cases<K extends Kind> = {
  when(condition: Operand<"boolean">, value: Operand<K>): Cases<K>;
  otherwise(value: Operand<K>): Expr<K>;
};
/** `when(a, x).when(b, y).otherwise(z)`: the first true condition decides; branches not reached need no facts. */
export function when<K extends Kind>(condition: Operand<"boolean">, value: Operand<K>): Cases<K> {
  const chain = (cases: { when: Expr<"boolean">; value: Expr<K> }[]): Cases<K> => ({
    when: (next, other) => chain([...cases, { when: exprOf(next), value: exprOf(other) }]),
    otherwise: (last) => ({ op: "when", kind: exprOf(last).kind, cases, otherwise: exprOf(last) }) as unknown as Expr<K>,
  });
  return chain([{ when: exprOf(condition), value: exprOf(value) }]);
}

/** One branch for each code. Without `otherwise` every code must have one. */
export function match<K extends Kind>(of: Operand<"code">, cases: Record<string, Operand<K>>, otherwise?: Operand<K>): Expr<K> {
  const branches = Object.fromEntries(Object.entries(cases).map(([one, value]) => [one, exprOf(value)]));
  const kind = Object.values(branches)[0]?.kind ?? "number";
  return {
    op: "match",
    kind,
    of: exprOf(of),
    cases: branches,
    otherwise: otherwise ? exprOf(otherwise) : null,
  } as unknown as Expr<K>;
}

/** The entry for a code in a parameter of type `table`. */
export const table = (of: Operand<"code">, name: string): Expr<"number"> => ({
  op: "table",
  kind: "number",
  of: exprOf(of),
  name,
});
/** Tax by brackets: each part of the amount at the rate of its bracket. */
export const progressive = (of: Operand<"number">, name: string): Expr<"number"> => ({
  op: "brackets",
  kind: "number",
  how: "progressive",
  of: exprOf(of),
  name,
});
/** The value of the bracket that the amount reaches. */
export const step = (of: Operand<"number">, name: string): Expr<"number"> => ({
  op: "brackets",
  kind: "number",
  how: "step",
  of: exprOf(of),
  name,
});
