import { LawError } from "../errors.ts";
import type { Variable } from "../graph/define.ts";
import type { Parameter } from "../parameters/load.ts";
import { inForce } from "../parameters/select.ts";
import { checkCycles, checkVariable } from "./check.ts";
import { calculate, type Law } from "./create.ts";
import type { Definitions } from "./definitions.ts";
import { checkPeriod, readersOf } from "./readers.ts";

/** What a reform changes: values that override those of parameters, and variables replaced or added. */
export type Overlay = { parameters?: readonly Parameter[]; variables?: readonly Variable[] };

/**
 * The law under a reform. Nothing is copied: the reform is a layer that looks below for what it does not change, so hundreds of variants
 * cost only their changes. Its parameter values win on the days they cover, whatever was known when, since they are hypothetical.
 */
export function reform(law: Law, overlay: Overlay): Law {
  const base = law.definitions;
  const parameters = byName(overlay.parameters ?? []);
  const variables = byName(overlay.variables ?? []);
  for (const parameter of parameters.values()) checkParameter(parameter, base);
  for (const variable of variables.values()) checkReplacement(variable, base);
  checkPeriods(law, parameters, variables);
  // Merged on first use, once.
  const merged = new Map<string, Parameter>();
  const definitions: Definitions = {
    ...base,
    variable: (name) => variables.get(name) ?? base.variable(name),
    parameter: (name) => {
      const over = parameters.get(name);
      if (!over) return base.parameter(name);
      const before = merged.get(name);
      if (before) return before;
      const under = base.parameter(name);
      const both = under ? { ...under, values: [...under.values, ...over.values] } : over;
      merged.set(name, both);
      return both;
    },
    valueOn: (name, on, knownAt) => inForce(parameters.get(name)?.values ?? [], on) ?? base.valueOn(name, on, knownAt),
  };
  // A new cycle must pass through something replaced, and only replaced items can fail to fit.
  checkCycles([...variables.values()], definitions);
  for (const variable of variables.values()) checkVariable(variable, definitions);
  return {
    inputs: law.inputs,
    get variables() {
      return [...law.variables.filter(({ name }) => !variables.has(name)), ...variables.values()];
    },
    get parameters() {
      const names = new Set([...law.parameters.map(({ name }) => name), ...parameters.keys()]);
      return [...names].map((name) => definitions.parameter(name)!);
    },
    groups: law.groups,
    definitions,
    calculate: (question) => calculate(definitions, question),
  };
}

function byName<T extends { name: string }>(all: readonly T[]): Map<string, T> {
  const map = new Map(all.map((one) => [one.name, one]));
  if (map.size !== all.length) throw new LawError("law.duplicate", "reform", "changes the same thing twice");
  return map;
}

const readers = new WeakMap<Law, ReturnType<typeof readersOf>>();
/** A change that begins in the middle of a rule's period would be ignored until the next one, so it is refused. */
function checkPeriods(law: Law, parameters: ReadonlyMap<string, Parameter>, variables: ReadonlyMap<string, Variable>): void {
  const before = readers.get(law) ?? readersOf(law.variables);
  readers.set(law, before);
  const added = readersOf([...variables.values()]);
  for (const { name, values } of parameters.values())
    for (const reader of [...(before.get(name) ?? []).filter((one) => !variables.has(one.name)), ...(added.get(name) ?? [])])
      for (const value of values) checkPeriod(name, value, reader, law.definitions.parameter(name)?.values);
  for (const variable of variables.values())
    for (const formula of variable.formulas)
      checkPeriod(variable.name, formula, variable, law.definitions.variable(variable.name)?.formulas);
}

const unitOf = (parameter: Parameter): string =>
  [
    parameter.type,
    ...(parameter.type === "brackets" ? [parameter.over, parameter.of] : parameter.type === "table" ? [parameter.of] : []),
  ].join(" ");

function checkParameter(parameter: Parameter, base: Definitions): void {
  const under = base.parameter(parameter.name);
  if (!under) return;
  if (unitOf(under) !== unitOf(parameter))
    throw new LawError("law.type", parameter.name, `is ${unitOf(under)}: a reform cannot make it ${unitOf(parameter)}`);
  if (under.type !== "table") return;
  const codes = Object.keys(under.values[0]!.given as object);
  for (const value of parameter.values)
    for (const code of codes)
      if (!Object.hasOwn(value.given as object, code))
        throw new LawError("law.parameter", parameter.name, `has no entry for ${code}`);
}

function checkReplacement(variable: Variable, base: Definitions): void {
  if (base.input(variable.name) || base.group(variable.name))
    throw new LawError("law.duplicate", variable.name, "is an input or a group");
  const under = base.variable(variable.name);
  if (!under) return;
  const same =
    under.type === variable.type &&
    under.entity === variable.entity &&
    Object.keys(variable.codes).every((code) => code in under.codes);
  if (!same)
    throw new LawError("law.type", variable.name, "a reform keeps the type, the entity and the codes of what it replaces");
}
