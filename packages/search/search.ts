import MiniSearch from "minisearch";
import { alternatives, type SynonymGroup } from "./synonyms.ts";
import { foldText, queryTokens, tokenize } from "./tokens.ts";

/** Texts by language. */
type Texts = Readonly<Record<string, string>>;

/** Something that people may look for. */
export type SearchEntry = {
  id: string;
  /** What it is (`service`, `agency`, ...): results are grouped and filtered by it. */
  kind: string;
  title: Texts;
  text: Texts;
  /** Everyday words for it that stand in none of its texts. */
  words?: Texts;
  /** How much more it counts than others of equal match; 1 by default. */
  weight?: number;
};
export type SearchQuery = { query: string; kind?: string; limit: number; offset?: number };
export type SearchHit = { entry: SearchEntry; score: number };
export type SearchPage = { total: number; kinds: ReadonlyMap<string, number>; hits: SearchHit[] };
export type Search = { find(query: SearchQuery): SearchPage; size: number };

const longestQuery = 200;
const mostTokens = 24;
/** Of so many tokens one may be mistyped or missing; of more, so large a part. */
const requiredShare = 0.6;
const synonymFactor = 0.6;

/** Makes an index. Everything is in memory: 5,000 entries take some megabytes and a search about a millisecond. */
export function openSearch(entries: readonly SearchEntry[], synonyms: readonly SynonymGroup[] = []): Search {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const titles = new Map(entries.map(({ id, title }) => [id, Object.values(title).map((text) => foldText(text).trim())]));
  const index = new MiniSearch<{ id: string; title: string; words: string; text: string }>({
    fields: ["title", "words", "text"],
    tokenize,
    processTerm: (term) => term,
  });
  index.addAll(
    entries.map(({ id, title, words = {}, text }) => ({ id, title: joined(title), words: joined(words), text: joined(text) })),
  );

  /** Scores by id of one wording. Typing errors are borne where nothing has the words as they stand, since looking for them costs most. */
  function scoresOf(wording: string): Map<string, number> {
    const tokens = queryTokens(wording).slice(0, mostTokens);
    const folded = foldText(wording).trim();
    const scores = tokens.length === 0 ? new Map<string, number>() : scored(tokens, folded, false);
    return scores.size === 0 && tokens.some((term) => typingErrors(term) > 0) ? scored(tokens, folded, true) : scores;
  }

  function scored(tokens: readonly string[], folded: string, isMistyped: boolean): Map<string, number> {
    const required = Math.max(1, Math.ceil(tokens.length * requiredShare));
    const scores = new Map<string, number>();
    const results = index.search(tokens.join(" "), {
      tokenize: (text) => text.split(" "),
      boost: { title: 4, words: 3 },
      // every character and every pair of Chinese is a term of its own
      prefix: (term) => term.length >= 3 && !isHan(term),
      fuzzy: (term) => isMistyped && typingErrors(term),
      combineWith: "OR",
    });
    for (const { id, score, queryTerms } of results) {
      const matched = tokens.length === 1 ? 1 : new Set(queryTerms).size;
      if (matched < required) continue;
      const own = titles.get(id) ?? [];
      const exact = own.includes(folded) ? 4 : own.some((title) => title.startsWith(folded)) ? 2 : 1;
      scores.set(id, (score * exact * matched * (byId.get(id)?.weight ?? 1)) / tokens.length);
    }
    return scores;
  }

  return {
    size: entries.length,
    find: ({ query, kind, limit, offset = 0 }) => {
      const wording = query.slice(0, longestQuery);
      const scores = scoresOf(wording);
      for (const other of alternatives(wording, synonyms))
        for (const [id, score] of scoresOf(other)) scores.set(id, Math.max(scores.get(id) ?? 0, score * synonymFactor));
      const hits = [...scores]
        .map(([id, score]) => ({ entry: byId.get(id)!, score }))
        .sort((a, b) => b.score - a.score || (a.entry.id < b.entry.id ? -1 : 1));
      const kinds = new Map<string, number>();
      for (const { entry } of hits) kinds.set(entry.kind, (kinds.get(entry.kind) ?? 0) + 1);
      const wanted = kind === undefined ? hits : hits.filter(({ entry }) => entry.kind === kind);
      return { total: wanted.length, kinds, hits: wanted.slice(offset, offset + limit) };
    },
  };
}

/** How many letters of a word may be wrong. */
const typingErrors = (term: string): number => (isHan(term) || term.length < 4 ? 0 : term.length < 8 ? 1 : 2);
const joined = (texts: Texts): string => Object.values(texts).join("\n");
const isHan = (term: string): boolean => /^\p{Script=Han}/u.test(term);
