import type { ProofItem } from "./codes.ts";

/** A code holds about a thousand characters: no till produces more parts than this. */
const mostParts = 1_200;
const isNumber = (text: string | undefined): boolean => text !== undefined && /^-?\d+(\.\d+)?$/.test(text);

/**
 * Separates the items of a proof: name, quantity, price, separated by colons. With three parts per item, an item with an odd figure is left
 * out and the others are read. If names contain colons, items are read only if there is a single way to split them into the recorded
 * number. Otherwise the text was truncated: complete items are read, the broken end is left out.
 */
export function readItems(text: string, recorded: number): ProofItem[] {
  const parts = text.split(":").map((part) => part.trim());
  while (parts.at(-1) === "") parts.pop();
  if (parts.length > mostParts) return [];
  if (parts.length === 3 * recorded) return threes(parts).filter(isWhole);
  const lengths = parts.length > 3 * recorded ? onlyWay(parts, recorded) : undefined;
  if (lengths) return taken(parts, lengths);
  const items = threes(parts);
  const broken = items.findIndex((item) => !isWhole(item));
  // a till may write a note after the items
  const isNote = parts.slice(3 * recorded).every((part) => !isNumber(part));
  if (parts.length > 3 * recorded) return isNote && !(broken >= 0 && broken < recorded) ? items.slice(0, recorded) : [];
  if (broken === -1) return items;
  return broken === items.length - 1 ? items.slice(0, broken) : [];
}

const isWhole = ({ quantity, price }: ProofItem): boolean => isNumber(quantity) && isNumber(price);

const threes = (parts: readonly string[]): ProofItem[] =>
  Array.from({ length: Math.floor(parts.length / 3) }, (_, at) => {
    const [name, quantity, price] = parts.slice(3 * at, 3 * at + 3) as [string, string, string];
    return { name, quantity, price };
  });

function taken(parts: readonly string[], ends: readonly number[]): ProofItem[] {
  return ends.map((end, at) => {
    const begin = at === 0 ? 0 : ends[at - 1]!;
    return { name: parts.slice(begin, end - 2).join(":"), quantity: parts[end - 2]!, price: parts[end - 1]! };
  });
}

/** The end of each item, if all parts can be split into that many items in exactly one way. */
function onlyWay(parts: readonly string[], count: number): number[] | undefined {
  const size = parts.length + 1;
  // ways[k][end]: in how many ways (two stands for several) the first `end` parts form `k` items
  const ways = [Uint8Array.from({ length: size }, (_, end) => (end === 0 ? 1 : 0))];
  for (let k = 1; k <= count; k++) {
    const row = new Uint8Array(size);
    let before = 0;
    for (let end = 3; end < size; end++) {
      before = Math.min(2, before + ways[k - 1]![end - 3]!);
      if (isNumber(parts[end - 2]) && isNumber(parts[end - 1])) row[end] = before;
    }
    ways.push(row);
  }
  if (ways[count]![parts.length] !== 1) return undefined;
  const ends: number[] = [];
  let end = parts.length;
  for (let k = count; k > 0; k--) {
    ends.unshift(end);
    end = ways[k - 1]!.findLastIndex((several, begin) => several > 0 && begin <= ends[0]! - 3);
  }
  return ends;
}
