import type { RoundingMode } from "../values/rational.ts";
import type { Kind, Value, ValueType } from "../values/value.ts";

export type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/**
 * A formula is a graph of these nodes: data without closures, so that one source can be run over one case with a full trace, be
 * compiled to loops over typed arrays, be printed, and be checked before it runs.
 */
type Node =
  | { readonly op: "constant"; readonly kind: Kind; readonly type: ValueType; readonly value: Value }
  /** An input or a variable by name. */
  | { readonly op: "ref"; readonly kind: Kind; readonly name: string }
  /** A dated parameter, at the first day of the variable's period. */
  | { readonly op: "parameter"; readonly kind: Kind; readonly type: ValueType; readonly name: string }
  /** The day for which the law is asked, or the first or last day of the variable's period that it lies in. */
  | { readonly op: "day"; readonly kind: "date"; readonly which: "asked" | "first" | "last" }
  | { readonly op: "add" | "multiply" | "max" | "min"; readonly kind: "number"; readonly of: readonly Expr<"number">[] }
  | { readonly op: "subtract" | "divide"; readonly kind: "number"; readonly left: Expr<"number">; readonly right: Expr<"number"> }
  | { readonly op: "compare"; readonly kind: "boolean"; readonly how: Comparison; readonly left: Expr; readonly right: Expr }
  | { readonly op: "and" | "or"; readonly kind: "boolean"; readonly of: readonly Expr<"boolean">[] }
  | { readonly op: "not"; readonly kind: "boolean"; readonly of: Expr<"boolean"> }
  /** The first case whose condition holds. */
  | {
      readonly op: "when";
      readonly kind: Kind;
      readonly cases: readonly { readonly when: Expr<"boolean">; readonly value: Expr }[];
      readonly otherwise: Expr;
    }
  /** One branch for each code; `otherwise` for those not named. */
  | {
      readonly op: "match";
      readonly kind: Kind;
      readonly of: Expr<"code">;
      readonly cases: Readonly<Record<string, Expr>>;
      readonly otherwise: Expr | null;
    }
  /** The entry of a code in a parameter that is a table. */
  | { readonly op: "table"; readonly kind: "number"; readonly of: Expr<"code">; readonly name: string }
  /** A parameter of brackets: `progressive` adds up each bracket's rate on its part, `step` takes the value of the bracket reached. */
  | {
      readonly op: "brackets";
      readonly kind: "number";
      readonly how: "progressive" | "step";
      readonly of: Expr<"number">;
      readonly name: string;
    }
  /** To a multiple of `to` (`"1"` is a dollar, `"0.01"` two decimals). */
  | {
      readonly op: "round";
      readonly kind: "number";
      readonly mode: RoundingMode;
      readonly to: string;
      readonly of: Expr<"number">;
    }
  /** Full years from one day to another. */
  | { readonly op: "years"; readonly kind: "number"; readonly from: Expr<"date">; readonly to: Expr<"date"> }
  /** Over the members of a group, each in its own scope. */
  | { readonly op: "sum"; readonly kind: "number"; readonly group: string; readonly of: Expr<"number"> }
  | { readonly op: "count"; readonly kind: "number"; readonly group: string; readonly of: Expr<"boolean"> };

export type Expr<K extends Kind = Kind> = Node & { readonly kind: K };

/** The nodes directly below a node. */
export function below(expr: Expr): readonly Expr[] {
  switch (expr.op) {
    case "constant":
    case "ref":
    case "parameter":
    case "day":
      return [];
    case "add":
    case "multiply":
    case "max":
    case "min":
    case "and":
    case "or":
      return expr.of;
    case "subtract":
    case "divide":
    case "compare":
      return [expr.left, expr.right];
    case "when":
      return [...expr.cases.flatMap(({ when, value }) => [when, value]), expr.otherwise];
    case "match":
      return [expr.of, ...Object.values(expr.cases), ...(expr.otherwise ? [expr.otherwise] : [])];
    case "years":
      return [expr.from, expr.to];
    case "not":
    case "table":
    case "brackets":
    case "round":
    case "sum":
    case "count":
      return [expr.of];
  }
}

/** Every node of a formula, the formula first. */
export function* nodes(expr: Expr): Generator<Expr> {
  yield expr;
  for (const one of below(expr)) yield* nodes(one);
}
