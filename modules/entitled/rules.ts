import { guardSchema, passes, referencesOf } from "@troad/flow";
import { ConfigurationError, type Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[a-z][a-z0-9-]{1,60}$" });
/** Of one record of a data set: `sources.<set>.<field>`; of a date also `.years` since it and `.days` until it. */
const conditionSchema = Type.Object(
  {
    set: id,
    /** A field that is a list: the condition is about one of its entries. */
    each: Type.Optional(Type.String({ maxLength: 60 })),
    when: Type.Optional(guardSchema),
    /** Holds where no record fulfils it. */
    none: Type.Optional(Type.Boolean()),
  },
  closed,
);

/** `content/entitled/<id>/rule.json`: who may be entitled to a service, by which articles; its text `why` says so to the person. */
const ruleSchema = Type.Object(
  {
    service: id,
    law: Type.Array(Type.Object({ act: Type.String({ maxLength: 80 }), article: Type.String({ maxLength: 20 }) }, closed), {
      minItems: 1,
      maxItems: 5,
    }),
    all: Type.Array(conditionSchema, { minItems: 1, maxItems: 10 }),
  },
  closed,
);
type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;
export type Rule = Static<typeof ruleSchema> & { id: string; text: Texts };
export type Records = ReadonlyMap<string, readonly Record<string, unknown>[]>;
/** A set with the fields that it gives, and the parts of those that are lists. */
export type Sets = ReadonlyMap<string, readonly string[]>;

/** The rules of content, checked against the services and data sets that there are. */
export function readRules(content: Content, services: ReadonlySet<string>, sets: Sets): Rule[] {
  return content.read("entitled", "rule.json", ruleSchema).map(({ id: rule, value, text }) => {
    const wrong = (what: string) => new ConfigurationError(`entitled/${rule}: ${what}`);
    if (!services.has(value.service)) throw wrong(`there is no service ${value.service}`);
    for (const { set, each, when } of value.all) {
      const fields = sets.get(set);
      if (!fields) throw wrong(`there is no data set ${set}`);
      if (each !== undefined && !fields.includes(each)) throw wrong(`${set} has no ${each}`);
      for (const reference of referencesOf(when)) {
        const [kind, source, field] = reference.split(".");
        if (kind !== "sources" || source !== set) throw wrong(`${reference} is not of ${set}`);
        if (each === undefined && !fields.includes(field ?? "")) throw wrong(`${set} has no ${field}`);
      }
    }
    for (const lang of ["zh-Hant", "en"]) if (!text[lang]?.why) throw wrong(`it has no text why in ${lang}`);
    return { ...value, id: rule, text };
  });
}

const dayMs = 86_400_000;

/** A value of a record, or of a date how many full years ago it was and in how many days it comes; both count days of Taiwan. */
function partOf(record: Record<string, unknown>, path: readonly string[], today: string): unknown {
  const [field = "", part] = path;
  const value = record[field];
  if (part === undefined) return value;
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  const day = value.slice(0, 10);
  if (part === "days") return Math.round((Date.parse(day) - Date.parse(today)) / dayMs);
  if (part !== "years") return undefined;
  return Number(today.slice(0, 4)) - Number(day.slice(0, 4)) - (today.slice(5) < day.slice(5) ? 1 : 0);
}

function isMet({ set, each, when, none = false }: Rule["all"][number], records: Records, today: string): boolean | undefined {
  const known = records.get(set);
  if (!known) return undefined;
  const all = each === undefined ? known : known.flatMap((record) => (record[each] ?? []) as Record<string, unknown>[]);
  const some = all.some((record) => passes(when, (reference) => partOf(record, reference.split(".").slice(2), today)));
  return none ? !some : some;
}

/** Whether a rule holds; undefined where a set that it needs could not be had, which is no reason to take anything back. */
export function holds({ all }: Pick<Rule, "all">, records: Records, today: string): boolean | undefined {
  const met = all.map((condition) => isMet(condition, records, today));
  if (met.includes(false)) return false;
  return met.includes(undefined) ? undefined : true;
}
