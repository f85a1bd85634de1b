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

/** The sum over the members of a group, or over those for which a condition holds; 0 for none. */
export const sumOf = (group: Named, of: Operand<"number">, where?: Condition): Expr<"number"> =>
  fold("sum", group, of, where) as Expr<"number">;
/** How many members of a group a condition holds for. */
export const countOf = (group: Named, of: Condition, where?: Condition): Expr<"number"> =>
  fold("count", group, of, where) as Expr<"number">;
/** Whether a condition holds for at least one member, or for every one: of no member, no and yes. */
export const anyOf = (group: Named, of: Condition, where?: Condition): Expr<"boolean"> =>
  fold("any", group, of, where) as Expr<"boolean">;
export const allOf = (group: Named, of: Condition, where?: Condition): Expr<"boolean"> =>
  fold("all", group, of, where) as Expr<"boolean">;
/** The largest number or latest day; `otherwise` where no member counts. */
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
/** In a member's rule: its place in the order, from 1; members that are equal keep the order in which they were given. */
export const placeIn = (group: Named, order: Order): Expr<"number"> =>
  add(fold("count", group, yes, order.where, { before: before(order) }) as Expr<"number">, whole(1));

/** Inside a sum or count over members: a fact of the member whose rule asks, not of the one that is being counted. */
export const mine = <K extends Kind>(of: Operand<K>): Expr<K> =>
  ({ op: "outer", kind: exprOf(of).kind, of: exprOf(of) }) as unknown as Expr<K>;

/**
 * A general rule with its exceptions, each beside the article that makes it. Exceptions do not overrule each other by their order:
 * where two apply at once the law contradicts itself and the question is refused. An exception to an exception is its `value`.
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
