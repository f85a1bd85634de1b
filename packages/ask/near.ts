import type { OtherTopic } from "./guide.ts";
import { fold, isHan } from "./tokens.ts";

type Near = NonNullable<OtherTopic["near"]>;

/** Whether a question names one word close to another: the tax of a country, not the shares of a firm that lies there. */
export function isNear({ words, of, unless, within }: Near, question: string): boolean {
  const text = fold(question);
  if (unless.some((word) => placesOf(text, fold(word)).length > 0)) return false;
  const second = of.flatMap((word) => placesOf(text, fold(word)));
  // a word of another script is as long as a few characters
  const reach = (word: string): number => (isHan(word) ? within : within * 6);
  return words.some((raw) => {
    const word = fold(raw);
    return placesOf(text, word).some((at) => second.some((other) => Math.abs(other - at) <= word.length + reach(word)));
  });
}

/** Where a word stands; one in Latin letters only as a whole. */
function placesOf(text: string, word: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + word.length] ?? " "}`;
    if (isHan(word) || !/[a-z0-9]/.test(around)) found.push(at);
  }
  return found;
}
