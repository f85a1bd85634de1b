import { LawError } from "@troad/law";

/** What newspapers say of a household when they print from which salary on it pays tax. */
export type Household = { dual: boolean; preschoolers: number; disabled: number; care: number; rent: boolean };

const NUMBERS: ReadonlyMap<string, number> = new Map(Object.entries({ a: 1, one: 1, two: 2, three: 3, four: 4 }));
const PLAIN: ReadonlySet<string> = new Set(["earner", "earners", "household", "person", "with", "and", "family"]);
/** What a word says; `count` is the number that stood before it. */
const meanings: readonly { words: readonly string[]; says(count: number): Partial<Household> }[] = [
  { words: ["single"], says: () => ({ dual: false }) },
  { words: ["dual", "double", "couple"], says: () => ({ dual: true }) },
  {
    words: ["preschool", "preschooler", "preschoolers", "child", "children", "kid", "kids"],
    says: (count) => ({ preschoolers: count }),
  },
  { words: ["rent", "renter", "renters", "renting"], says: () => ({ rent: true }) },
  { words: ["disabled", "disability"], says: () => ({ disabled: 1 }) },
  { words: ["ltc", "care"], says: () => ({ care: 1 }) },
];
const known = meanings.flatMap(({ words }) => words);

/** Reads `dual earner 2 preschool renter`; throws law.type at the first word that is not understood. */
export function readHousehold(words: string): Household {
  const all = words
    .toLowerCase()
    .replaceAll(/long.?term.?care/g, "ltc")
    .split(/[\s,;+]+/)
    .filter(Boolean);
  if (all.length === 0) throw new LawError("law.type", "household", "must say what household it is");
  let said: Household = { dual: false, preschoolers: 0, disabled: 0, care: 0, rent: false };
  let count = 1;
  for (const word of all) {
    const number = NUMBERS.get(word) ?? (/^\d{1,2}$/.test(word) ? Number(word) : undefined);
    const meaning = meanings.find((one) => one.words.includes(word));
    if (number !== undefined) count = number;
    else if (meaning) {
      said = { ...said, ...meaning.says(count) };
      count = 1;
    } else if (!PLAIN.has(word))
      throw new LawError("law.type", "household", {
        "zh-Hant": `看不懂「${word.slice(0, 40)}」；可用的字：${known.join("、")}`,
        en: `“${word.slice(0, 40)}” is not understood; known are ${known.join(", ")}`,
      });
  }
  return said;
}
