import { instant, type ModuleContext } from "@troad/kernel";
import { prizeFailure } from "../errors.ts";
import type { Ended } from "../intake/ended.ts";
import { findInvoice } from "../invoices/invoices-store.ts";
import type { WinningLists } from "./lists.ts";
import { payDonatedLater } from "./pay-donated-job.ts";
import {
  findPrizeCase,
  insertDecision,
  insertPrizeCases,
  type NewPrizeCase,
  type PrizeCase,
  type PrizeCaseState,
  prizeCases,
} from "./prize-cases-store.ts";
import { hasPart } from "./standing.ts";

/**
 * Opens a case for each prize whose invoice is ended after the draw. If the list is not published yet, prizes are unknown: the search for
 * winners then opens the case.
 */
export const openPrizeCases =
  (lists: WinningLists): Ended =>
  async (tx, actions, at) => {
    const opened: NewPrizeCase[] = [];
    for (const { term, number, kind } of actions) {
      if (new Date(at) < lists.drawnAt(term)) continue;
      // another process may have published it a moment ago
      if (!lists.current(term)) await lists.reload();
      const invoice = await findInvoice(tx, term, number);
      const won = invoice && hasPart(invoice) ? lists.prizeOf(invoice) : undefined;
      if (won) opened.push({ term, number, cause: kind, ...won });
    }
    await insertPrizeCases(tx, opened, at);
  };

const mostListed = 200;

export type PrizeCaseDecisions = {
  list(query: { state: PrizeCaseState; after: number; limit: number }): Promise<PrizeCase[]>;
  decide(request: { no: number; decision: "keep" | "withdraw"; by: string; reason: string }): Promise<void>;
};

export type { PrizeCase } from "./prize-cases-store.ts";

/** The actions of an officer on cases. */
export const prizeCaseDecisions = (ctx: ModuleContext): PrizeCaseDecisions => ({
  list: (query) => prizeCases(ctx.db, { ...query, limit: Math.min(query.limit, mostListed) }),
  decide: ({ no, decision, by, reason }) =>
    ctx.db.tx(async (tx) => {
      const found = await findPrizeCase(tx, no);
      if (!found) throw prizeFailure("prize.case-unknown");
      if (!(await insertDecision(tx, { no, decision, by, reason, at: instant(ctx.clock) })))
        throw prizeFailure("prize.case-decided");
      // a donated invoice whose prize stands was skipped when the others were paid
      if (decision === "keep") await payDonatedLater(tx, found.term, ctx.ids.uuid());
      await tx.audit({
        actor: by,
        action: "invoice.prize-case-decided",
        target: `${found.term} ${found.number}`,
        detail: { decision },
      });
    }),
});
