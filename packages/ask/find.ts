import MiniSearch from "minisearch";
import { type Asked, readQuestion } from "./question.ts";
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
  /** The names of the tax that it is about; none where it is about taxes of all kinds. */
  subjects: readonly string[];
  weight: number;
};
/** `score` by which documents are ranked; `coverage`, how much of what was asked the document has, from 0 to 1. */
export type RankedDocument = { id: string; kind: AskDocument["kind"]; score: number; coverage: number };
export type Finder = { find(question: string): RankedDocument[]; size: number };
/** What one token counts in each document that has it. */
type Scores = ReadonlyMap<string, number>;

export const longestQuestion = 300;
const boosts = { title: 1.6, words: 1.6, text: 0.7, law: 0.6 };
/** How much the best line of a document counts beside the document as a whole. */
const lineShare = 3;
/** What a document keeps of its score that has next to nothing of what was asked. */
const leastShare = 0.3;
/** What a word weighs that no document has, as people tell stories around what they ask. */
const strangerShare = 0.35;

/** Makes the index; everything is in memory. */
export function openFinder(documents: readonly AskDocument[], vocabulary: Vocabulary): Finder {
  const byId = new Map(documents.map((one) => [one.id, one]));
  const asIs = { tokenize: tokensOf, processTerm: (term: string) => term };
  const whole = new MiniSearch<AskDocument>({ ...asIs, fields: Object.keys(boosts) });
  whole.addAll(documents);
  const lines = new MiniSearch<{ id: string; line: string }>({ ...asIs, fields: ["line"] });
  lines.addAll(documents.flatMap(linesOf));
  const frequencies = frequenciesOf(documents);
  const known = (token: string): boolean => frequencies.has(token);
  // rare words weigh by the logarithm of how many documents there are: limits should hold for any number
  const scale = 1 / Math.log(1 + documents.length);
  const stranger = Math.log(1 + documents.length) * strangerShare;
  const weightOf = (token: string): number => {
    const count = frequencies.get(token);
    return count === undefined ? stranger : Math.log(1 + (documents.length - count + 0.5) / (count + 0.5));
  };

  /** BM25 of one token: the library multiplies by how many tokens match, so each is asked for alone. */
  const scoresIn = (index: MiniSearch, options: object) => {
    const seen = new Map<string, Scores>();
    return (token: string): Scores => {
      const fuzzy = !isHan(token) && token.length > 3 && !known(token) ? (token.length > 6 ? 2 : 1) : false;
      const found =
        seen.get(token) ??
        new Map(
          index.search(token, { ...options, tokenize: (text) => [text], fuzzy }).map(({ id, score }) => [id as string, score]),
        );
      seen.set(token, found);
      return found;
    };
  };

  const subjects = [...new Set(documents.flatMap((one) => one.subjects.map(fold)))].toSorted((a, b) => b.length - a.length);

  return {
    size: documents.length,
    find: (question) => {
      const asked = readQuestion(question.slice(0, longestQuestion), vocabulary);
      if (asked.length === 0) return [];
      const ofWhole = contributions(asked, scoresIn(whole, { boost: boosts, bm25: { k: 0.5, b: 0.3, d: 0.5 } }));
      const bestLine = new Map<string, number>();
      for (const [line, parts] of contributions(asked, scoresIn(lines, { bm25: { k: 1.2, b: 0.6, d: 0.2 } }))) {
        const id = line.slice(0, line.lastIndexOf("#"));
        bestLine.set(id, Math.max(bestLine.get(id) ?? 0, sumOf(parts)));
      }
      const named = subjectsIn(question, subjects);
      const total = asked.reduce((sum, { token, weight }) => sum + weight * weightOf(token), 0);
      return [...ofWhole]
        .map(([id, parts]) => {
          const document = byId.get(id)!;
          const has = asked.reduce((sum, { token, weight }, at) => sum + (parts[at] ? weight * weightOf(token) : 0), 0);
          const coverage = has / (total || 1);
          const score =
            (sumOf(parts) + lineShare * (bestLine.get(id) ?? 0)) *
            (leastShare + coverage) *
            document.weight *
            ofSubject(named, document.subjects) *
            scale;
          return { id, kind: document.kind, score, coverage };
        })
        .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    },
  };
}

/** What each token of a question counts in each text, by itself or by what it means otherwise, whichever is more. */
function contributions(asked: Asked, scores: (token: string) => Scores): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const count = (id: string, at: number, score: number): void => {
    const parts = found.get(id) ?? new Array<number>(asked.length).fill(0);
    parts[at] = Math.max(parts[at] ?? 0, score);
    found.set(id, parts);
  };
  asked.forEach(({ token, weight, meanings }, at) => {
    for (const [id, score] of scores(token)) count(id, at, score * weight);
    for (const meaning of meanings) {
      const [first, ...others] = meaning.tokens.map(scores);
      for (const [id, score] of first ?? []) {
        const all = [score, ...others.map((one) => one.get(id) ?? 0)];
        if (!all.includes(0)) count(id, at, (sumOf(all) / all.length) * meaning.weight * weight);
      }
    }
  });
  return found;
}

/** The taxes that a question names; the longest name stands for itself, not for the shorter ones in it. */
function subjectsIn(question: string, subjects: readonly string[]): Set<string> {
  let rest = fold(question);
  const found = new Set<string>();
  for (const subject of subjects)
    if (isHan(subject) ? rest.includes(subject) : new RegExp(`(^|[^a-z])${subject}($|[^a-z])`).test(rest)) {
      found.add(subject);
      rest = rest.replaceAll(subject, " ");
    }
  return found;
}

/** A guide to another tax than the one named is unlikely, one to the named tax more likely. */
function ofSubject(named: ReadonlySet<string>, subjects: readonly string[]): number {
  if (named.size === 0 || subjects.length === 0) return 1;
  return subjects.some((one) => named.has(fold(one))) ? 1.25 : 0.75;
}

const sumOf = (parts: readonly number[]): number => parts.reduce((sum, one) => sum + one, 0);

const linesOf = ({ id, title, words }: AskDocument): { id: string; line: string }[] =>
  [...title.split("\n"), ...words.split("\n")].filter(Boolean).map((line, at) => ({ id: `${id}#${at}`, line }));

function frequenciesOf(documents: readonly AskDocument[]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const { title, words, text, law } of documents)
    for (const token of new Set(tokensOf(`${title}\n${words}\n${text}\n${law}`)))
      frequencies.set(token, (frequencies.get(token) ?? 0) + 1);
  return frequencies;
}
