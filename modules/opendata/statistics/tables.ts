import type { MonthStatistics } from "@troad/invoice/api";
import { type DeidFile, type Group, likeContributors, placeOf, rule, together } from "./cells.ts";

export const placeNames = ["place", "trade"] as const;
export const hourNames = ["place", "hour", "carrier"] as const;
/** The total of every dimension, and the counties whose own total is not shown, taken together. */
export const all = "all";
export const others = "others";
export type Measure = "invoices" | "amount";

/** By township and trade, with counties and sections above them. A business is in one township and trade: totals are their parts. */
export function placeFile(
  { places }: Pick<MonthStatistics, "places">,
  sections: ReadonlyMap<string, string>,
  measure: Measure,
  hidden: Iterable<string>,
): DeidFile {
  const [place, trade]: Record<string, string | null>[] = [{ [all]: null }, { [all]: null }];
  const cells = places.township.map((township, no) => {
    const code = places.trade[no]!;
    const [county, section] = [township.slice(0, 5), sections.get(code) ?? "S"];
    Object.assign(place!, { [county]: all, [township]: county });
    Object.assign(trade!, { [section]: all, [code]: section });
    const group = groupOf(places, measure, no);
    return { at: { place: township, trade: code }, value: group.sum, contributors: likeContributors(group) };
  });
  const dimensions = [
    { name: "place", tree: place! },
    { name: "trade", tree: trade! },
  ];
  return { dimensions, cells, rule, unit: "amount", suppressed: [...hidden].map((key) => ({ at: placeOf(key, placeNames) })) };
}

/**
 * By county, hour and carrier. A business sells at many hours: totals name their own businesses. Counties whose total the other tables do not
 * show are one place here, so that this table says of each no more than those do.
 */
export function hourFile(
  { trends }: Pick<MonthStatistics, "trends">,
  unshown: ReadonlySet<string>,
  measure: Measure,
  hidden: Iterable<string>,
): DeidFile {
  const groups = new Map<string, Group[]>();
  const dimensions = hourNames.map((name) => ({ name, tree: { [all]: null } as Record<string, string | null> }));
  const add = (codes: readonly string[], group: Group): void => {
    const key = codes.join("|");
    groups.set(key, [...(groups.get(key) ?? []), group]);
    codes.forEach((code, no) => {
      if (code !== all) dimensions[no]!.tree[code] = all;
    });
  };
  trends.county.forEach((county, no) => {
    const [hour, carrier] = [trends.hour[no] ?? all, trends.carrier[no] ?? all];
    const group = groupOf(trends, measure, no);
    add([unshown.has(county) ? others : county, hour, carrier], group);
    add([all, hour, carrier], group);
  });
  const cells = [...groups].map(([key, parts]) => {
    const group = together(parts);
    return { at: placeOf(key, hourNames), value: group.sum, contributors: likeContributors(group) };
  });
  return { dimensions, cells, rule, unit: "amount", suppressed: [...hidden].map((key) => ({ at: placeOf(key, hourNames) })) };
}

type Sums = Pick<
  MonthStatistics["places"] | MonthStatistics["trends"],
  "businesses" | "invoices" | "amount" | "topInvoices" | "topAmounts"
>;
const groupOf = (sums: Sums, measure: Measure, no: number): Group => ({
  businesses: sums.businesses[no]!,
  sum: sums[measure][no]!,
  top: (measure === "amount" ? sums.topAmounts : sums.topInvoices)[no]!,
});
