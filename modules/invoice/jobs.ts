import { defineJob } from "@troad/kernel";
import Type from "typebox";

const publication = Type.String({ maxLength: 60 });
const term = Type.String({ maxLength: 10 });
/** The last number processed; empty at the beginning. */
const after = Type.String({ maxLength: 20 });

/** Finds the winners of a publication: it reads every invoice of a period, so only one runs at a time. */
export const matchWinners = defineJob("invoice.match", { payload: Type.Object({ publication }), concurrency: 1 });
/** Notifies winners after `after`, up to `until` (empty for all that follow). */
export const notifyHolders = defineJob("invoice.notify", {
  payload: Type.Object({ publication, term, after, until: Type.String({ maxLength: 20 }) }),
  concurrency: 4,
});
/** Pays the prizes of donated invoices, one page of winners per job. */
export const payDonatedPrizes = defineJob("invoice.pay-donated", {
  payload: Type.Object({ term, after, no: publication }),
  concurrency: 1,
});
/** Creates, closes and archives the tables of periods. */
export const keepPeriods = defineJob("invoice.periods", {
  payload: Type.Object({ day: Type.String({ maxLength: 10 }) }),
  concurrency: 1,
});
