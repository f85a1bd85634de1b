import type { HeldRange, NumberRange } from "../store/ranges.ts";

/** Ranges of one seller and period by track, those that touch made one: what is handed on may lie across two assignments. */
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

/** Whether all numbers from `first` to `last` are in them. */
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

/** What one seller may issue in a period: what was assigned to it, and what it was handed on by whoever that was assigned to (E0401). */
export function issuable(rows: readonly HeldRange[], term: string, seller: string): Holdings {
  const own = rows.filter((row) => row.term === term);
  const assigned = (holder: string): HeldRange[] => own.filter((row) => row.kind === "assigned" && row.holder === holder);
  const heads = new Map<string, Holdings>();
  const handed = own.filter((row) => {
    if (row.kind !== "branch" || row.branch !== seller) return false;
    const head = heads.get(row.holder) ?? holdingsOf(assigned(row.holder));
    heads.set(row.holder, head);
    return holds(head, row.track, row.first, row.last);
  });
  return holdingsOf([...assigned(seller), ...handed]);
}
