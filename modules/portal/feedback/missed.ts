import type { ModuleContext } from "@troad/kernel";
import { taipeiDate } from "@troad/kernel";
import { countMissed } from "../store/missed-searches.ts";

const longest = 80;

/**
 * Counts a search that found nothing. Words that may be a personal number are not kept: those with four or more digits in a row, such as a
 * national id, a telephone number or an invoice number.
 */
export const missedSearches =
  (ctx: Pick<ModuleContext, "db" | "clock" | "log">) =>
  async (query: string, lang: string): Promise<void> => {
    const wording = query.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
    if (wording === "" || wording.length > longest || /\d{4}|@/.test(wording)) return;
    await countMissed(ctx.db, { day: taipeiDate(ctx.clock.now()), query: wording, lang }).catch((error: unknown) =>
      ctx.log.warn({ err: error }, "a search without result was not counted"),
    );
  };
