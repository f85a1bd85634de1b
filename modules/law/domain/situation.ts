import type { ByPeriod, Facts, Group, Input, Law, Value } from "@troad/law";
import { fail } from "./failures.ts";
import { facts, groups, plurals } from "./names.ts";

/**
 * A situation in OpenFisca's form: entities by plural and name; each has variables by period, where null requests a value, and lists of the
 * names of its members, by group or by role.
 */
export type Situation = Record<string, Record<string, Record<string, unknown>>>;

/** A parsed entity: its facts, its members, and the entity it belongs to. */
export type Instance = {
  readonly plural: string;
  readonly entity: string;
  readonly id: string;
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly members: Map<Group, { instance: Instance; role: string | null }[]>;
  home: { instance: Instance; group: Group } | null;
};

const MOST_ENTITIES = 100;
/** The period of facts that do not change; OpenFisca's name for it. */
const ETERNITY = "ETERNITY";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const question = (why: string) => fail("law.question", { why });

/** Parses a situation; one that makes no sense is refused as a whole, naming the place. */
export function readSituation(situation: Situation): Instance[] {
  const instances = new Map<string, Instance>();
  const lists: { of: Instance; group: Group; role: string | null; ids: unknown }[] = [];
  for (const [plural, all] of Object.entries(situation)) {
    const entity = Object.keys(plurals).find((name) => plurals[name] === plural);
    if (!entity) throw question(`${plural}: no such entity`);
    for (const [id, given] of Object.entries(all)) {
      if (instances.size >= MOST_ENTITIES) throw question(`at most ${MOST_ENTITIES} entities`);
      const values = new Map<string, Record<string, unknown>>();
      const instance: Instance = { plural, entity, id, values, members: new Map(), home: null };
      instances.set(`${plural}/${id}`, instance);
      for (const [name, value] of Object.entries(given)) {
        const list = listOf(entity, name);
        if (list) lists.push({ of: instance, ...list, ids: value });
        else if (!facts.has(name)) throw fail("law.name-unknown", { name });
        else if (!isRecord(value)) throw question(`${name}: must be values by period`);
        else values.set(name, value);
      }
    }
  }
  for (const list of lists) enlist(list, instances);
  return [...instances.values()];
}

/** The group, or the role in one, that a name stands for. */
function listOf(entity: string, name: string): { group: Group; role: string | null } | undefined {
  const own = groups.filter(({ of }) => of === entity);
  const group = own.find((one) => one.name === name);
  if (group) return { group, role: null };
  const byRole = own.find(({ role }) => role !== undefined && Object.hasOwn(role.codes, name));
  return byRole ? { group: byRole, role: name } : undefined;
}

function enlist(
  { of, group, role, ids }: { of: Instance; group: Group; role: string | null; ids: unknown },
  instances: ReadonlyMap<string, Instance>,
): void {
  const names: unknown[] = Array.isArray(ids) ? ids : [ids];
  const members = of.members.get(group) ?? [];
  of.members.set(group, members);
  for (const id of names) {
    const member = instances.get(`${plurals[group.member]}/${String(id)}`);
    const place = `${of.plural}/${of.id}/${role ?? group.name}`;
    if (typeof id !== "string" || !member) throw question(`${place}: must list names of ${plurals[group.member]}`);
    if (member.home) throw question(`${place}: ${id} is listed twice`);
    member.home = { instance: of, group };
    members.push({ instance: member, role });
  }
}

/** The default of a fact: false or 0, unless 0 is outside its limits. Undefined: the fact has to be given. */
export function standsFor({ type, least, most }: Input): Value | undefined {
  if (type === "boolean") return false;
  if (type !== "integer" && type !== "money") return undefined;
  return (least === null || least <= 0) && (most === null || most >= 0) ? 0 : undefined;
}

/** The facts of an entity and its members for a period, in the form that the law takes. */
export function factsOf(law: Law, instance: Instance, period: string, role: string | null = null): Facts {
  const given: Record<string, Value | ByPeriod | readonly Facts[]> = {};
  for (const input of law.inputs) {
    if (input.entity !== instance.entity) continue;
    const value = givenOf(input, instance.values.get(input.name) ?? {}, period);
    if (value !== undefined) given[input.name] = value;
  }
  for (const [group, members] of instance.members) {
    if (!law.groups.includes(group)) continue;
    given[group.name] = members.map((one) => factsOf(law, one.instance, period, one.role));
  }
  const asRole = instance.home?.group.role;
  if (role !== null && asRole) given[asRole.name] = role;
  return given;
}

function givenOf(input: Input, periods: Readonly<Record<string, unknown>>, period: string): Value | ByPeriod | undefined {
  const checked = (value: unknown): Value => {
    if (typeof value !== "number" && typeof value !== "string" && typeof value !== "boolean")
      throw question(`${input.name}: must be a number, a text, true or false`);
    return value;
  };
  if (input.period) {
    const all = Object.entries(periods).filter(([, value]) => value !== null && value !== undefined);
    if (all.length > 0) return Object.fromEntries(all.map(([key, value]) => [key, checked(value)]));
    return standsFor(input);
  }
  const value = periods[period] ?? periods[ETERNITY];
  return value === null || value === undefined ? standsFor(input) : checked(value);
}
