import type { RoundingMode } from "../values/rational.ts";
import type { Kind, LocalText, Value, ValueType } from "../values/value.ts";

export type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/**
 * A formula is a graph of these nodes: data without closures, so that one source can be run over a single case with a full trace, compiled
 * to loops over typed arrays, printed, and checked before it runs.
 */
type Node =
  | { readonly op: "constant"; readonly kind: Kind; readonly type: ValueType; readonly value: Value }
  /** An input or a variable by name. */
  | { readonly op: "ref"; readonly kind: Kind; readonly name: string }
  /** A dated parameter: on the first day of the variable's period, or on the day that `on` gives. */
  | { readonly op: "parameter"; readonly kind: Kind; readonly type: ValueType; readonly name: string; readonly on?: Expr<"date"> }
  /** The day to which the question applies, or the first or last day of the variable's period that contains it. */
  | { readonly op: "day"; readonly kind: "date"; readonly which: "asked" | "first" | "last" }
  | { readonly op: "add" | "multiply" | "max" | "min"; readonly kind: "number"; readonly of: readonly Expr<"number">[] }
  | { readonly op: "subtract" | "divide"; readonly kind: "number"; readonly left: Expr<"number">; readonly right: Expr<"number"> }
  | { readonly op: "compare"; readonly kind: "boolean"; readonly how: Comparison; readonly left: Expr; readonly right: Expr }
  | { readonly op: "and" | "or"; readonly kind: "boolean"; readonly of: readonly Expr<"boolean">[] }
  | { readonly op: "not"; readonly kind: "boolean"; readonly of: Expr<"boolean"> }
  /** The first case whose condition is true. */
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
  /** Full units from one day to another; below 0 where `to` is the earlier day. */
  | {
      readonly op: "between";
      readonly kind: "number";
      readonly unit: Unit;
      readonly from: Expr<"date">;
      readonly to: Expr<"date">;
    }
  /** That many units later. A month without the day gives its last day (Civil Code, article 121). */
  | { readonly op: "shift"; readonly kind: "date"; readonly unit: Unit; readonly of: Expr<"date">; readonly by: Expr<"number"> }
  /** The first or last day of the month or year that a day lies in. */
  | {
      readonly op: "edge";
      readonly kind: "date";
      readonly which: "first" | "last";
      readonly unit: Span;
      readonly of: Expr<"date">;
    }
  /** The day itself if offices work on it, otherwise the next working day, by a calendar of the law. */
  | { readonly op: "workday"; readonly kind: "date"; readonly calendar: string; readonly of: Expr<"date"> }
  | { readonly op: "latest" | "earliest"; readonly kind: "date"; readonly of: readonly Expr<"date">[] }
  /** What the members of a group come to. */
  | Fold
  /** Inside a fold: evaluated in the context around the fold, so that a member can be compared with the one whose rule it is. */
  | { readonly op: "outer"; readonly kind: Kind; readonly of: Expr }
  /** In another period: so many months or years from the day asked, or from the first day of its year. */
  | {
      readonly op: "period";
      readonly kind: Kind;
      readonly base: "asked" | "year";
      readonly unit: Span;
      readonly by: number;
      readonly of: Expr;
    }
  /** The general rule unless one exception applies; two that apply at once contradict each other (law.conflict). */
  | { readonly op: "default"; readonly kind: Kind; readonly exceptions: readonly ExceptionTo<Expr>[]; readonly otherwise: Expr }
  /** The sum over the calendar months or years that a span of days touches; `segment` contains the first and last day of each part. */
  | {
      readonly op: "segments";
      readonly kind: "number";
      readonly unit: Span;
      readonly from: Expr<"date">;
      readonly to: Expr<"date">;
      readonly of: Expr<"number">;
    }
  | { readonly op: "segment"; readonly kind: "date"; readonly which: "first" | "last" };

export type Unit = "days" | "months" | "years";
export type Span = "month" | "year";
/** When an exception applies, its value, and its article. */
export type ExceptionTo<V> = { readonly when: Expr<"boolean">; readonly value: V; readonly article: LocalText };

type Fold = {
  readonly op: "fold";
  readonly kind: Kind;
  readonly how: "sum" | "count" | "max" | "min" | "any" | "all";
  readonly group: string;
  readonly of: Expr;
  /** Only members that satisfy this. */
  readonly where: Expr<"boolean"> | null;
  /** Only members before the one whose rule it is; of equal ones, those listed before it. */
  readonly before: { readonly by: Expr; readonly order: "ascending" | "descending" } | null;
  /** The value for no members at all; `max` and `min` have nothing else to give. */
  readonly otherwise: Expr | null;
};

export type Expr<K extends Kind = Kind> = Node & { readonly kind: K };

/** The nodes directly below a node. */
export function below(expr: Expr): readonly Expr[] {
  switch (expr.op) {
    case "constant":
    case "ref":
    case "day":
    case "segment":
      return [];
    case "parameter":
      return expr.on ? [expr.on] : [];
    case "add":
    case "multiply":
    case "max":
    case "min":
    case "and":
    case "or":
    case "latest":
    case "earliest":
      return expr.of;
    case "subtract":
    case "divide":
    case "compare":
      return [expr.left, expr.right];
    case "when":
      return [...expr.cases.flatMap(({ when, value }) => [when, value]), expr.otherwise];
    case "match":
      return [expr.of, ...Object.values(expr.cases), ...(expr.otherwise ? [expr.otherwise] : [])];
    case "between":
      return [expr.from, expr.to];
    case "segments":
      return [expr.from, expr.to, expr.of];
    case "shift":
      return [expr.of, expr.by];
    case "default":
      return [...expr.exceptions.flatMap(({ when, value }) => [when, value]), expr.otherwise];
    case "fold":
      return [expr.of, expr.where, expr.before?.by, expr.otherwise].filter((one): one is Expr => one != null);
    case "not":
    case "table":
    case "brackets":
    case "round":
    case "edge":
    case "workday":
    case "outer":
    case "period":
      return [expr.of];
  }
}

/** Every node of a formula, the formula first. */
export function* nodes(expr: Expr): Generator<Expr> {
  yield expr;
  for (const one of below(expr)) yield* nodes(one);
}
