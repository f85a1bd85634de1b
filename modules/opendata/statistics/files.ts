import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Translate } from "@troad/kernel";
import { csvLine } from "@troad/tabular";
import type { Catalogue, DataSet } from "../catalogue.ts";
import { type StatisticName, statisticSets } from "../own/statistic-sets.ts";
import type { Publishing } from "../publishing.ts";
import type { Table } from "./published.ts";

const publisher = "mof";
const by = "schedule";
export const digest = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

export type StatisticFiles = ReturnType<typeof openStatisticFiles>;

/** Sets of statistics, which exist from their first file on: one file for each month or period, replaced where it is made again. */
export function openStatisticFiles({ catalogue, publishing, t }: { catalogue: Catalogue; publishing: Publishing; t: Translate }) {
  async function known(table: StatisticName): Promise<DataSet | undefined> {
    const { name } = statisticSets[table];
    const found = await catalogue.search({ agency: publisher, words: name, withdrawn: true, limit: 20 });
    return found.find((one) => one.name === name);
  }
  async function setOf(table: StatisticName): Promise<DataSet> {
    const { name, record } = statisticSets[table];
    if (!(await known(table)))
      await catalogue.create({ name, agency: publisher, record: { ...record, keywords: [...record.keywords] }, by });
    return catalogue.find(name);
  }
  return {
    async publish(table: StatisticName, title: string, { head, rows }: Table): Promise<void> {
      const bytes = Buffer.from([head, ...rows].map(csvLine).join(""));
      const set = await setOf(table);
      if (set.withdrawn !== null) return;
      const resource = (await publishing.resources([set])).find((one) => one.title === title);
      if (resource?.sha256 === digest(bytes)) return;
      const upload = await publishing.receive({
        ...{ set, resource: resource?.id ?? null, title, fileName: `${statisticSets[table].name}-${title}.csv`, by },
        content: Readable.from([bytes]),
      });
      await publishing.publish({ set, id: upload.id, note: resource ? t("opendata.statistics.remade") : "", by });
    },
    /** Ends the files of months before this one: their time is over. */
    async endBefore(table: StatisticName, oldest: string): Promise<void> {
      const set = await known(table);
      if (!set || set.withdrawn !== null) return;
      for (const one of await publishing.resources([set]))
        if (one.title < oldest) await publishing.end({ set, resource: one.id, reason: t("opendata.statistics.over"), by });
    },
  };
}
