import { foldText } from "@troad/search";
import { traditional } from "./simplified.ts";
import { stopWords } from "./stop-words.ts";

/** One form for what is written in simplified characters, full width or capitals. */
export const fold = (text: string): string =>
  foldText([...text.normalize("NFKC")].map((character) => traditional.get(character) ?? character).join(""));

const segmenter = new Intl.Segmenter("zh-Hant", { granularity: "word" });
const runs = /\p{Script=Han}+|[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’]*/gu;
const han = /^\p{Script=Han}/u;
export const isHan = (text: string): boolean => han.test(text);
const longestToken = 40;

/** The runs of a folded text: Chinese without spaces, and words of other scripts. */
export const runsOf = (folded: string): string[] => [...folded.matchAll(runs)].map(([run]) => run);

/** Pairs of neighbours: Chinese has no spaces, and a word of two characters is the commonest. */
export function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}

/** Words that the segmenter finds in a run and that are longer than a pair. */
const longWords = (run: string): string[] =>
  [...segmenter.segment(run)].flatMap(({ segment }) => ([...segment].length > 2 ? [segment] : []));

/** An English word without its ending: taxes, taxed and tax are one. */
export function stem(word: string): string {
  const plain = word.replace(/['’]s?$/, "").replaceAll(/['’]/g, "");
  if (plain.length < 4) return plain;
  return plain
    .replace(/ies$/, "y")
    .replace(/(s|x|z|ch|sh)es$/, "$1")
    .replace(/([^s])s$/, "$1")
    .replace(/(?<=.{3})(ing|ed|e)$/, "")
    .replace(/([bdgklmnprt])\1$/, "$1");
}

/**
 * The tokens of a text: pairs and long words of Chinese, a single character that stands alone, stems of other words. Words that say nothing
 * about the matter are left out.
 */
export const tokensOf = (text: string): string[] => runsOf(fold(text)).flatMap(tokensOfRun);

function tokensOfRun(run: string): string[] {
  if (!isHan(run)) return stopWords.has(run) ? [] : [stem(run).slice(0, longestToken)];
  const pairs = pairsOf(run);
  return (pairs.length > 0 ? [...pairs, ...longWords(run)] : [run]).filter((token) => !stopWords.has(token));
}

/** What a pair counts that reaches over the border of two words: mostly an accident. */
const acrossWords = 0.4;
/** What each character of a word beyond the second adds: a long name of a tax should not drown the word that says what is asked. */
const ofFurther = 0.25;

/** The tokens of a question without repetition, with what each counts. */
export function weightedTokensOf(text: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const run of runsOf(fold(text))) {
    const inside = isHan(run) ? weightsInside(run) : new Map<string, number>();
    for (const token of tokensOfRun(run))
      weights.set(token, Math.max(weights.get(token) ?? 0, isHan(run) ? (inside.get(token) ?? acrossWords) : 1));
  }
  return weights;
}

/** The tokens that lie in one word, which share what the word counts. */
function weightsInside(run: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { segment } of segmenter.segment(run)) {
    const { length } = [...segment];
    const share = length < 3 ? 1 : (1 + ofFurther * (length - 2)) / length;
    for (const token of [...pairsOf(segment), segment]) weights.set(token, Math.max(weights.get(token) ?? 0, share));
  }
  return weights;
}
