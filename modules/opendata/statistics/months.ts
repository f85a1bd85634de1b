import type { InvoiceApi, MonthStatistics } from "@troad/invoice/api";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { placesOf } from "@troad/web";
import Type from "typebox";
import { digest, type StatisticFiles } from "./files.ts";
import { type Hidden, nothingHidden } from "./protect.ts";
import { type Named, publishedTables, tableNames } from "./published.ts";
import { insertMonth, lastOfMonth } from "./store.ts";

/** Invoices of a month may still arrive, be cancelled or voided: that many months are made again, then they stand. */
const monthsRemade = 3;
const remakeMs = 24 * 3_600_000;
/** Partitions are kept as long as their invoices can be looked up. */
const monthsKept = 60;
const tradesSchema = Type.Object({ sections: Type.Record(Type.String(), Type.Array(Type.String())) });

type Parts = {
  ctx: Pick<ModuleContext, "db" | "content" | "texts" | "clock" | "log">;
  files: StatisticFiles;
  /** How often the sums of a month are asked for, if none are there or they did not change. */
  askAgainMs: number;
  invoices: Pick<InvoiceApi, "monthStatistics">;
  protect: (month: MonthStatistics, sections: ReadonlyMap<string, string>, former: Hidden) => Promise<Hidden>;
};

/** The month so many months before a day's. */
export const monthBefore = (day: string, months: number): string =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - months, 1)).toISOString().slice(0, 7);

/** The statistics of invoices: each month in a file of its own, a day after its end at the latest, and again while it still changes. */
export function openMonths({ ctx, files, askAgainMs, invoices, protect }: Parts) {
  const read = ctx.content.read("invoice", "trades.json", tradesSchema);
  const sections = new Map(
    read.flatMap(({ value }) =>
      Object.entries(value.sections).flatMap(([section, divisions]) => divisions.map((one): [string, string] => [one, section])),
    ),
  );
  const places = placesOf(ctx);
  const t = ctx.texts.translator("zh-Hant");
  const named: Named = {
    place: (code) => places.name("zh-Hant", code),
    trade: (code) => (read[0] ? ctx.texts.pick(read[0].text, "zh-Hant", `trade.${code}`) : code),
    carrier: (code) => t(`opendata.statistics.carrier.${code}`),
  };

  const asked = new Map<string, number>();
  async function make(month: string): Promise<void> {
    const now = ctx.clock.now().getTime();
    if (now - (asked.get(month) ?? 0) < askAgainMs) return;
    const last = await lastOfMonth(ctx.db, month);
    if (last && now - Date.parse(last.at) < remakeMs) return;
    asked.set(month, now);
    const data = await invoices.monthStatistics(month);
    // a month before the platform: nothing is published of it
    if (data.places.township.length === 0) return;
    const sha256 = digest(Buffer.from(JSON.stringify(data)));
    if (last?.sha256 === sha256) return;
    const hidden = await protect(data, sections, last?.hidden ?? nothingHidden);
    const tables = publishedTables(month, data, hidden, sections, named);
    for (const table of tableNames) await files.publish(table, month, tables[table]);
    await insertMonth(ctx.db, { month, sha256, hidden, at: instant(ctx.clock) });
  }

  return {
    async refresh(): Promise<void> {
      const today = taipeiDate(ctx.clock.now());
      for (let back = monthsRemade; back >= 1; back--) await make(monthBefore(today, back));
      const oldest = monthBefore(today, monthsKept);
      for (const table of tableNames) await files.endBefore(table, oldest);
    },
  };
}
