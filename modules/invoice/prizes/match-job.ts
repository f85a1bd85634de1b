import { type HandledJob, handleJob, instant, type ModuleContext } from "@troad/kernel";
import { matchWinners } from "../jobs.ts";
import type { AwardRules } from "./award-rules.ts";
import { findPublication } from "./draws-store.ts";
import type { WinningLists } from "./lists.ts";
import { winners } from "./match.ts";
import { notifyWinners } from "./notify-winners-job.ts";
import { payDonatedLater } from "./pay-donated-job.ts";
import { insertPrizeCases } from "./prize-cases-store.ts";
import { insertWinnings } from "./winnings-store.ts";

/** Finds and records the winners of a publication; other jobs notify and pay them. Restarted after a kill, it finds the same ones. */
export const matchJob = (ctx: ModuleContext, rules: AwardRules, lists: WinningLists, settled: () => Promise<void>): HandledJob =>
  handleJob(matchWinners, async ({ payload: { publication: no } }) => {
    const published = await findPublication(ctx.db, no);
    if (!published) return;
    const { term, list, digest } = published;
    // what the stream took before now counts in this draw
    await settled();
    await lists.reload();
    const drawn = { term, digest, drawnAt: lists.drawnAt(term).toISOString() };
    for await (const won of winners(ctx.db, list, drawn, rules.amounts)) {
      await insertWinnings(ctx.db, term, no, won);
      const ended = won.flatMap(({ ended: cause, ...row }) => (cause === null ? [] : [{ term, cause, ...row }]));
      await insertPrizeCases(ctx.db, ended, instant(ctx.clock));
    }
    await ctx.db.tx(async (tx) => {
      await payDonatedLater(tx, term, no);
      await notifyWinners(tx, term, no);
    });
  });
