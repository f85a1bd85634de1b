import { type Clock, instant } from "@troad/kernel";
import type { Page, PageQuery } from "./export-store.ts";

/** The head of a period's file of invoices. */
export const periodColumns = [
  ...["number", "date", "time", "buyer", "buyerName", "carrierType"],
  ...["sales", "zeroSales", "exemptSales", "tax", "total", "standing"],
] as const;

/** What was issued again less than a minute ago may not be there for every page yet: its version before is in the file. */
const settledMs = 60_000;
export const settledAt = (clock: Clock): string => instant({ now: () => new Date(clock.now().getTime() - settledMs) });

type Read = (query: PageQuery) => Promise<Page | undefined>;
type Asked = { ban: string; term: string; asOf: string; limit: number };

/** A period's invoices as CSV, read as the reader takes it: never in memory as a whole, however many there are. */
export async function* periodFile(read: Read, { ban, term, asOf, limit }: Asked): AsyncGenerator<string> {
  yield `\uFEFF${periodColumns.join(",")}\r\n`;
  let after: readonly [string, string] = ["0001-01-01", ""];
  for (;;) {
    const page = await read({ ban, term, asOf, after, limit });
    if (!page?.lines || !page.last) return;
    yield page.lines;
    after = [page.last[0]!, page.last[1]!];
  }
}
