import { LawError } from "../errors.ts";
import type { Variable } from "../graph/define.ts";
import { below, type Expr, nodes } from "../graph/expr.ts";
import { isDay } from "../values/value.ts";
import { type Definitions, getFact } from "./definitions.ts";
import { fitsInto, shapeOf } from "./shape.ts";

/** Checks every formula of a variable: the names exist, the types fit, the entities can be reached. Throws LawError. */
export function checkVariable(variable: Variable, definitions: Definitions): void {
  if (variable.formulas.length === 0) throw new LawError("law.type", variable.name, "has no formula");
  for (const { from, to, announced, expr } of variable.formulas) {
    for (const one of [from, to, announced])
      if (one !== null && !isDay(one)) throw new LawError("law.type", variable.name, `${one} is no day`);
    checkEntities(expr, variable.entity, variable.name, definitions);
    fitsInto(shapeOf(expr, variable.name, definitions), variable);
  }
}

/**
 * A formula sees facts of its own entity and of the entity that its members belong to (a person sees the household's); facts of the
 * members it sees only inside a sum or a count over them.
 */
function checkEntities(expr: Expr, entity: string, where: string, definitions: Definitions): void {
  if (expr.op === "ref") {
    const fact = getFact(definitions, expr.name);
    if (!visible(entity, fact.entity, definitions))
      throw new LawError("law.type", where, `${expr.name} is of a ${fact.entity}, not of a ${entity}`);
    return;
  }
  if (expr.op === "sum" || expr.op === "count") {
    const group = definitions.group(expr.group);
    if (!group) throw new LawError("law.unknown-variable", expr.group, `${where} counts over a group that does not exist`);
    if (group.of !== entity)
      throw new LawError("law.type", where, `${expr.group} are members of a ${group.of}, not of a ${entity}`);
    checkEntities(expr.of, group.member, where, definitions);
    return;
  }
  for (const one of below(expr)) checkEntities(one, entity, where, definitions);
}

const visible = (from: string, wanted: string, definitions: Definitions): boolean =>
  from === wanted || definitions.homesOf(from).some((home) => visible(home, wanted, definitions));

/** The inputs and variables that any formula of a variable names. */
export const dependencies = (variable: Variable): Set<string> =>
  new Set(variable.formulas.flatMap(({ expr }) => [...nodes(expr)].flatMap((node) => (node.op === "ref" ? [node.name] : []))));

/** Throws law.cycle when a variable depends on itself, whatever the dates: found from these variables on. */
export function checkCycles(from: readonly Variable[], definitions: Definitions): void {
  const done = new Set<string>();
  const visit = (variable: Variable, trail: readonly string[]): void => {
    if (trail.includes(variable.name))
      throw new LawError("law.cycle", variable.name, `depends on itself: ${[...trail, variable.name].join(" <- ")}`);
    if (done.has(variable.name)) return;
    for (const name of dependencies(variable)) {
      const next = definitions.variable(name);
      if (next) visit(next, [...trail, variable.name]);
    }
    done.add(variable.name);
  };
  for (const variable of from) visit(variable, []);
}
