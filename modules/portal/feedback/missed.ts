import type { ModuleContext } from "@troad/kernel";
import { taipeiDate } from "@troad/kernel";
import { countMissed } from "../store/missed-searches.ts";

const longest = 80;

/**
 * Counts a search that found nothing. What may be someone's number is not kept: words with four digits in a row or more, such as a
 * national id, a telephone or an invoice.
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
