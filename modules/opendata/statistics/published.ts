import type { MonthStatistics } from "@troad/invoice/api";
import type { NormalCell } from "@troad/tabular";
import type { Hidden } from "./protect.ts";
import { all, others } from "./tables.ts";

export type Named = { place(code: string): string; trade(code: string): string; carrier(code: string): string };
export type Table = { head: string[]; rows: NormalCell[][] };
export const tableNames = ["townships", "counties", "hours", "carriers"] as const;
export type TableName = (typeof tableNames)[number];

const average = (sum: number, of: number, digits: number): string => (sum / of).toFixed(digits);
const averages = (businesses: number, invoices: number, amount: number): string[] => [
  average(invoices, businesses, 1),
  average(amount, businesses, 0),
  average(amount, invoices, 1),
];
const blank = (count: number): null[] => Array(count).fill(null);
const monthText = (month: string): string => month.replace("-", "");
const averageHead = ["平均開立張數", "平均開立金額", "平均客單價"];
const sumHead = ["開立張數", "開立金額", "平均客單價"];

/** What is published of a month: hidden cells are blank. The layout of the first table is that of data set 36862. */
export function publishedTables(
  month: string,
  data: MonthStatistics,
  hidden: Hidden,
  sections: ReadonlyMap<string, string>,
  named: Named,
): Record<TableName, Table> {
  return {
    townships: townships(month, data, hidden, named),
    counties: counties(month, data, hidden, sections, named),
    ...hours(month, data, hidden, named),
  };
}

function townships(month: string, { places }: MonthStatistics, hidden: Hidden, named: Named): Table {
  const unseen = new Set(hidden.places);
  const rows = places.township.map((township, no) => {
    const [trade, county] = [places.trade[no]!, township.slice(0, 5)];
    const shown = !unseen.has(`${township}|${trade}`);
    return [
      ...[monthText(month), county, named.place(county), township, named.place(township), named.trade(trade)],
      ...(shown ? averages(places.businesses[no]!, places.invoices[no]!, places.amount[no]!) : blank(3)),
    ];
  });
  return {
    head: ["發票年月", "縣市代碼", "縣市名稱", "鄉鎮市區代碼", "鄉鎮市區名稱", "行業名稱", ...averageHead],
    rows,
  };
}

type Sum = { businesses: number; invoices: number; amount: number };

function counties(
  month: string,
  { places }: MonthStatistics,
  hidden: Hidden,
  sections: ReadonlyMap<string, string>,
  named: Named,
): Table {
  const unseen = new Set(hidden.places);
  const sums = new Map<string, Sum>();
  places.township.forEach((township, no) => {
    const key = `${township.slice(0, 5)}|${sections.get(places.trade[no]!) ?? "S"}`;
    const sum = sums.get(key) ?? { businesses: 0, invoices: 0, amount: 0 };
    for (const name of ["businesses", "invoices", "amount"] as const) sum[name] += places[name][no]!;
    sums.set(key, sum);
  });
  const rows = [...sums]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { businesses, invoices, amount }]) => {
      const [county = "", section = ""] = key.split("|");
      return [
        ...[monthText(month), county, named.place(county), named.trade(section)],
        ...(unseen.has(key) ? blank(3) : averages(businesses, invoices, amount)),
      ];
    });
  return { head: ["發票年月", "縣市代碼", "縣市名稱", "行業大類", ...averageHead], rows };
}

/** By county, and for the whole country. */
function hours(month: string, { trends }: MonthStatistics, hidden: Hidden, named: Named): Record<"hours" | "carriers", Table> {
  const [unseen, unshown] = [new Set(hidden.hours), new Set(hidden.unshown)];
  const cells = new Map<string, Sum[]>();
  trends.county.forEach((county, no) => {
    const [hour, carrier] = [trends.hour[no], trends.carrier[no]];
    if (hour === null || carrier === null) return;
    const sum = { businesses: trends.businesses[no]!, invoices: trends.invoices[no]!, amount: trends.amount[no]! };
    for (const place of [unshown.has(county) ? others : county, all]) {
      const key = `${place}|${hour}|${carrier}`;
      cells.set(key, [...(cells.get(key) ?? []), sum]);
    }
  });
  const row = (key: string, first: readonly string[]): NormalCell[] => {
    const [, hour = "", carrier = ""] = key.split("|");
    const parts = cells.get(key) ?? [];
    const [invoices, amount] = (["invoices", "amount"] as const).map((name) => parts.reduce((sum, one) => sum + one[name], 0));
    const shown = unseen.has(key) ? blank(3) : [String(invoices), String(amount), average(amount!, invoices!, 1)];
    return [...first, String(Number(hour)), named.carrier(carrier), ...shown];
  };
  const sorted = [...cells.keys()].toSorted();
  const isTotal = (key: string): boolean => key.startsWith(`${all}|`);
  const county = (key: string): string => key.split("|")[0]!;
  return {
    hours: {
      head: ["發票年月", "縣市代碼", "縣市名稱", "時段", "載具類別", ...sumHead],
      rows: sorted
        .filter((key) => !isTotal(key))
        .map((key) =>
          row(key, [
            ...[monthText(month)],
            ...(county(key) === others ? ["", "其他縣市"] : [county(key), named.place(county(key))]),
          ]),
        ),
    },
    carriers: {
      head: ["發票年月", "時段", "載具類別", ...sumHead],
      rows: sorted.filter(isTotal).map((key) => row(key, [monthText(month)])),
    },
  };
}
