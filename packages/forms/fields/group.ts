import type { FieldError } from "../errors.ts";
import { answerOf, holds } from "../form/condition.ts";
import type { Entry, EntryField, FieldOf } from "../form/schema.ts";
import { parseField } from "./parse-field.ts";
import { invalid, readText } from "./raw.ts";
import type { Surroundings } from "./surroundings.ts";

type Body = Record<string, unknown>;
const isBody = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);

/** The name of an input of an entry: `founders-0-born-year`. */
export const entryInput = (group: string, index: number, field: string, part = ""): string =>
  `${group}-${index}-${field}${part === "" ? "" : `-${part}`}`;

/** How many entries a form had that was sent; its page says so in an input of its own. */
export function entriesIn(group: FieldOf<"group">, body: Body): number {
  const read = readText(answerOf(body, `${group.name}-count`));
  const count = "text" in read && /^\d{1,2}$/.test(read.text) ? Number(read.text) : 0;
  return Math.min(count, group.max + 1);
}

/** The inputs of each entry: of a form that was sent, or of a stored answer. */
function readersOf(group: FieldOf<"group">, body: Body): ((field: string, part: string) => unknown)[] {
  const stored = answerOf(body, group.name);
  if (Array.isArray(stored))
    return stored.slice(0, group.max + 1).map((entry) => (field, part) => {
      const inner = isBody(entry) ? entry : {};
      return answerOf(inner, part === "" ? field : `${field}-${part}`);
    });
  return Array.from(
    { length: entriesIn(group, body) },
    (_, index) => (field, part) => answerOf(body, entryInput(group.name, index, field, part)),
  );
}

/** Parses the entries of a group. An entry in which nothing was filled in is none. */
export function parseGroup(
  group: FieldOf<"group">,
  body: Body,
  seen: Body,
  around: Surroundings,
): { entries: Entry[] } | { errors: FieldError[] } {
  const entries: Entry[] = [];
  const errors: FieldError[] = [];
  for (const [index, read] of readersOf(group, body).entries()) {
    if (group.fields.every((field) => isEmpty(field, read, around))) continue;
    const entry: Entry = {};
    for (const field of group.fields) {
      if (!holds(field.showWhen, { ...seen, ...entry })) continue;
      const parsed = parseField(field, (part) => read(field.name, part), around);
      if ("error" in parsed) errors.push({ field: entryInput(group.name, index, field.name), ...parsed.error });
      else if (parsed.value !== undefined) entry[field.name] = parsed.value;
    }
    entries.push(entry);
  }
  const [least, most] = [Math.max(group.min, group.required === false ? 0 : 1), group.max];
  const whole = (reading: { error: Omit<FieldError, "field"> }): FieldError => ({ field: group.name, ...reading.error });
  if (entries.length > most) errors.push(whole(invalid("field.too-many-entries", { max: most })));
  else if (entries.length < least && (entries.length > 0 || group.required !== false))
    errors.push(whole(invalid("field.too-few-entries", { min: least })));
  errors.push(...repeated(group, entries, seen));
  return errors.length > 0 ? { errors } : { entries };
}

/** Entries that name what another entry, or an answer besides, has named already. */
function repeated({ name, unique }: FieldOf<"group">, entries: readonly Entry[], seen: Body): FieldError[] {
  if (!unique) return [];
  const given = new Set(
    (unique.besides ?? []).flatMap((path): unknown[] => {
      const [field = "", part] = path.split(".", 2);
      const value = answerOf(seen, field);
      return part === undefined ? [value] : Array.isArray(value) ? value.map((one) => (isBody(one) ? one[part] : undefined)) : [];
    }),
  );
  return entries.flatMap((entry, index): FieldError[] => {
    const value = entry[unique.by];
    if (value === undefined) return [];
    const isRepeated = given.has(value);
    given.add(value);
    return isRepeated ? [{ field: entryInput(name, index, unique.by), code: "field.same-entry" }] : [];
  });
}

function isEmpty(field: EntryField, read: (field: string, part: string) => unknown, around: Surroundings): boolean {
  const parsed = parseField({ ...field, required: false }, (part) => read(field.name, part), around);
  return "value" in parsed && parsed.value === undefined;
}
