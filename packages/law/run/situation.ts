import { LawError } from "../errors.ts";
import type { Input } from "../graph/define.ts";
import type { Definitions } from "../law/definitions.ts";
import { type Exact, take, type Value } from "../values/value.ts";

/** The facts of one entity: values by input, and for each group a list with the facts of its members. Facts may be missing. */
export type Facts = { readonly [name: string]: Value | readonly Facts[] };

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
export function takeSituation(given: Facts, entity: string, definitions: Definitions): Scope {
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
          raw.map((one: Facts, at) => enter(one, group.member, `${path}${path && "."}${name}/${at}`, scope)),
        );
        continue;
      }
      const input = definitions.input(name);
      if (!input) throw new LawError("law.unknown-input", name, "is no fact that this law asks for");
      if (input.entity !== of) throw new LawError("law.type", name, `is a fact of a ${input.entity}, not of a ${of}`);
      checkLimits(input, raw);
      own.set(name, take(raw, input.type, name, Object.keys(input.codes)));
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

/** Throws law.range when a number cannot be true: a negative salary, an amount larger than any. */
function checkLimits({ name, least, most }: Input, raw: unknown): void {
  if (typeof raw !== "number") return;
  if (least !== null && raw < least) throw new LawError("law.range", name, `must be at least ${least}`);
  if (most !== null && raw > most) throw new LawError("law.range", name, `must be at most ${most}`);
}
