/** Questions with the article that answers them first, how they are measured, and the plain search that they are measured beside. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Ask, type Guide, readGuides } from "@troad/ask";
import { type Content, openContent } from "@troad/kernel";
import { openTaxAsk } from "@troad/tax/ask";
import MiniSearch from "minisearch";

export type Question = { question: string; kind?: readonly string[]; law?: string; article?: string; refused?: true };
export type Reply = { refused: boolean; law: string | undefined; article: string | undefined };

/** The day for which everything is asked here. */
export const DAY = "2026-11-30";
const own = join(import.meta.dirname, "own");
export const root = join(import.meta.dirname, "..", "..");

export const questionsIn = (name: string): Question[] => JSON.parse(readFileSync(join(own, `${name}.json`), "utf8"));
/** What the held-out questions hash to, and what they hashed to before the first measurement. */
export const heldOutHash = (): { now: string; before: string } => ({
  now: createHash("sha256")
    .update(readFileSync(join(own, "held-out.json")))
    .digest("hex"),
  before: readFileSync(join(own, "held-out.sha256"), "utf8").trim(),
});

export const projectContent = (): Content => openContent([join(root, "content")]);
export const openProjectAsk = (): Ask => openTaxAsk(projectContent());

export function replyOf(ask: Ask, question: string): Reply {
  const { refused, articles } = ask.answer({ text: question, at: DAY });
  return { refused, law: articles[0]?.law, article: articles[0]?.article };
}

/** MiniSearch as it comes: its own tokenizer, BM25, any hit is an answer. */
export function plainSearch(guides: readonly Guide[]): (question: string) => Reply {
  const byId = new Map(guides.map((guide) => [guide.id, guide]));
  const index = new MiniSearch<{ id: string; title: string; words: string; text: string }>({
    fields: ["title", "words", "text"],
  });
  const both = ({ text }: Guide, key: string): string => [text["zh-Hant"]?.[key], text.en?.[key]].join("\n");
  index.addAll(
    guides.map((one) => ({ id: one.id, title: both(one, "title"), words: both(one, "words"), text: both(one, "text") })),
  );
  return (question) => {
    const first = byId.get(index.search(question)[0]?.id)?.law[0];
    return { refused: !first, law: first?.act, article: first?.article };
  };
}
export const projectGuides = (): Guide[] => readGuides(projectContent());

export const isRight = (one: Question, reply: Reply): boolean =>
  one.refused ? reply.refused : !reply.refused && reply.law === one.law && reply.article === one.article;

/** Shares of one: the right article first, unanswerable questions refused, answerable ones refused. */
export function shares(questions: readonly Question[], reply: (question: string) => Reply) {
  const all = questions.map((one) => ({ one, reply: reply(one.question) }));
  const answerable = all.filter(({ one }) => !one.refused);
  const others = all.filter(({ one }) => one.refused);
  const share = (part: readonly unknown[], of: readonly unknown[]): number => part.length / (of.length || 1);
  return {
    right: share(
      answerable.filter(({ one, reply: own }) => isRight(one, own)),
      answerable,
    ),
    refused: share(
      others.filter(({ reply: own }) => own.refused),
      others,
    ),
    wronglyRefused: share(
      answerable.filter(({ reply: own }) => own.refused),
      answerable,
    ),
  };
}
