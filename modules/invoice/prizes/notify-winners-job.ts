import { claimWindow, daysOf } from "@troad/invoice-formats";
import { type HandledJob, handleJob, instant, type ModuleContext, type Tx } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { notifyHolders } from "../jobs.ts";
import { insertNotices, partsOfWinners, type Unnoticed, unnoticed } from "./winnings-store.ts";

const noticesAtOnce = 500;
const sendingAtOnce = 10;
/** Jobs that notify the winners of a publication in parallel, each a part of the numbers. */
const parts = 4;

type Payload = NonNullable<typeof notifyHolders.type>;

/** Enqueues the parallel jobs that notify a publication's winners. */
export async function notifyWinners(tx: Tx, term: string, publication: string): Promise<void> {
  const edges = await partsOfWinners(tx, term, publication, parts);
  for (const [at, after] of ["", ...edges].entries()) await enqueue(tx, { publication, term, after, until: edges[at] ?? "" });
}

const enqueue = (tx: Tx, payload: Payload): Promise<void> =>
  tx.enqueue(notifyHolders, payload, { key: `${payload.publication} ${payload.after}` });

/** Notifies a page of winners and enqueues the next one; after a kill a page is repeated, but nobody is notified twice. */
export const notifyJob = (ctx: ModuleContext): HandledJob =>
  handleJob(notifyHolders, async ({ payload: page }) => {
    const { holders, last } = await unnoticed(ctx.db, { ...page, limit: noticesAtOnce });
    for (let from = 0; from < holders.length; from += sendingAtOnce)
      await Promise.all(holders.slice(from, from + sendingAtOnce).map((one) => tell(ctx, page.term, one)));
    const numbers = holders.map(({ number }) => number);
    await ctx.db.tx(async (tx) => {
      await insertNotices(tx, page.term, numbers, instant(ctx.clock));
      if (last !== undefined) await enqueue(tx, { ...page, after: last });
    });
  });

/**
 * The holder of a carrier gets a message, without the number or the amount. An e-mail carrier that was never linked to anything gets an
 * email that says so: a winner once lost two million NT$ because nobody told them that a shop's carrier has to be linked.
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
}
