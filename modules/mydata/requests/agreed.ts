import type { WantedSet } from "../recipients/terms.ts";
import type { AgreedSet } from "../store/requests.ts";

export type Person = { subject: string; nationalId: string | null; proof: number };
/** The fields that a person must agree to, and did not. */
export type Missing = { missing: string[] };

export const fieldKey = (set: string, field: string): string => `${set}.${field}`;

/** What a person agreed to of what was asked: the needed fields that are missing, or the sets with a field each at least. */
export function agreedSets(
  wanted: readonly WantedSet[],
  chosen: readonly string[],
  lang: string,
): Missing | { sets: AgreedSet[] } {
  const has = (set: string, name: string) => chosen.includes(fieldKey(set, name));
  const missing = wanted.flatMap(({ set, fields }) =>
    fields.filter(({ name, needed }) => needed && !has(set, name)).map(({ name }) => fieldKey(set, name)),
  );
  if (missing.length > 0) return { missing };
  const sets = wanted.flatMap(({ set, purpose, fields }): AgreedSet[] => {
    const names = fields.map(({ name }) => name).filter((name) => has(set, name));
    return names.length === 0 ? [] : [{ set, purpose: lang === "zh-Hant" ? purpose["zh-Hant"] : purpose.en, fields: names }];
  });
  return sets.length > 0
    ? { sets }
    : { missing: wanted.flatMap(({ set, fields }) => fields.map(({ name }) => fieldKey(set, name))) };
}
