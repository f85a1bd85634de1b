import { termOf, termPlus } from "@troad/invoice-formats";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { csvPage } from "../exports/export-store.ts";
import { periodFile, settledAt } from "../exports/period-file.ts";
import type { Barrier } from "../stream/intake.ts";
import { daySums } from "../sums/sales-store.ts";
import { senderOf } from "./sending.ts";
import { barcodesAfter, refusedOf, soldBy, stateOf } from "./shop-store.ts";

export type { Refused, Sold } from "./shop-store.ts";

const shownDays = 62;
const dayMs = 86_400_000;
const exportPage = 5_000;

/** What a shop sees of its own: invoices, sums, refused messages and the state of one. */
export function openShopRecords({ db, clock }: Pick<ModuleContext, "db" | "clock">, barrier: Barrier) {
  const since = (): string => new Date(clock.now().getTime() - shownDays * dayMs).toISOString();
  /** The periods to which what can still be mended belongs. */
  const recent = (): string[] => [-2, -1, 0, 1].map((by) => termPlus(termOf(taipeiDate(clock.now())), by));
  return {
    sold: (query: Parameters<typeof soldBy>[1]) => soldBy(db, query),
    sums: (ban: string, term: string) => daySums(db, ban, term),
    refused: (ban: string) => refusedOf(db, { sender: senderOf(ban), ban, since: since(), terms: recent() }),
    state: async (ban: string, term: string, number: string) =>
      (await barrier(async () => (await stateOf(db, ban, senderOf(ban), term, number, since()))?.state ?? undefined)) ?? null,
    /** All invoices of a period, as the lines of a file. */
    period: (ban: string, term: string) =>
      periodFile((query) => csvPage(db, query), { ban, term, asOf: settledAt(clock), limit: exportPage }),
    barcodes: (after: string, limit: number) => barcodesAfter(db, after, limit),
  };
}
export type ShopRecords = ReturnType<typeof openShopRecords>;
