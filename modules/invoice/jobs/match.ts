import { type HandledJob, handleJob, instant, type ModuleContext } from "@troad/kernel";
import type { AwardRules } from "../domain/award-rules.ts";
import type { WinningLists } from "../prizes/lists.ts";
import { winners } from "../prizes/match.ts";
import { findPublication } from "../store/draws.ts";
import { insertPrizeCases } from "../store/prize-cases.ts";
import { insertWinnings } from "../store/winnings.ts";
import { matchWinners } from "./definitions.ts";
import { notifyWinners } from "./notify-winners.ts";
import { payDonatedLater } from "./pay-donated.ts";

/** Finds the winners of a publication and writes them down; others tell and pay them. Begun again after a kill, it finds the same ones. */
export const matchJob = (ctx: ModuleContext, rules: AwardRules, lists: WinningLists): HandledJob =>
  handleJob(matchWinners, async ({ payload: { publication: no } }) => {
    const published = await findPublication(ctx.db, no);
    if (!published) return;
    const { term, list, digest } = published;
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
