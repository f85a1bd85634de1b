import type { HeldRange, NumberRange } from "./ranges-store.ts";

/** Ranges of one seller and period by track, adjacent ones merged: numbers passed on may span two assignments. */
export type Holdings = ReadonlyMap<string, readonly { readonly first: string; readonly last: string }[]>;

export function holdingsOf(ranges: readonly NumberRange[]): Holdings {
  const byTrack = new Map<string, { first: string; last: string }[]>();
  for (const { track, first, last } of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const own = byTrack.get(track) ?? [];
    const before = own.at(-1);
    if (!before || Number(first) > Number(before.last) + 1) own.push({ first, last });
    else if (last > before.last) before.last = last;
    byTrack.set(track, own);
  }
  return byTrack;
}

/** Whether they contain all numbers from `first` to `last`. */
export function holds(holdings: Holdings | undefined, track: string, first: string, last: string = first): boolean {
  const own = holdings?.get(track) ?? [];
  let [low, high] = [0, own.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = own[middle]!;
    if (range.last < first) low = middle + 1;
    else if (range.first > first) high = middle - 1;
    else return last <= range.last;
  }
  return false;
}

/** A seller's numbers in a period, and those of them reported unused. */
export type Standing = { readonly has: Holdings; readonly blank: Holdings };

/**
 * A seller has the numbers assigned to it, and those passed on to it (E0401) by their assignee. Unused are those reported (E0402) by their
 * assignee; other parties' reports count for nothing.
 */
export function standingOf(rows: readonly HeldRange[], term: string, seller: string): Standing {
  const own = rows.filter((row) => row.term === term);
  const heads = new Map<string, Holdings>();
  const assigned = (holder: string): Holdings => {
    const known = heads.get(holder) ?? holdingsOf(own.filter((row) => row.kind === "assigned" && row.holder === holder));
    heads.set(holder, known);
    return known;
  };
  const founded = own.filter((row) => row.kind !== "assigned" && holds(assigned(row.holder), row.track, row.first, row.last));
  const handed = founded.filter((row) => row.kind === "branch" && row.branch === seller);
  const mine = own.filter((row) => row.kind === "assigned" && row.holder === seller);
  return { has: holdingsOf([...mine, ...handed]), blank: holdingsOf(founded.filter(({ kind }) => kind === "blank")) };
}
