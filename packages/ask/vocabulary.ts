import { soundKey } from "./sounds.ts";
import { fold, isHan, runsOf } from "./tokens.ts";

/** Words with the same meaning, folded. */
export type WordGroup = readonly string[];
/** A word that a question was taken to mean, and the part of the question that stands for it. */
export type Meaning = { word: string; instead: string; weight: number };
export type Vocabulary = { meaningsOf(question: string): Meaning[] };

const shortest = 2;
const longest = 8;
const longestTerm = 5;
/** A word that stands in so many lines is one of the field. */
const linesOfTerm = 4;
/** A word of so many characters is recognised with any one of them wrong. */
const leastOfHoles = 4;
const mostMeanings = 16;
const ofSynonym = 0.75;
const ofMistake = 0.8;

/**
 * Reads what a question means by other words: synonyms, and words of the texts typed with a wrong character, either one that sounds alike
 * or one of three or more. What stands in the texts as it is was not mistyped.
 */
export function openVocabulary(groups: readonly WordGroup[], lines: readonly string[]): Vocabulary {
  const folded = groups.map((group) => [...new Set(group.map((word) => fold(word).trim()))]);
  const corpus = [...lines, ...groups.flat()].map(fold).join("\n");
  const bySound = new Map<string, string>();
  const byHole = new Map<string, string>();
  for (const term of termsOf(lines, folded)) {
    bySound.set(soundKey(term), term);
    if ([...term].length >= leastOfHoles) for (const hole of holesOf(term)) byHole.set(hole, term);
  }

  function mistakesIn(run: string): Meaning[] {
    const characters = [...run];
    const found: Meaning[] = [];
    for (let length = Math.min(longest, characters.length); length >= shortest; length--)
      for (let at = 0; at + length <= characters.length; at++) {
        const part = characters.slice(at, at + length).join("");
        if (corpus.includes(part)) continue;
        const term = bySound.get(soundKey(part)) ?? (length >= leastOfHoles ? firstOf(byHole, holesOf(part)) : undefined);
        if (term !== undefined && term !== part) found.push({ word: term, instead: part, weight: ofMistake });
      }
    return found;
  }

  return {
    meaningsOf: (question) => {
      const text = fold(question);
      const mistakes = runsOf(text).flatMap((run) => (isHan(run) ? mistakesIn(run) : []));
      // a word that was typed wrongly has synonyms too
      const wordings = [text, ...mistakes.map(({ word }) => word)];
      const synonyms = folded.flatMap((group) => {
        const instead = group
          .filter((word) => wordings.some((one) => holds(one, word)))
          .toSorted((a, b) => b.length - a.length)[0];
        return instead === undefined
          ? []
          : group.filter((word) => word !== instead && !holds(text, word)).map((word) => ({ word, instead, weight: ofSynonym }));
      });
      return [...mistakes.slice(0, mostMeanings), ...synonyms.slice(0, mostMeanings * 3)];
    },
  };
}

/** Words worth correcting to: those of synonyms, and what stands in several lines. */
function termsOf(lines: readonly string[], groups: readonly WordGroup[]): Set<string> {
  const counts = new Map<string, number>();
  for (const line of lines)
    for (const run of new Set(runsOf(fold(line)).filter(isHan))) {
      const characters = [...run];
      for (let length = shortest; length <= longestTerm; length++)
        for (let at = 0; at + length <= characters.length; at++) {
          const part = characters.slice(at, at + length).join("");
          counts.set(part, (counts.get(part) ?? 0) + 1);
        }
    }
  const frequent = [...counts].filter(([, count]) => count >= linesOfTerm).toSorted(([, a], [, b]) => a - b);
  return new Set([...frequent.map(([part]) => part), ...groups.flat().filter(isTerm)]);
}

const isTerm = (term: string): boolean => isHan(term) && [...term].length >= shortest && [...term].length <= longest;
/** The word with each of its characters left out in turn. */
const holesOf = (word: string): string[] =>
  [...word].map((_, at, all) => [...all.slice(0, at), "_", ...all.slice(at + 1)].join(""));
function firstOf(map: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  for (const key of keys) if (map.has(key)) return map.get(key);
  return undefined;
}

/** English words match only as a whole. */
function holds(text: string, word: string): boolean {
  if (!/^[a-z0-9' -]+$/.test(word)) return text.includes(word);
  return new RegExp(`(^|[^a-z0-9])${word.replaceAll("-", "\\-")}($|[^a-z0-9])`).test(text);
}
