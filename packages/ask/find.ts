import MiniSearch from "minisearch";
import { fold, isHan, tokensOf } from "./tokens.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A text that questions are compared with. */
export type AskDocument = {
  id: string;
  /** A guide answers, a note of a rule or a page leads on, another topic is not answered. */
  kind: "guide" | "note" | "page" | "other";
  title: string;
  /** How people ask for it, a line each. */
  words: string;
  text: string;
  law: string;
  weight: number;
};
export type Found = { id: string; kind: AskDocument["kind"]; score: number; coverage: number };
export type Finder = { find(question: string): Found[]; size: number };

export const longestQuestion = 300;
const mostTokens = 60;
const boosts = { title: 2, words: 1.6, text: 0.7, law: 0.8 };
/** How much the best line of a document counts beside the document as a whole. */
const lineShare = 1.4;
/** What a word weighs that no document has: less than one that they have, as people tell stories. */
const strangerShare = 0.3;

/** Makes the index; everything is in memory. */
export function openFinder(documents: readonly AskDocument[], vocabulary: Vocabulary): Finder {
  const byId = new Map(documents.map((one) => [one.id, one]));
  const whole = new MiniSearch<AskDocument>({ fields: Object.keys(boosts), tokenize: tokensOf, processTerm: (term) => term });
  whole.addAll(documents);
  const lines = new MiniSearch<{ id: string; line: string }>({
    fields: ["line"],
    tokenize: tokensOf,
    processTerm: (term) => term,
    searchOptions: { bm25: { k: 1.2, b: 0.5, d: 0.2 } },
  });
  lines.addAll(
    documents.flatMap(({ id, title, words }) =>
      [...title.split("\n"), ...words.split("\n")].filter(Boolean).map((line, at) => ({ id: `${id}#${at}`, line })),
    ),
  );
  const frequencies = new Map<string, number>();
  for (const { title, words, text, law } of documents)
    for (const token of new Set(tokensOf(`${title}\n${words}\n${text}\n${law}`)))
      frequencies.set(token, (frequencies.get(token) ?? 0) + 1);
  const weightOf = (token: string): number => {
    const count = frequencies.get(token) ?? 0;
    return Math.log(1 + (documents.length - count + 0.5) / (count + 0.5));
  };
  const stranger = Math.log(1 + documents.length) * strangerShare;

  return {
    size: documents.length,
    find: (question) => {
      const asked = readQuestion(question.slice(0, longestQuestion), vocabulary);
      if (asked.weights.size === 0) return [];
      const options = {
        tokenize: (text: string) => text.split(" "),
        boostTerm: (term: string) => asked.weights.get(term) ?? 1,
        fuzzy: (term: string) => !isHan(term) && term.length > 3 && !frequencies.has(term) && (term.length > 6 ? 2 : 1),
        combineWith: "OR" as const,
      };
      const query = [...asked.weights.keys()].join(" ");
      const bestLine = new Map<string, number>();
      for (const { id, score } of lines.search(query, options)) {
        const of = id.slice(0, id.lastIndexOf("#"));
        if (score > (bestLine.get(of) ?? 0)) bestLine.set(of, score);
      }
      const share = coverage(asked, (token) => (frequencies.has(token) ? weightOf(token) : stranger));
      return whole
        .search(query, { ...options, boost: boosts })
        .map((hit) => {
          const document = byId.get(hit.id)!;
          const score = (hit.score + lineShare * (bestLine.get(hit.id) ?? 0)) * document.weight;
          return { id: document.id, kind: document.kind, score, coverage: share(new Set(hit.queryTerms)) };
        })
        .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    },
  };
}

/** A question as tokens: its own, and those of what its words mean otherwise. */
type Asked = { weights: Map<string, number>; own: readonly string[]; standIns: ReadonlyMap<string, ReadonlySet<string>> };

function readQuestion(question: string, vocabulary: Vocabulary): Asked {
  const own = [...new Set(tokensOf(question))].slice(0, mostTokens);
  const weights = new Map(own.map((token) => [token, 1]));
  const standIns = new Map<string, Set<string>>();
  for (const { word, instead, weight } of vocabulary.meaningsOf(fold(question))) {
    const replaced = tokensOf(instead);
    for (const token of tokensOf(word)) {
      if (!weights.has(token)) weights.set(token, weight);
      for (const one of replaced) standIns.set(one, (standIns.get(one) ?? new Set()).add(token));
    }
  }
  return { weights, own, standIns };
}

/** How much of what was asked a document has, by the weight of the words: 0 to 1. */
function coverage({ own, standIns }: Asked, weightOf: (token: string) => number): (matched: ReadonlySet<string>) => number {
  const total = own.reduce((sum, token) => sum + weightOf(token), 0);
  return (matched) => {
    const has = (token: string): boolean => matched.has(token) || [...(standIns.get(token) ?? [])].some((one) => matched.has(one));
    return own.reduce((sum, token) => sum + (has(token) ? weightOf(token) : 0), 0) / (total || 1);
  };
}
