import { claimWindow, daysOf } from "@troad/invoice-formats";
import { CodedError, type HandledJob, handleJob, type ModuleContext, type Tx } from "@troad/kernel";
import { payDonatedPrizes } from "../jobs.ts";
import { donatedPrizes } from "./donated-prizes-store.ts";
import type { PrizeService } from "./service.ts";

const atOnce = 500;

/** Starts the payment of a period's donated prizes on the first day on which prizes are paid. */
export const payDonatedLater = (tx: Pick<Tx, "enqueue">, term: string, no: string): Promise<void> =>
  tx.enqueue(
    payDonatedPrizes,
    { term, after: "", no },
    {
      key: `${no} `,
      runAt: `${claimWindow(daysOf(term).last).from}T00:00:00+08:00`,
    },
  );

/** Pays the prizes of donated invoices to their recipients, one page of winners per job; after a kill the page is repeated. */
export const payDonatedJob = (ctx: ModuleContext, prizeService: PrizeService): HandledJob =>
  handleJob(payDonatedPrizes, async ({ payload: { term, after, no } }) => {
    const { prizes, last } = await donatedPrizes(ctx.db, { term, after, limit: atOnce });
    for (const { number } of prizes.filter(({ net }) => net === null))
      await prizeService.payDonated(term, number).catch((error: unknown) => {
        // under review, outside the claim period, or without a known recipient: an officer sees it in the list
        if (!(error instanceof CodedError) || !error.code.startsWith("prize.")) throw error;
      });
    if (last !== undefined)
      await ctx.db.tx((tx) => tx.enqueue(payDonatedPrizes, { term, after: last, no }, { key: `${no} ${last}` }));
  });
