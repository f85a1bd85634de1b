import type { Facts, Law } from "@troad/law";
import { type Amount, type Figure, figureOf, figureText } from "./figures.ts";
import { type AskDocument, type Finder, longestQuestion, openFinder, type RankedDocument } from "./find.ts";
import { type Guide, type Lang, type OtherTopic, textOf } from "./guide.ts";
import { isNear } from "./near.ts";
import { sayings } from "./sayings.ts";
import { type Signs, signOf } from "./signs.ts";
import { openVocabulary, type WordGroup } from "./vocabulary.ts";
import { type MissingFact, workOut } from "./works.ts";

/** A page or a note of a rule that leads on where no guide answers. */
export type Note = { id: string; kind: "note" | "page"; title: Texts; text: Texts; law: readonly Cited[]; href: string | null };
type Texts = Readonly<Record<Lang, string>>;
type Cited = { law: string; article: string };
export type CitedArticle = Cited & { url: string };

/** An answer as programs get it. */
export type Answer = {
  text: string;
  articles: CitedArticle[];
  amounts: Amount[];
  missing: { fact: string; question: string }[];
  refused: boolean;
};
/** The answer with what people see besides: labels of figures, the guide, where to go on. */
export type FullAnswer = Answer & { guide: string | null; lang: Lang; figures: Figure[]; href: string | null; quotes: Quote[] };
export type Quote = Cited & { of: string; text: string };

export type Sources = {
  guides: readonly Guide[];
  others: readonly OtherTopic[];
  notes: readonly Note[];
  synonyms: readonly WordGroup[];
  signs: Signs;
  laws: ReadonlyMap<string, Law>;
  /** Where an article is read. */
  addressOf(act: string, article: string): string | undefined;
  /** An article that the operator imported. */
  quoteOf?(act: string, article: string): { of: string; text: string } | undefined;
  /** Where a calculator is. */
  pageOf(calculator: string): string;
};
export type Question = { text: string; lang?: Lang; facts?: Facts; at: string };
export type Ask = { answer(question: Question): FullAnswer; find(text: string): RankedDocument[]; size: number };

/** The index could not be made: that is not the same as finding nothing. */
export class AskUnavailable extends Error {
  readonly code = "ask.unavailable";
}

/**
 * What the best guide must reach to be answered from, by how clearly the question is about taxes (no sign, a weak one, several, a strong
 * one), and what another topic counts beside it. Set on the questions of suites/ask that are not held out.
 */
const limits = [
  { coverage: 0.48, score: 13, others: 1.6 },
  { coverage: 0.42, score: 8.7, others: 1.6 },
  { coverage: 0.22, score: 4.4, others: 1 },
  { coverage: 0.24, score: 3.8, others: 1.2 },
] as const;
/** A guide by which few answers would be mistaken stands in front of notes and pages. */
const noteWeight = 0.55;
const longestQuote = 600;

/** Makes the index; throws AskUnavailable where there is nothing to answer from. */
export function openAsk(sources: Sources): Ask {
  const { guides, others, notes } = sources;
  if (guides.length === 0) throw new AskUnavailable("there are no guides to answer from");
  const documents = documentsOf(sources);
  const finder = openFinder(
    documents,
    openVocabulary(
      sources.synonyms,
      documents.flatMap(({ title, words, law }) => `${title}\n${words}\n${law}`.split("\n")),
    ),
  );
  const guideOf = new Map(guides.map((one) => [one.id, one]));
  const noteOf = new Map(notes.map((one) => [one.id, one]));
  const otherOf = new Map(others.map((one) => [one.id, one]));
  return {
    size: finder.size,
    find: finder.find,
    answer: ({ text, lang = /\p{Script=Han}/u.test(text.slice(0, longestQuestion)) ? "zh-Hant" : "en", facts = {}, at }) => {
      const best = accepted(sources, finder, text);
      const guide = best?.kind === "guide" ? guideOf.get(best.id) : undefined;
      if (guide) return byGuide(sources, guide, { lang, facts, at });
      const note = best && noteOf.get(best.id);
      if (note) return byNote(sources, note, lang);
      const other = best && otherOf.get(best.id);
      const said = other ? sayings[lang].other(textOf(other, lang, "title")) : sayings[lang].unknown;
      return {
        text: said,
        articles: [],
        amounts: [],
        missing: [],
        refused: true,
        guide: null,
        lang,
        figures: [],
        href: null,
        quotes: [],
      };
    },
  };
}

