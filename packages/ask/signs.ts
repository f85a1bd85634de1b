import Type, { type Static } from "typebox";
import { fold, isHan } from "./tokens.ts";

const words = Type.Array(Type.String({ minLength: 1, maxLength: 30 }), { minItems: 1, maxItems: 300 });
/** `content/search/<id>/signs.json`: words by which a question shows that it is about the field of the guides. */
export const signsSchema = Type.Object({ strong: words, weak: words }, { additionalProperties: false });
export type Signs = Static<typeof signsSchema>;

/** How clearly a question belongs to the field: 3 by a strong sign, 2 by several weak ones, 1 by a weak one, 0 by none. */
export function signOf({ strong, weak }: Signs, question: string): 0 | 1 | 2 | 3 {
  const text = fold(question);
  const own = new Set(text.match(/[a-z0-9-]+/g));
  const has = (word: string): boolean => (isHan(word) ? text.includes(fold(word)) : own.has(word));
  if (strong.some(has)) return 3;
  const signs = weak.filter(has).length;
  return signs > 1 ? 2 : signs === 1 ? 1 : 0;
}

/** Several files as one. */
export const joinSigns = (all: readonly Signs[]): Signs => ({
  strong: all.flatMap(({ strong }) => strong),
  weak: all.flatMap(({ weak }) => weak),
});
