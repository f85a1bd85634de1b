import { type Input, ownerOf, type Variable } from "../graph/define.ts";
import { parameterOf } from "../parameters/define.ts";
import type { Parameter } from "../parameters/load.ts";

/** The variables on which results rest, the inputs they need and the figures defined beside them, in the order of the formulas. */
export function collect(results: readonly Variable[]): { inputs: Input[]; variables: Variable[]; parameters: Parameter[] } {
  const inputs = new Set<Input>();
  const variables = new Set<Variable>();
  const parameters = new Set<Parameter>();
  const enter = (variable: Variable): void => {
    if (variables.has(variable)) return;
    variables.add(variable);
    for (const { expr } of variable.formulas) walk(expr);
  };
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const figure = parameterOf(node);
    if (figure) parameters.add(figure);
    const owner = ownerOf(node);
    if (!owner) for (const below of Object.values(node)) walk(below);
    else if ("formulas" in owner) enter(owner);
    else inputs.add(owner);
  };
  for (const one of results) enter(one);
  return { inputs: [...inputs], variables: [...variables], parameters: [...parameters] };
}
