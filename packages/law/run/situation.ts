import { LawError } from "../errors.ts";
import type { Group, Input } from "../graph/define.ts";
import type { Span } from "../graph/expr.ts";
import type { Definitions } from "../law/definitions.ts";
import { type Exact, take, type Value } from "../values/value.ts";

/** A fact of several months or years: `{ "2024": 1, "2025": 2 }`, `{ "2025-01": 3 }`. */
export type ByPeriod = { readonly [period: string]: Value };
/** The facts of one entity: values by input, and for each group a list with the facts of its members. Facts may be missing. */
export type Facts = { readonly [name: string]: Value | ByPeriod | readonly Facts[] };

/** The period of a fact that a day lies in, as a situation writes it. */
export const periodKey = (day: string, period: Span): string => day.slice(0, period === "year" ? 4 : 7);
/** Where a fact of a period is kept; one that stays is kept by its name. */
export const factKey = ({ name, period }: Input, day: string): string => (period ? `${name} ${periodKey(day, period)}` : name);

const MOST_PERIODS = 1200;
/** A fact by the places where it is kept; one value counts for the period of the day asked. */
export function byPeriod(input: Input, raw: unknown, at: string): [key: string, raw: unknown][] {
  if (!input.period || typeof raw !== "object" || raw === null || Array.isArray(raw)) return [[factKey(input, at), raw]];
  const periods = Object.entries(raw);
  if (periods.length > MOST_PERIODS)
    throw new LawError("law.limit", input.name, `is given for more than ${MOST_PERIODS} periods`);
  const form = input.period === "year" ? /^\d{4}$/ : /^\d{4}-(0[1-9]|1[0-2])$/;
  const odd = periods.find(([period]) => !form.test(period));
  if (odd)
    throw new LawError(
      "law.type",
      input.name,
      `${odd[0]} is no ${input.period}: a ${input.period} is ${input.period === "year" ? "YYYY" : "YYYY-MM"}`,
    );
  return periods.map(([period, one]) => [`${input.name} ${period}`, one]);
}

/** An entity with its facts checked, its members, and what it belongs to. */
export type Scope = {
  readonly entity: string;
  readonly path: string;
  readonly home: Scope | null;
  readonly facts: ReadonlyMap<string, Exact>;
  /** Absent when the members were not given: not the same as none. */
  readonly members: ReadonlyMap<string, readonly Scope[]>;
};

const MAX_ENTITIES = 10_000;

/** Takes a situation in; throws law.unknown-input or law.type with the name of the fact. */
export function takeSituation(given: Facts, entity: string, at: string, definitions: Definitions): Scope {
  let count = 0;
  const enter = (facts: Facts, of: string, path: string, home: Scope | null): Scope => {
    if (++count > MAX_ENTITIES) throw new LawError("law.limit", path, `more than ${MAX_ENTITIES} members`);
    const own = new Map<string, Exact>();
    const members = new Map<string, readonly Scope[]>();
    const scope: Scope = { entity: of, path, home, facts: own, members };
    for (const [name, raw] of Object.entries(facts)) {
      const group = definitions.group(name);
      if (group) {
        if (group.of !== of || !Array.isArray(raw))
          throw new LawError("law.type", name, `must be a list of the ${group.member}s of a ${group.of}`);
        members.set(
          name,
          raw.map((one: Facts, place) => enter(one, group.member, `${path}${path && "."}${name}/${place}`, scope)),
        );
        checkMost(group, members.get(name) ?? []);
        continue;
      }
      const input = definitions.input(name);
      if (!input) throw new LawError("law.unknown-input", name, "is no fact that this law asks for");
      if (input.entity !== of) throw new LawError("law.type", name, `is a fact of a ${input.entity}, not of a ${of}`);
      for (const [key, value] of byPeriod(input, raw, at)) {
        checkLimits(input, value);
        own.set(key, take(value, input.type, name, Object.keys(input.codes)));
      }
    }
    return scope;
  };
  return enter(given, entity, "", null);
}

/** The nearest entity of a kind: the scope itself or what it belongs to. The law was checked so that there is one. */
export function nearest(scope: Scope, entity: string): Scope {
  let at: Scope | null = scope;
  while (at && at.entity !== entity) at = at.home;
  if (!at) throw new LawError("law.type", entity, `a ${scope.entity} here belongs to no ${entity}`);
  return at;
}

/** Throws law.range when more members have a role than can. */
function checkMost({ name, role, most = {} }: Group, members: readonly Scope[]): void {
  for (const [code, limit] of Object.entries(most)) {
    const count = members.filter(({ facts }) => role && facts.get(role.name) === code).length;
    if (count > limit) throw new LawError("law.range", name, `at most ${limit} can be ${code}`);
  }
}

/** Throws law.range when a number cannot be true: a negative salary, an amount larger than any. */
function checkLimits({ name, least, most }: Input, raw: unknown): void {
  if (typeof raw !== "number") return;
  if (least !== null && raw < least) throw new LawError("law.range", name, `must be at least ${least}`);
  if (most !== null && raw > most) throw new LawError("law.range", name, `must be at most ${most}`);
}
