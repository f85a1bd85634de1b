import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { termOf, termPlus } from "@troad/invoice-formats";
import { type HandledJob, handleJob, instant, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import { daysLater } from "../intake/deadline.ts";
import { openPeriod } from "../intake/packages-store.ts";
import { keepPeriods } from "../jobs.ts";
import {
  closePeriod,
  insertArchive,
  openPeriodsBefore,
  type PeriodTable,
  rowsOfBlocks,
  unarchivedTables,
} from "./periods-store.ts";

/** Periods are accepted up to thirty back (five years); one later they are closed. */
const periodsKept = 31;
/** 256 blocks of 8 KiB are read at once. */
const blocksAtOnce = 256;

type Periods = { folder: string } & Pick<ModuleContext, "db" | "clock">;

/** Runs the upkeep of periods for a day, once. */
export const periodsOn = (tx: Tx, day: string, runAt?: string): Promise<void> =>
  tx.enqueue(keepPeriods, { day }, { key: day, ...(runAt ? { runAt } : {}) });

/** Once a day: creates the partitions of this period and the next in advance; closes and archives expired ones. */
export const periodsJob = (ctx: Periods): HandledJob =>
  handleJob(keepPeriods, async () => {
    const today = taipeiDate(ctx.clock.now());
    const now = termOf(today);
    for (const term of [now, termPlus(now, 1)]) await openPeriod(ctx.db, term);
    for (const { term } of await openPeriodsBefore(ctx.db, termPlus(now, -periodsKept)))
      await ctx.db.tx((tx) => closePeriod(tx, term));
    for (const table of await unarchivedTables(ctx.db)) await archive(ctx, table);
    const tomorrow = daysLater(today, 1);
    await ctx.db.tx((tx) => periodsOn(tx, tomorrow, `${tomorrow}T00:30:00+08:00`));
  });

type Closed = { term: string; about: PeriodTable; blocks: number };

/** Writes a closed period's table as lines of JSON. A kill leaves a partial file, which the next run overwrites. */
async function archive({ db, folder, clock }: Periods, { term, about, blocks }: Closed): Promise<void> {
  const place = path.join(folder, "archive", term);
  fs.mkdirSync(place, { recursive: true, mode: 0o700 });
  const file = path.join(place, `${about}.jsonl.gz`);
  const hash = createHash("sha256");
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    for (let from = 0; from < blocks; from += blocksAtOnce) {
      const some = await rowsOfBlocks(db, term, about, from, from + blocksAtOnce);
      const text = some.map(({ line }) => `${line}\n`).join("");
      hash.update(text);
      rows += some.length;
      yield text;
    }
  }
  await pipeline(lines, createGzip(), fs.createWriteStream(`${file}.partial`, { mode: 0o600, flush: true }));
  fs.renameSync(`${file}.partial`, file);
  const name = path.relative(folder, file);
  await insertArchive(db, { term, about, file: name, rows, sha256: hash.digest("hex"), at: instant(clock) });
}
