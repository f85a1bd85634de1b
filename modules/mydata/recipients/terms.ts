import type { DataSet } from "@troad/directory";
import { exactly, orNull } from "@troad/kernel";
import Type, { type Static } from "typebox";

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const both = (most: number) => exactly({ en: text(most), "zh-Hant": text(most) });

/** Fields of a set, each needed or not. */
export const wantedFields = Type.Array(exactly({ name: text(60), needed: Type.Boolean() }), { minItems: 1, maxItems: 60 });
/** For how long a standing consent holds at most. */
const mostMonths = 12;
/** So many answers within so many days, for so many months. */
export const standingTerms = exactly({
  answers: Type.Integer({ minimum: 1, maximum: 100 }),
  days: Type.Integer({ minimum: 1, maximum: 366 }),
  months: Type.Integer({ minimum: 1, maximum: mostMonths }),
});

/** Where a recipient can be told something. */
export const webhookPattern = "^https://[^\\s#]{1,480}$";

/** What a recipient wants: each data set for a purpose, each field needed or not, for how long, and when it erases what it got. */
export const termsSchema = exactly({
  sets: Type.Array(exactly({ set: text(60), purpose: both(200), fields: wantedFields }), { minItems: 1, maxItems: 30 }),
  /** Null where every answer needs a consent of its own. */
  standing: orNull(standingTerms),
  retentionDays: Type.Integer({ minimum: 0, maximum: 3_650 }),
  /** Where the recipient is told that a consent has ended. */
  webhook: orNull(Type.String({ pattern: webhookPattern })),
  /** How the recipient handles data, at its own address, as it stood when it was applied for. */
  policy: Type.Optional(
    exactly({ id: text(60), revision: Type.Integer({ minimum: 1 }), name: text(200), version: text(60), url: text(500) }),
  ),
  /** What it found when it assessed the risks for people, or where that can be read. */
  dpia: Type.Optional(text(500)),
});
export type Terms = Static<typeof termsSchema>;
export type WantedSet = Terms["sets"][number];

export type TermsFault = "set-unknown" | "set-twice" | "field-unknown" | "field-twice" | "nothing-needed";

/** What is wrong with terms beyond their form. */
export function faultOfTerms({ sets }: Pick<Terms, "sets">, known: readonly DataSet[]): TermsFault | undefined {
  if (new Set(sets.map(({ set }) => set)).size < sets.length) return "set-twice";
  for (const { set, fields } of sets) {
    const found = known.find(({ id }) => id === set);
    if (!found) return "set-unknown";
    if (new Set(fields.map(({ name }) => name)).size < fields.length) return "field-twice";
    if (fields.some(({ name }) => !found.fields.some((one) => one.name === name))) return "field-unknown";
  }
  // a request that is answered with nothing would be none
  return sets.some(({ fields }) => fields.some(({ needed }) => needed)) ? undefined : "nothing-needed";
}

/** What of the terms a request asks for; undefined if it asks for a set or a field that they do not have, or for one twice. */
export function narrowed(
  terms: Pick<Terms, "sets">,
  asked: readonly { set: string; fields?: readonly string[] }[],
): WantedSet[] | undefined {
  const wanted: WantedSet[] = [];
  for (const { set, fields } of asked) {
    const own = terms.sets.find((one) => one.set === set);
    if (!own || wanted.some((one) => one.set === set)) return undefined;
    const names = fields ?? own.fields.map(({ name }) => name);
    const found = own.fields.filter(({ name }) => names.includes(name));
    if (names.length === 0 || found.length !== names.length) return undefined;
    wanted.push({ ...own, fields: found });
  }
  return wanted.length > 0 ? wanted : undefined;
}
