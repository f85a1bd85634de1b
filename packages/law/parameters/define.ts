import { parameter } from "../graph/build.ts";
import type { Expr } from "../graph/expr.ts";
import type { KindOf, ValueType } from "../values/value.ts";
import { loadParameters, type Parameter } from "./load.ts";
import type { ParameterGroup } from "./schema.ts";

const owners = new WeakMap<object, Parameter>();
/** The parameter with which a node was defined; undefined for one that only names it. */
export const parameterOf = (node: object): Parameter | undefined => owners.get(node);

type Origin = Omit<ParameterGroup, "parameters">;
type One = Omit<ParameterGroup["parameters"][number], "type">;

/** Defines a figure beside the formula that reads it, and gives its node. */
export function defineParameter<T extends Exclude<ValueType, "code">>(type: T, origin: Origin, one: One): Expr<KindOf<T>> {
  const [definition] = loadParameters({ groups: [{ ...origin, parameters: [{ ...one, type }] }] });
  const node = parameter(type, one.name);
  if (definition) owners.set(node, definition);
  return node;
}
