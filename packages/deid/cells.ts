import { DeidError } from "./errors.ts";
import type { Contributors } from "./rule.ts";
import type { Dimension } from "./tree.ts";

/** A cell as the file has it: codes by dimension, the value if it is stated, who contributed if that is stated. */
export type GivenCell = { codes: number[]; value: number | undefined; who: Contributors | undefined; place: string };

const MAX_CELLS = 200_000;
const MAX_CONTRIBUTORS = 2_000_000;

export function readCells(raw: unknown, dimensions: readonly Dimension[], top: number): GivenCell[] {
  if (!Array.isArray(raw) || raw.length === 0) throw new DeidError("deid.shape", "cells", "must be a list of cells");
  if (raw.length > MAX_CELLS) throw new DeidError("deid.too-large", "cells", `has more than ${MAX_CELLS} cells`);
  const seen = new Set<string>();
  let amounts = 0;
  return raw.map((one: { at?: unknown; value?: unknown; contributors?: unknown } | null, no) => {
    const place = `cells/${no}`;
    const codes = readAt(one?.at, dimensions, `${place}/at`);
    const key = codes.join();
    if (seen.has(key)) throw new DeidError("deid.duplicate", place, "this cell occurs twice");
    seen.add(key);
    const value = one?.value ?? undefined;
    if (value !== undefined && (typeof value !== "number" || !Number.isFinite(value)))
      throw new DeidError("deid.shape", `${place}/value`, "must be a number or null");
    if (value !== undefined && value < 0) throw new DeidError("deid.negative", `${place}/value`, "must not be negative");
    const who = readContributors(one?.contributors, `${place}/contributors`, top);
    amounts += who?.count ?? 0;
    if (amounts > MAX_CONTRIBUTORS) throw new DeidError("deid.too-large", place, `more than ${MAX_CONTRIBUTORS} contributors`);
    // an empty list says nothing of a cell that has a value or hides it
    const stated = who && (who.count > 0 || value === 0) ? who : undefined;
    if (stated && value !== undefined && !agrees(stated.sum, value))
      throw new DeidError("deid.contributors", place, `the contributors make ${stated.sum}, not ${value}`);
    return { codes, value, who: stated, place };
  });
}

/** Codes of a cell by dimension; throws where one is missing or unknown. */
export function readAt(raw: unknown, dimensions: readonly Dimension[], place: string): number[] {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    throw new DeidError("deid.shape", place, "must map each dimension to a code");
  const at = raw as Record<string, unknown>;
  for (const name of Object.keys(at))
    if (!dimensions.some((dimension) => dimension.name === name))
      throw new DeidError("deid.unknown-code", `${place}/${name}`, "is no dimension of this table");
  return dimensions.map(({ name, index }) => {
    const code = Object.hasOwn(at, name) ? at[name] : undefined;
    if (typeof code !== "string") throw new DeidError("deid.shape", `${place}/${name}`, "must be a code");
    const number = index.get(code);
    if (number === undefined) throw new DeidError("deid.unknown-code", `${place}/${name}`, `${code} is not in the tree`);
    return number;
  });
}

function readContributors(raw: unknown, place: string, top: number): Contributors | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (!Array.isArray(raw)) throw new DeidError("deid.shape", place, "must be a list of amounts");
  for (const amount of raw) {
    if (typeof amount !== "number" || !Number.isFinite(amount))
      throw new DeidError("deid.shape", place, "must be a list of amounts");
    if (amount < 0) throw new DeidError("deid.negative", place, "must not be negative");
  }
  const falling = (raw as number[]).toSorted((one, other) => other - one);
  return { count: falling.length, top: falling.slice(0, top), sum: falling.reduce((sum, amount) => sum + amount, 0) };
}

/** A whole value may be the rounded sum of broken amounts. */
const agrees = (sum: number, value: number): boolean =>
  same(sum, value) || (Number.isInteger(value) && !Number.isInteger(sum) && Math.abs(sum - value) <= 0.5);

/** Equal but for the rounding of binary fractions. */
export const same = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other)) + 1e-9;

/** Contributors of a total: those of its parts, each of whom is taken for a business of its own. */
export function together(parts: readonly Contributors[], top: number): Contributors {
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    top: parts
      .flatMap((part) => part.top)
      .sort((one, other) => other - one)
      .slice(0, top),
    sum: parts.reduce((sum, part) => sum + part.sum, 0),
  };
}
