import type { Calendar } from "../calendar/calendar.ts";
import { LawError } from "../errors.ts";
import type { Group, Input, Variable } from "../graph/define.ts";
import type { DatedValue, Parameter } from "../parameters/load.ts";
import { inForce } from "../parameters/select.ts";

/** All names of a law. A reform is a layer above another one: it looks below for what it does not change. */
export type Definitions = {
  input(name: string): Input | undefined;
  variable(name: string): Variable | undefined;
  group(name: string): Group | undefined;
  calendar(name: string): Calendar | undefined;
  calendarNames(): readonly string[];
  /** The entities of which a kind of entity is a member. */
  homesOf(entity: string): readonly string[];
  parameter(name: string): Parameter | undefined;
  /** The day up to which the law was read; later days are marked as unchecked. Null: no such day. */
  readonly readUntil: string | null;
  /** The value that applies on a day, as known at `knownAt`. */
  valueOn(name: string, on: string, knownAt: string | undefined): DatedValue | undefined;
};

const MAX_DEFINITIONS = 20_000;

/** Definitions by name; throws law.duplicate if a name has two. */
export function defineAll(parts: {
  inputs: readonly Input[];
  variables: readonly Variable[];
  parameters: readonly Parameter[];
  groups: readonly Group[];
  calendars: readonly Calendar[];
}): Definitions {
  const facts = new Set<string>();
  const index = <T extends { name: string }>(all: readonly T[], taken: Set<string>) => {
    if (all.length > MAX_DEFINITIONS) throw new LawError("law.limit", "law", `more than ${MAX_DEFINITIONS} definitions`);
    const map = new Map<string, T>();
    for (const one of all) {
      if (taken.has(one.name)) throw new LawError("law.duplicate", one.name, "is defined twice");
      taken.add(one.name);
      map.set(one.name, one);
    }
    return map;
  };
  // Inputs, variables and groups share one namespace: situations and formulas name them in the same way.
  const inputs = index(parts.inputs, facts);
  const variables = index(parts.variables, facts);
  const groups = index(parts.groups, facts);
  const figures = new Set<string>();
  const parameters = index(parts.parameters, figures);
  const calendars = index(parts.calendars, figures);
  const homes = new Map<string, string[]>();
  for (const { of, member } of parts.groups) homes.set(member, [...new Set([...(homes.get(member) ?? []), of])]);
  checkHomes(homes);
  return {
    input: (name) => inputs.get(name),
    variable: (name) => variables.get(name),
    group: (name) => groups.get(name),
    calendar: (name) => calendars.get(name),
    calendarNames: () => [...calendars.keys()],
    readUntil: null,
    homesOf: (entity) => homes.get(entity) ?? [],
    parameter: (name) => parameters.get(name),
    valueOn: (name, on, knownAt) => inForce(parameters.get(name)?.values ?? [], on, knownAt),
  };
}

/** An input or a variable; throws law.unknown-variable if a formula names one that the law lacks. */
export function getFact(definitions: Definitions, name: string): Input | Variable {
  const found = definitions.variable(name) ?? definitions.input(name);
  if (!found) throw new LawError("law.unknown-variable", name, "is neither an input nor a variable of this law");
  return found;
}

/** Groups must not form a cycle: a household of persons of households would be infinite. */
function checkHomes(homes: ReadonlyMap<string, readonly string[]>): void {
  const climb = (entity: string, trail: readonly string[]): void => {
    if (trail.includes(entity))
      throw new LawError("law.cycle", entity, `is a member of itself: ${[...trail, entity].join(" of ")}`);
    for (const home of homes.get(entity) ?? []) climb(home, [...trail, entity]);
  };
  for (const entity of homes.keys()) climb(entity, []);
}
