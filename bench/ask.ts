/**
 * Claim: a question about taxes is answered in under 200 ms in 95 of 100 cases, with the article and the figures of the law engine.
 * Peer: MiniSearch with its own tokenizer over the same guides, which finds and does no more. The shares of right answers stand beside the
 * times, because a fast wrong answer is worth nothing.
 */
import { openProjectAsk, plainSearch, projectGuides, questionsIn, replyOf, shares } from "../suites/ask/questions.ts";
import { median, type Row, seconds } from "./kit.ts";

const RUNS = 5;

/** Milliseconds of each answer, sorted. */
function times(questions: readonly string[], answer: (question: string) => unknown): number[] {
  const taken: number[] = [];
  for (let run = 0; run < RUNS; run++)
    for (const question of questions) {
      const began = performance.now();
      answer(question);
      taken.push(performance.now() - began);
    }
  return taken.toSorted((a, b) => a - b);
}
const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
const rounded = (value: number): number => Number(value.toPrecision(3));

export default async (): Promise<Row[]> => {
  const guides = projectGuides();
  let ask = openProjectAsk();
  const opening: number[] = [];
  for (let run = 0; run < 3; run++)
    opening.push(
      await seconds(() => {
        ask = openProjectAsk();
      }),
    );
  const heldOut = questionsIn("held-out");
  const texts = [...heldOut, ...questionsIn("development")].map(({ question }) => question);
  const plain = plainSearch(guides);
  const own = times(texts, (question) => replyOf(ask, question));
  const peer = times(texts, plain);
  const [ours, theirs] = [shares(heldOut, (question) => replyOf(ask, question)), shares(heldOut, plain)];
  const beside = (what: string, value: number, other: number, unit: string): Row => ({
    what,
    value: rounded(value),
    unit,
    peer: `plain MiniSearch: ${rounded(other)} ${unit}`,
    ratio: other === 0 ? null : rounded(value / other),
  });
  return [
    beside("answer, p95", at(own, 0.95), at(peer, 0.95), "ms"),
    beside("answer, median", at(own, 0.5), at(peer, 0.5), "ms"),
    { what: "index made at the first question", value: rounded(median(opening) * 1000), unit: "ms", peer: "", ratio: null },
    beside("held out: right article first", ours.right * 100, theirs.right * 100, "%"),
    beside("held out: unanswerable refused", ours.refused * 100, theirs.refused * 100, "%"),
    beside("held out: answerable refused", ours.wronglyRefused * 100, theirs.wronglyRefused * 100, "%"),
  ];
};
