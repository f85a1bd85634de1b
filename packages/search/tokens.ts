/** Variants of characters that people use and our texts do not; both count as the same. */
const variants = new Map(
  Object.entries({
    台: "臺",
    税: "稅",
    証: "證",
    卫: "衛",
    単: "單",
    駡: "罵",
    占: "佔",
    裡: "裏",
    着: "著",
    群: "羣",
    線: "綫",
  }).flatMap(([from, to]) => [...from].map((one) => [one, to] as const)),
);
const longestToken = 40;

/** One form for equivalent texts: full-width becomes half-width (NFKC), lower case, one variant per character. */
export const foldText = (text: string): string =>
  [...text.normalize("NFKC").toLowerCase()].map((character) => variants.get(character) ?? character).join("");

const runs = /[\p{Script=Han}]+|[\p{L}\p{M}\p{N}]+/gu;
const isHan = /^\p{Script=Han}/u;

/**
 * The tokens of a text. Chinese has no spaces between words, so a run of it gives every character and every pair of neighbours: a word of
 * two characters, the commonest length, is a token, which an index of three-letter pieces would never find. Other scripts give words.
 */
export function tokenize(text: string): string[] {
  return [...foldText(text).matchAll(runs)].flatMap(([run]) =>
    isHan.test(run) ? [...run, ...pairsOf(run)] : [run.slice(0, longestToken)],
  );
}

/** The tokens to search for: the pairs in a run of Chinese, or a single character by itself. */
export function queryTokens(text: string): string[] {
  const tokens = [...foldText(text).matchAll(runs)].flatMap(([run]) => {
    if (!isHan.test(run)) return [run.slice(0, longestToken)];
    const pairs = pairsOf(run);
    return pairs.length > 0 ? pairs : [run];
  });
  return [...new Set(tokens)];
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
