import { termOf } from "@troad/invoice-formats";
import type { Database } from "@troad/kernel";
import { statisticsFailure } from "../errors.ts";
import { type PlaceRow, salesByHour, salesByPlace, type TrendRow } from "./month-store.ts";

/** Rows turned into columns: one list for each name. */
export type Columns<Row> = { [Name in keyof Row]: Row[Name][] };
export type MonthStatistics = { places: Columns<PlaceRow>; trends: Columns<TrendRow> };

const placeColumns = ["township", "trade", "businesses", "invoices", "amount", "topInvoices", "topAmounts"] as const;
const trendColumns = ["county", "hour", "carrier", "businesses", "invoices", "amount", "topInvoices", "topAmounts"] as const;
/** How old the statistics of a month that is over may be. */
const monthSeconds = 60;
const columns = <Row extends object>(rows: readonly Row[], names: readonly (keyof Row)[]): Columns<Row> =>
  Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as Columns<Row>;

/** What was sold to consumers in a month that is over. No business is named: groups have their number and the two largest amounts. */
export async function monthStatistics(
  { stale }: Pick<Database, "stale">,
  month: string,
  today: string,
): Promise<MonthStatistics> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || month >= today.slice(0, 7)) throw statisticsFailure("statistics.month");
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const to = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  const q = stale(monthSeconds);
  const period = { term: termOf(to), from: `${month}-01`, to };
  return {
    places: columns(await salesByPlace(q, period), placeColumns),
    trends: columns(await salesByHour(q, period), trendColumns),
  };
}
