import { LawError } from "../errors.ts";
import type { Group, Variable } from "../graph/define.ts";
import { below, type Expr } from "../graph/expr.ts";
import { isDay } from "../values/value.ts";
import { type Definitions, getFact } from "./definitions.ts";
import { fitsInto, shapeOf } from "./shape.ts";

/** Checks every formula of a variable: the names exist, the types match, the entities can be reached. Throws LawError. */
export function checkVariable(variable: Variable, definitions: Definitions): void {
  if (variable.formulas.length === 0) throw new LawError("law.type", variable.name, "has no formula");
  for (const { from, to, announced, expr } of variable.formulas) {
    for (const one of [from, to, announced])
      if (one !== null && !isDay(one)) throw new LawError("law.type", variable.name, `${one} is no day`);
    checkEntities(expr, { entity: variable.entity, outer: null, inSegment: false }, variable.name, definitions);
    fitsInto(shapeOf(expr, variable.name, definitions), variable);
  }
}

/** What a formula can see: its entity, those of the folds around it, and whether it is inside a sum by segments. */
type Place = { readonly entity: string; readonly outer: Place | null; readonly inSegment: boolean };

/**
 * A formula sees facts of its own entity and of the entity that this belongs to (a person sees the household's). It sees facts of members
 * only inside a fold over them, and a member's rule sees those of its siblings only inside a fold over the parent's members.
 */
function checkEntities(expr: Expr, place: Place, where: string, definitions: Definitions): void {
  const wrong = (why: string) => new LawError("law.type", where, why);
  const { entity } = place;
  const check = (one: Expr, at: Place) => checkEntities(one, at, where, definitions);
  switch (expr.op) {
    case "ref": {
      const fact = getFact(definitions, expr.name);
      if (!visible(entity, fact.entity, definitions)) throw wrong(`${expr.name} is of a ${fact.entity}, not of a ${entity}`);
      return;
    }
    case "fold": {
      const group = definitions.group(expr.group);
      if (!group) throw new LawError("law.unknown-variable", expr.group, `${where} counts over a group that does not exist`);
      if (!visible(entity, group.of, definitions)) throw wrong(`${expr.group} are members of a ${group.of}, not of a ${entity}`);
      if (expr.before && entity !== group.member)
        throw wrong(`only a ${group.member} comes before or after others of ${expr.group}`);
      const inside: Place = { entity: group.member, outer: place, inSegment: place.inSegment };
      for (const one of [expr.of, expr.where, expr.before?.by]) if (one) check(one, inside);
      if (expr.otherwise) check(expr.otherwise, place);
      return;
    }
    case "outer":
      if (!place.outer) throw wrong("there is no fold around what asks for the member outside it");
      check(expr.of, place.outer);
      return;
    case "segments":
      check(expr.from, place);
      check(expr.to, place);
      check(expr.of, { ...place, inSegment: true });
      return;
    case "segment":
      if (!place.inSegment) throw wrong("a segment stands only inside a sum by year or month");
      return;
    default:
      for (const one of below(expr)) check(one, place);
  }
}

/** The role of a group's members is one of their facts, and limits refer to its codes. */
export function checkRoles({ name, member, role, most = {} }: Group, definitions: Definitions): void {
  if (role && (definitions.input(role.name) !== role || role.entity !== member))
    throw new LawError("law.type", name, `its role must be an input of a ${member}`);
  for (const code of Object.keys(most))
    if (!role || !(code in role.codes)) throw new LawError("law.type", name, `${code} is no role of its members`);
}

const visible = (from: string, wanted: string, definitions: Definitions): boolean =>
  from === wanted || definitions.homesOf(from).some((home) => visible(home, wanted, definitions));

/** The names in a formula that refer to its own period: earlier periods may build on each other, which the run bounds. */
function namesOf(expr: Expr): string[] {
  if (expr.op === "ref") return [expr.name];
  if (expr.op === "period" && expr.base === "asked" && expr.by < 0) return [];
  return below(expr).flatMap(namesOf);
}
/** The inputs and variables that any formula of a variable names in its own period. */
const dependencies = (variable: Variable): Set<string> => new Set(variable.formulas.flatMap(({ expr }) => namesOf(expr)));

/** Throws law.cycle if a variable depends on itself, whatever the dates; searched from these variables on. */
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
