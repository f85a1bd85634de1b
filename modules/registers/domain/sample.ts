import { ConfigurationError } from "@troad/kernel";
import { type Household, type Life, lifeOf, type Person, type PopulationRequest } from "@troad/population";
import Type, { type Static } from "typebox";

/** A value of the population by its path: `person.name`, `household.address.text`, `life.visits`; in a list also `member.name`. */
const way = Type.String({ pattern: "^(person|household|member|life)(\\.[A-Za-z]+)+$" });
const plainSource = Type.Union([
  Type.Object({ from: way }, { additionalProperties: false }),
  Type.Object({ value: Type.Unknown() }, { additionalProperties: false }),
]);
const listSource = Type.Object(
  { each: Type.Literal("household.members"), fields: Type.Record(Type.String(), plainSource) },
  { additionalProperties: false },
);
const condition = Type.Union([
  Type.Object(
    { from: way, in: Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), { minItems: 1 }) },
    { additionalProperties: false },
  ),
  Type.Object({ from: way, is: Type.Union([Type.Literal("present"), Type.Literal("absent")]) }, { additionalProperties: false }),
]);

/** `content/registers/<id>/sample.json`: which synthetic people have a record, and the values of its fields. */
export const sampleSchema = Type.Object(
  {
    /** One record per person, or one per household under its head's national id. */
    of: Type.Union([Type.Literal("person"), Type.Literal("household")]),
    /** Where the key of a record comes from that is no national id. */
    key: Type.Optional(way),
    /** All conditions must hold. */
    when: Type.Optional(Type.Array(condition, { maxItems: 10 })),
    fields: Type.Record(Type.String(), Type.Union([plainSource, listSource])),
  },
  { additionalProperties: false },
);

export type Sample = Static<typeof sampleSchema>;
type Scope = { person: Person; household: Household; member: Person | undefined; readonly life: Life };
type Reader = (scope: Scope) => unknown;

export type SampleRecord = { subject: string; fields: Record<string, unknown> };

/** Compiles the mapping to a function once, so that a million people take seconds. A path that leads nowhere throws ConfigurationError. */
export function sampler(
  sample: Sample,
  population: Pick<PopulationRequest, "seed" | "today">,
): (household: Household) => SampleRecord[] {
  const conditions = (sample.when ?? []).map(conditionOf);
  const readers = Object.entries(sample.fields).map(
    ([name, source]) => [name, "each" in source ? listOf(source.fields) : plain(source)] as const,
  );
  const key = sample.key === undefined ? ({ person }: Scope) => person.nationalId : valueAt(sample.key);
  return (household) => {
    const persons = sample.of === "person" ? household.members : household.members.slice(0, 1);
    return persons.flatMap((person) => {
      let life: Life | undefined;
      const scope: Scope = {
        person,
        household,
        member: undefined,
        get life() {
          life ??= lifeOf(person, household, population);
          return life;
        },
      };
      if (!conditions.every((holds) => holds(scope))) return [];
      return [{ subject: String(key(scope)), fields: fill(readers, scope) }];
    });
  };
}

const fill = (readers: (readonly [string, Reader])[], scope: Scope): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  for (const [name, read] of readers) fields[name] = read(scope);
  return fields;
};

function plain(source: Static<typeof plainSource>): Reader {
  return "from" in source ? valueAt(source.from) : () => source.value;
}

function listOf(fields: Record<string, Static<typeof plainSource>>): Reader {
  const readers = Object.entries(fields).map(([name, source]) => [name, plain(source)] as const);
  return (scope) =>
    scope.household.members.map((member) => fill(readers, Object.create(scope, { member: { value: member } }) as Scope));
}

function conditionOf(condition: NonNullable<Sample["when"]>[number]): (scope: Scope) => boolean {
  const read = valueAt(condition.from);
  if ("in" in condition) return (scope) => condition.in.includes(read(scope) as string);
  return (scope) => (read(scope) === null) === (condition.is === "absent");
}

/** A null on the path gives null; a path that does not exist is an error in the content. */
function valueAt(path: string): Reader {
  const steps = path.split(".");
  return (scope) => {
    let value: unknown = scope;
    for (const step of steps) {
      if (value === null) return null;
      if (typeof value !== "object" || value === undefined || !(step in value))
        throw new ConfigurationError(`sample.json: ${path} leads nowhere`);
      value = (value as Record<string, unknown>)[step];
    }
    return value === undefined ? null : value;
  };
}
