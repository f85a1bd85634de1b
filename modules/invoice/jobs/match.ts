import { claimWindow, daysOf } from "@troad/invoice-formats";
import { instant, type JobHandler, type ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import type { AwardRules } from "../domain/award-rules.ts";
import type { WinningLists } from "../prizes/lists.ts";
import { winners } from "../prizes/match.ts";
import { findPublication } from "../store/draws.ts";
import { insertPrizeCases } from "../store/prize-cases.ts";
import { insertNotice, insertWinnings, type Unnoticed, unnoticed } from "../store/winnings.ts";
import { payDonatedLater } from "./pay-donated.ts";

const noticesAtOnce = 500;

/** Finds the winners of a publication and tells their holders. Begun again after a kill, it finds the same ones and tells nobody twice. */
export const matchJob =
  (ctx: ModuleContext, rules: AwardRules, lists: WinningLists): JobHandler =>
  async ({ payload }) => {
    const { publication: no } = payload as { publication: string };
    const published = await findPublication(ctx.db, no);
    if (!published) return;
    const { term, list } = published;
    await lists.reload();
    for await (const won of winners(ctx.db, list, lists.drawnAt(term).toISOString(), rules.amounts)) {
      await insertWinnings(ctx.db, term, no, won);
      const ended = won.flatMap(({ ended: cause, ...row }) => (cause === null ? [] : [{ term, cause, ...row }]));
      await insertPrizeCases(ctx.db, ended, instant(ctx.clock));
    }
    await ctx.db.tx((tx) => payDonatedLater(tx, term, no));
    for (;;) {
      const some = await unnoticed(ctx.db, published.term, no, noticesAtOnce);
      for (const one of some) await tell(ctx, published.term, one);
      if (some.length < noticesAtOnce) break;
    }
  };

/**
 * The holder of a carrier gets a message, without the number or the amount. The address of an e-mail carrier that was never joined to anything
 * gets a mail that says so: two million NT$ were lost because nobody told the winner that a carrier at a shop has to be joined.
 */
async function tell(ctx: ModuleContext, term: string, { number, id, subject, joined }: Unnoticed): Promise<void> {
  const { from, to } = claimWindow(daysOf(term).last);
  const template = subject === null && !joined ? "invoice-won-unjoined" : "invoice-won";
  await ctx.use(notifyApi).send({
    key: `invoice-won ${term} ${number}`,
    to: subject ?? id,
    channel: subject === null ? "mail" : "message",
    template,
    params: { term, from, to },
  });
  await insertNotice(ctx.db, term, number, instant(ctx.clock));
}
