import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { InvoiceApi, MonthStatistics } from "@troad/invoice/api";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { csvLine } from "@troad/tabular";
import { placesOf } from "@troad/web";
import Type from "typebox";
import type { Catalogue, DataSet } from "../catalogue.ts";
import { statisticSets } from "../own/statistic-sets.ts";
import type { Publishing } from "../publishing.ts";
import { type Hidden, nothingHidden } from "./protect.ts";
import { type Named, publishedTables, type TableName, tableNames } from "./published.ts";
import { insertMonth, lastOfMonth } from "./store.ts";

const publisher = "mof";
const by = "schedule";
/** Invoices of a month may still arrive, be cancelled or voided: that many months are made again, then they stand. */
const monthsRemade = 3;
const remakeMs = 24 * 3_600_000;
/** Partitions are kept as long as their invoices can be looked up. */
const monthsKept = 60;
const tradesSchema = Type.Object({ sections: Type.Record(Type.String(), Type.Array(Type.String())) });

type Parts = {
  ctx: Pick<ModuleContext, "db" | "content" | "texts" | "clock" | "log">;
  catalogue: Catalogue;
  publishing: Publishing;
  invoices: Pick<InvoiceApi, "monthStatistics">;
  protect: (month: MonthStatistics, sections: ReadonlyMap<string, string>, former: Hidden) => Promise<Hidden>;
};

/** The month so many months before a day's. */
export const monthBefore = (day: string, months: number): string =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - months, 1)).toISOString().slice(0, 7);

/** The statistics of invoices: each month in a file of its own, a day after its end at the latest, and again while it still changes. */
export function openMonths({ ctx, catalogue, publishing, invoices, protect }: Parts) {
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

  async function known(table: TableName): Promise<DataSet | undefined> {
    const { name } = statisticSets[table];
    const found = await catalogue.search({ agency: publisher, words: name, withdrawn: true, limit: 20 });
    return found.find((one) => one.name === name);
  }
  async function setOf(table: TableName): Promise<DataSet> {
    const { name, record } = statisticSets[table];
    if (!(await known(table)))
      await catalogue.create({ name, agency: publisher, record: { ...record, keywords: [...record.keywords] }, by });
    return catalogue.find(name);
  }

  async function publish(table: TableName, month: string, bytes: Buffer): Promise<void> {
    const set = await setOf(table);
    if (set.withdrawn !== null) return;
    const title = month;
    const resource = (await publishing.resources([set])).find((one) => one.title === title);
    if (resource?.sha256 === digest(bytes)) return;
    const upload = await publishing.receive({
      ...{ set, resource: resource?.id ?? null, title, fileName: `${statisticSets[table].name}-${month}.csv`, by },
      content: Readable.from([bytes]),
    });
    await publishing.publish({ set, id: upload.id, note: resource ? t("opendata.statistics.remade") : "", by });
  }

  async function make(month: string): Promise<void> {
    const last = await lastOfMonth(ctx.db, month);
    if (last && ctx.clock.now().getTime() - Date.parse(last.at) < remakeMs) return;
    const data = await invoices.monthStatistics(month);
    // a month before the platform: nothing is published of it
    if (data.places.township.length === 0) return;
    const sha256 = digest(Buffer.from(JSON.stringify(data)));
    if (last?.sha256 === sha256) return;
    const hidden = await protect(data, sections, last?.hidden ?? nothingHidden);
    const tables = publishedTables(month, data, hidden, sections, named);
    for (const table of tableNames) {
      const { head, rows } = tables[table];
      await publish(table, month, Buffer.from([head, ...rows].map(csvLine).join("")));
    }
    await insertMonth(ctx.db, { month, sha256, hidden, at: instant(ctx.clock) });
  }

  return {
    async refresh(): Promise<void> {
      const today = taipeiDate(ctx.clock.now());
      for (let back = monthsRemade; back >= 1; back--) await make(monthBefore(today, back));
      const oldest = monthBefore(today, monthsKept);
      for (const table of tableNames) {
        const set = await known(table);
        if (!set || set.withdrawn !== null) continue;
        for (const one of await publishing.resources([set]))
          if (one.title < oldest) await publishing.end({ set, resource: one.id, reason: t("opendata.statistics.over"), by });
      }
    },
  };
}

const digest = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
