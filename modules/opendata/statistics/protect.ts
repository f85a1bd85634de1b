import { protectTable } from "@troad/deid";
import type { MonthStatistics } from "@troad/invoice/api";
import { type DeidFile, keyOf } from "./cells.ts";
import { all, hourFile, hourNames, type Measure, others, placeFile, placeNames } from "./tables.ts";

/** Cells that are shown in neither measure: `places` of the tables by trade, `hours` of those by hour, `unshown` counties without a total. */
export type Hidden = { places: string[]; hours: string[]; unshown: string[] };
export const nothingHidden: Hidden = { places: [], hours: [], unshown: [] };
const measures: readonly Measure[] = ["amount", "invoices"];
const mostRounds = 8;
/** The cheapest pattern is not looked for: a good one is enough, and a month's tables are large. */
const limits = { exactCells: 0, seconds: 6 };

/** Both measures are hidden in the same cells: an average is one by the other. Hiding more never tells more. */
async function patternOf(
  fileOf: (measure: Measure, hidden: Iterable<string>) => DeidFile,
  names: readonly string[],
  known: Iterable<string>,
): Promise<Set<string>> {
  const hidden = new Set(known);
  for (const measure of measures) {
    const file = fileOf(measure, hidden);
    // a month without a single invoice
    if (file.cells.length === 0) continue;
    const { suppressed } = await protectTable(file, limits);
    for (const { at } of suppressed) hidden.add(keyOf(at, names));
  }
  return hidden;
}

/**
 * What stays hidden in all tables of a month. The tables by trade and those by hour meet in the totals of counties and of the country. A
 * county whose total is hidden in one of them is hidden in both, and by hour it is only part of the others, whose sum everybody can work out:
 * then what one table says limits nothing in the other, and each is judged for itself. `former` stays hidden in later versions of a month.
 */
export async function protectMonth(
  month: MonthStatistics,
  sections: ReadonlyMap<string, string>,
  former: Hidden = nothingHidden,
): Promise<Hidden> {
  const there = new Set(month.places.township.map((township) => township.slice(0, 5)));
  const unshown = new Set(former.unshown.filter((county) => there.has(county)));
  let places = new Set(former.places.filter((key) => isThere(key, month, sections)));
  for (let round = 0; round < mostRounds; round++) {
    for (const county of unshown) places.add(`${county}|${all}`);
    places = await patternOf((measure, hidden) => placeFile(month, sections, measure, hidden), placeNames, places);
    // nothing of a month whose own total is unsafe
    if (places.has(`${all}|${all}`)) break;
    for (const county of there) if (places.has(`${county}|${all}`)) unshown.add(county);
    const kept = former.hours.filter((key) => key.startsWith(`${all}|`) || !unshown.has(key.slice(0, 5)));
    const hours = await patternOf(
      (measure, hidden) => hourFile(month, unshown, measure, onlyCells(month, unshown, hidden)),
      hourNames,
      kept,
    );
    const margins = [...there].filter((county) => !unshown.has(county) && hours.has(`${county}|${all}|${all}`));
    if (hours.has(`${all}|${all}|${all}`)) break;
    if (hours.has(`${others}|${all}|${all}`) && margins.length === 0) {
      const smallest = smallestShown(month, unshown);
      if (smallest === undefined) break;
      margins.push(smallest);
    }
    if (margins.length === 0) return { places: [...places], hours: [...hours], unshown: [...unshown] };
    for (const county of margins) unshown.add(county);
  }
  return everything(month, sections);
}

/** The shown county that sold least: it joins the others when they are too few. */
function smallestShown({ trends }: MonthStatistics, unshown: ReadonlySet<string>): string | undefined {
  const totals = trends.county.flatMap((county, no) =>
    trends.hour[no] === null && trends.carrier[no] === null && !unshown.has(county)
      ? [{ county, amount: trends.amount[no]! }]
      : [],
  );
  return totals.toSorted((one, other) => one.amount - other.amount)[0]?.county;
}

/** Cells of a former version that this one has too. */
function isThere(key: string, { places }: MonthStatistics, sections: ReadonlyMap<string, string>): boolean {
  const [place = "", trade = ""] = key.split("|");
  const isPlace = place === all || places.township.some((one) => one === place || one.startsWith(place));
  return isPlace && (trade === all || places.trade.some((one) => one === trade || sections.get(one) === trade));
}
function onlyCells({ trends }: MonthStatistics, unshown: ReadonlySet<string>, keys: Iterable<string>): string[] {
  const there = new Set([all, ...trends.county.map((county) => (unshown.has(county) ? others : county))]);
  const [hours, carriers] = [new Set([all, ...trends.hour]), new Set([all, ...trends.carrier])];
  return [...keys].filter((key) => {
    const [place = "", hour = "", carrier = ""] = key.split("|");
    return there.has(place) && hours.has(hour) && carriers.has(carrier);
  });
}

/** A month of which nothing can be shown. */
function everything(month: MonthStatistics, sections: ReadonlyMap<string, string>): Hidden {
  const cellsOf = ({ dimensions }: DeidFile): string[] =>
    dimensions.reduce<string[]>(
      (keys, { tree }) => Object.keys(tree).flatMap((code) => (keys.length === 0 ? [code] : keys.map((key) => `${key}|${code}`))),
      [],
    );
  const unshown = [...new Set(month.places.township.map((township) => township.slice(0, 5)))];
  return {
    places: cellsOf(placeFile(month, sections, "amount", [])),
    hours: cellsOf(hourFile(month, new Set(unshown), "amount", [])),
    unshown,
  };
}
