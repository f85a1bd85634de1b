import { fold, tokensOf, weightedTokensOf } from "./tokens.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A question as its tokens, each with what it may mean otherwise. */
export type Asked = readonly {
  token: string;
  weight: number;
  meanings: readonly { tokens: readonly string[]; weight: number }[];
}[];

const mostTokens = 60;

/** Reads a question: the tokens that it has, and synonyms and corrections of the words that they belong to. */
export function readQuestion(question: string, vocabulary: Vocabulary): Asked {
  const own = weightedTokensOf(question);
  const meanings = new Map<string, { tokens: string[]; weight: number }[]>();
  for (const { word, instead, weight } of vocabulary.meaningsOf(fold(question))) {
    const tokens = [...new Set(tokensOf(word))];
    if (tokens.length === 0) continue;
    const replaced = tokensOf(instead);
    // a word of one character, or of stop words alone, is no token of its own
    for (const token of replaced.length > 0 ? replaced : [instead]) {
      if (!own.has(token)) own.set(token, 1);
      meanings.set(token, [...(meanings.get(token) ?? []), { tokens, weight }]);
    }
  }
  return [...own].slice(0, mostTokens).map(([token, weight]) => ({ token, weight, meanings: meanings.get(token) ?? [] }));
}