/** The best hit, if it is good enough to stand on; another topic where that is nearer. */
function accepted({ others, signs }: Sources, finder: Finder, question: string): RankedDocument | undefined {
  const text = question.slice(0, longestQuestion);
  const near = others.find((one) => one.near && isNear(one.near, text));
  if (near) return { id: near.id, kind: "other", score: 0, coverage: 1 };
  const limit = limits[signOf(signs, text)];
  const found = finder.find(text);
  const best = found.find(({ kind }) => kind !== "other");
  const other = found.find(({ kind }) => kind === "other");
  if (!best || (other && other.score * limit.others > best.score)) return other;
  return best.coverage >= limit.coverage && best.score >= limit.score ? best : undefined;
}

type On = { lang: Lang; facts: Facts; at: string };

function byGuide(sources: Sources, guide: Guide, { lang, facts, at }: On): FullAnswer {
  const { laws } = sources;
  const fixed = (guide.figures ?? []).flatMap((name) => figureOf(laws, name, at) ?? []);
  const worked = guide.works ? workOut(laws, guide.works, facts, at) : undefined;
  const figures = [...(worked?.figures ?? []), ...fixed];
  const cited = guide.law.map(({ act, article }) => ({ law: act, article }));
  const quotes = cited.flatMap((one) => quoteOf(sources, one)).slice(0, 1);
  const certainty = guide.law[0]?.certainty ?? "D";
  const parts = [
    textOf(guide, lang, "text"),
    ...(worked?.assumed ? [sayings[lang].assumed] : []),
    ...(certainty === "A" ? [] : [sayings[lang].unverified]),
    ...quotes.map((quote) => sayings[lang].quote(quote)),
  ];
  return {
    text: parts.join("\n"),
    articles: withUrls(sources, cited),
    amounts: figures.map(({ amount }) => amount),
    missing: (worked?.missing ?? []).map(({ fact, question }: MissingFact) => ({ fact, question: question[lang] })),
    refused: false,
    guide: guide.id,
    lang,
    figures,
    href: guide.calculator ? sources.pageOf(guide.calculator) : null,
    quotes,
  };
}

function byNote(sources: Sources, note: Note, lang: Lang): FullAnswer {
  return {
    text: `${note.title[lang]}${lang === "zh-Hant" ? "：" : ": "}${note.text[lang]}`,
    articles: withUrls(sources, note.law),
    amounts: [],
    missing: [],
    refused: false,
    guide: null,
    lang,
    figures: [],
    href: note.href,
    quotes: [],
  };
}

const withUrls = ({ addressOf }: Sources, cited: readonly Cited[]): CitedArticle[] =>
  cited.map((one) => ({ ...one, url: addressOf(one.law, one.article) ?? "" }));

function quoteOf({ quoteOf: find }: Sources, { law, article }: Cited): Quote[] {
  const found = find?.(law, article);
  return found ? [{ law, article, of: found.of, text: found.text.slice(0, longestQuote) }] : [];
}

/** An answer for people without a browser: the text, the figures of the engine, the articles, the next question. */
export function answerText({ text, figures, articles, missing, lang }: FullAnswer): string {
  const lines = [
    text,
    ...figures.map((figure) => `- ${figureText(figure, lang)}`),
    ...articles.map(({ law, article, url }) => `${sayings[lang].article(law, article)} ${url}`),
    ...missing.map(({ fact, question }) => `${question} (${fact})`),
  ];
  return lines.join("\n");
}

function documentsOf({ guides, others, notes }: Sources): AskDocument[] {
  const both = (of: { text: Guide["text"] }, key: string): string =>
    [textOf(of, "zh-Hant", key), textOf(of, "en", key)].join("\n");
  return [
    ...guides.map(
      (one): AskDocument => ({
        id: one.id,
        kind: "guide",
        title: both(one, "title"),
        words: both(one, "words"),
        text: both(one, "text"),
        law: one.law.map(({ act }) => act).join(" "),
        subjects: both(one, "subject").split("\n").filter(Boolean),
        weight: 1,
      }),
    ),
    ...others.map(
      (one): AskDocument => ({
        id: one.id,
        kind: "other",
        title: both(one, "title"),
        words: both(one, "words"),
        text: "",
        law: "",
        subjects: [],
        weight: 1,
      }),
    ),
    ...notes.map(
      (one): AskDocument => ({
        id: one.id,
        kind: one.kind,
        title: Object.values(one.title).join("\n"),
        words: "",
        text: Object.values(one.text).join("\n"),
        law: one.law.map(({ law }) => law).join(" "),
        subjects: [],
        weight: noteWeight,
      }),
    ),
  ];
}
