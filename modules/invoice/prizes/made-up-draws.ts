import { createHash } from "node:crypto";
import { type Draw, termPlus } from "@troad/invoice-formats";

/** Periods made up in advance, so that a demonstration that runs for two years always has draws. */
const ahead = 12;

/**
 * Draws of the periods that content does not know yet, for the demonstration only: the same numbers in every installation. Each counts from
 * its draw day on, like a real one.
 */
export function madeUpDraws(known: readonly Draw[], term: string): Draw[] {
  const last =
    known
      .map((one) => one.term)
      .toSorted()
      .at(-1) ?? "";
  const until = termPlus(term, ahead);
  const draws: Draw[] = [];
  for (let next = termPlus(term, -4); next <= until; next = termPlus(next, 1)) if (next > last) draws.push(drawOf(next));
  return draws;
}

function drawOf(term: string): Draw {
  const number = (which: string): string => {
    const digest = createHash("sha256").update(`made up ${term} ${which}`).digest();
    return String(digest.readUInt32BE(0) % 100_000_000).padStart(8, "0");
  };
  const first = ["1", "2", "3"].map((which) => number(`first ${which}`));
  return { term, super: [number("super")], special: [number("special")], first, additional: [] };
}
