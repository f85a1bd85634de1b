import type { InvoiceApi } from "@troad/invoice/api";
import { termOf, termPlus } from "@troad/invoice-formats";
import { CodedError, instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { placesOf } from "@troad/web";
import type { StatisticFiles } from "./files.ts";
import { prizeTable, protectPrizes } from "./prizes.ts";
import { insertPeriod, lastOfPeriod } from "./store.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "content" | "texts" | "clock">;
  files: StatisticFiles;
  invoices: Pick<InvoiceApi, "winningLists" | "prizeStatistics">;
};

/** Periods that are looked at: their list may be corrected until then. */
const periodsBack = 3;

/** Who won, period by period: a file once its winning list is public, and another one where that list was corrected. */
export function openPeriods({ ctx, files, invoices }: Parts) {
  const places = placesOf(ctx);
  const t = ctx.texts.translator("zh-Hant");
  const named = {
    place: (code: string) => places.name("zh-Hant", code),
    prize: (code: string) =>
      code.startsWith("cloud-")
        ? t("opendata.statistics.prize.cloud", { amount: Number(code.slice(6)) })
        : t(`opendata.statistics.prize.${code}`),
  };

  async function make(term: string): Promise<void> {
    const current = (await invoices.winningLists(term)).at(-1);
    if (!current) return;
    const last = await lastOfPeriod(ctx.db, term);
    // the list of the last time, published no later than this
    if (last && last.at >= current.publishedAt) return;
    const { list, ...won } = await invoices.prizeStatistics(term);
    const hidden = won.county.length > 0 ? await protectPrizes(won, last?.hidden ?? []) : [];
    if (won.county.length > 0) await files.publish("prizes", titleOf(term), prizeTable(term, won, hidden, named));
    await insertPeriod(ctx.db, { term, list, hidden, at: instant(ctx.clock) });
  }

  return {
    async refresh(): Promise<void> {
      const now = termOf(taipeiDate(ctx.clock.now()));
      for (let back = periodsBack; back >= 1; back--)
        try {
          await make(termPlus(now, -back));
        } catch (error) {
          // its list is not public yet
          if (!(error instanceof CodedError) || error.code !== "statistics.period") throw error;
        }
    },
  };
}

/** A period is named by its two months; the last one comes first where titles are sorted. */
export const titleOf = (term: string): string => {
  const [year, month] = [Number(term.slice(0, 3)) + 1911, Number(term.slice(3))];
  const two = (no: number): string => String(no).padStart(2, "0");
  return `${year}-${two(month - 1)}-${two(month)}`;
};
