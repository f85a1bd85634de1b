import Type, { type Static } from "typebox";
import { foldText } from "./tokens.ts";

/** Words with the same meaning: a search for one of them also finds the others. */
export const synonymsSchema = Type.Object(
  {
    groups: Type.Array(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 2, maxItems: 20 }), {
      maxItems: 1_000,
    }),
  },
  { additionalProperties: false },
);
export type SynonymGroup = readonly string[];

/** Groups as used for look-ups; the last group that names a word decides, so that later content overrides earlier content. */
export function parseSynonyms(definitions: readonly Static<typeof synonymsSchema>[]): SynonymGroup[] {
  const groups = definitions.flatMap(({ groups: list }) =>
    list.map((group) => [...new Set(group.map((word) => foldText(word).trim()))]),
  );
  const last = new Map(groups.flatMap((group, index) => group.map((word) => [word, index] as const)));
  return groups.map((group, index) => group.filter((word) => last.get(word) === index)).filter((group) => group.length > 1);
}

const most = 8;

/** Alternative queries: the query with a word of a group replaced by the group's other words. */
export function alternatives(query: string, groups: readonly SynonymGroup[]): string[] {
  const folded = foldText(query).trim();
  const found = groups.flatMap((group) => {
    const word = group.filter((one) => containsWord(folded, one)).toSorted((a, b) => b.length - a.length)[0];
    return word === undefined ? [] : group.filter((one) => one !== word).map((other) => folded.replace(word, other));
  });
  return [...new Set(found)].filter((one) => one !== folded).slice(0, most);
}

/** Latin words match only as a whole: `tax` does not match `taxi`. */
function containsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  if (!/^[a-z0-9 ]+$/.test(word)) return true;
  const isLetter = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character);
  return !isLetter(text[at - 1]) && !isLetter(text[at + word.length]);
}
