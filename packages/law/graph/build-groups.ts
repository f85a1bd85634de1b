import type { Kind, LocalText } from "../values/value.ts";
import { add, exprOf, type Operand, whole, yes } from "./build.ts";
import type { Expr } from "./expr.ts";

type Named = { readonly name: string };
type Fold = Extract<Expr, { op: "fold" }>;
type Condition = Operand<"boolean">;
type Before = Fold["before"];

const fold = (
  how: Fold["how"],
  group: Named,
  of: Operand,
  where?: Condition,
  more: { before?: Before; otherwise?: Operand } = {},
): Fold => ({
  op: "fold",
  kind: how === "count" ? "number" : exprOf(of).kind,
  how,
  group: group.name,
  of: exprOf(of),
  where: where ? exprOf(where) : null,
  before: more.before ?? null,
  otherwise: more.otherwise ? exprOf(more.otherwise) : null,
});

/** The sum over the members of a group, or over those that satisfy a condition; 0 for none. */
export const sumOf = (group: Named, of: Operand<"number">, where?: Condition): Expr<"number"> =>
  fold("sum", group, of, where) as Expr<"number">;
/** The number of members of a group that satisfy a condition. */
export const countOf = (group: Named, of: Condition, where?: Condition): Expr<"number"> =>
  fold("count", group, of, where) as Expr<"number">;
/** Whether at least one member, or every member, satisfies a condition: with no members, no and yes. */
export const anyOf = (group: Named, of: Condition, where?: Condition): Expr<"boolean"> =>
  fold("any", group, of, where) as Expr<"boolean">;
export const allOf = (group: Named, of: Condition, where?: Condition): Expr<"boolean"> =>
  fold("all", group, of, where) as Expr<"boolean">;
/** The largest number or latest day; `otherwise` if no member counts. */
export const maxOf = <K extends "number" | "date">(
  group: Named,
  of: Operand<K>,
  otherwise: Operand<NoInfer<K>>,
  where?: Condition,
): Expr<K> => fold("max", group, of, where, { otherwise }) as unknown as Expr<K>;
export const minOf = <K extends "number" | "date">(
  group: Named,
  of: Operand<K>,
  otherwise: Operand<NoInfer<K>>,
  where?: Condition,
): Expr<K> => fold("min", group, of, where, { otherwise }) as unknown as Expr<K>;

type Order = { by: Operand<"number"> | Operand<"date">; order?: "ascending" | "descending"; where?: Condition };
const before = ({ by, order = "ascending" }: Order): Before => ({ by: exprOf(by as Operand), order });
/** In a member's rule: the sum over the members that come before this one. */
export const sumBefore = (group: Named, of: Operand<"number">, order: Order): Expr<"number"> =>
  fold("sum", group, of, order.where, { before: before(order) }) as Expr<"number">;
/** In a member's rule: its rank in the order, from 1; equal members keep the order in which they were given. */
export const placeIn = (group: Named, order: Order): Expr<"number"> =>
  add(fold("count", group, yes, order.where, { before: before(order) }) as Expr<"number">, whole(1));

/** Inside a sum or count over members: a fact of the member whose rule it is, not of the one being counted. */
export const mine = <K extends Kind>(of: Operand<K>): Expr<K> =>
  ({ op: "outer", kind: exprOf(of).kind, of: exprOf(of) }) as unknown as Expr<K>;

/**
 * A general rule with its exceptions, each with its article. Exceptions do not override each other by their order: if two apply at once,
 * the law contradicts itself and the question is refused. An exception to an exception goes into its `value`.
 */
export const unless = <K extends Kind>(
  general: Operand<K>,
  ...exceptions: readonly { when: Condition; value: Operand<K>; article: LocalText }[]
): Expr<K> =>
  ({
    op: "default",
    kind: exprOf(general).kind,
    exceptions: exceptions.map(({ when, value, article }) => ({ when: exprOf(when), value: exprOf(value), article })),
    otherwise: exprOf(general),
  }) as unknown as Expr<K>;
