import { createHash } from "node:crypto";
import { claimWindow, type Draw, daysOf, drawDay, isInvoiceNumber, isTerm, payOut } from "@troad/invoice-formats";
import { instant, type ModuleContext, type Queryable, taipeiDate } from "@troad/kernel";
import type { LoveCodes } from "../donations/love-codes.ts";
import { prizeFailure } from "../errors.ts";
import { lockSellers } from "../intake/seller-locks-store.ts";
import { findInvoice } from "../invoices/invoices-store.ts";
import { matchWinners } from "../jobs.ts";
import { type Paid, paidOf } from "../spending/spending-store.ts";
import type { AwardRules } from "./award-rules.ts";
import { copyCloudNumbers } from "./cloud-numbers-store.ts";
import { entriesOf, insertEntry, insertPublication, insertTrial, isEntered, latestPublication, lockTerm } from "./draws-store.ts";
import type { WinningLists } from "./lists.ts";
import { insertPrizeCases } from "./prize-cases-store.ts";
import { type Trial, trialOf } from "./trial.ts";
import { type ClaimRow, candidateOf, insertClaim } from "./winnings-store.ts";

export type { Paid } from "../spending/spending-store.ts";
export type PrizeService = {
  /** Enters a list; gives its digest. Once two people have entered the same list, it may be tried and published. */
  enter(list: Draw, by: string): Promise<string>;
  /** The validation draw: matches the list against the period and records what it would do; nobody is notified. */
  tryOut(term: string, digest: string): Promise<Trial>;
  /** Publishes a list, or a correction of the previous one with its reason. Matching follows as a job. */
  publish(term: string, digest: string, by: string, reason?: string): Promise<void>;
  claim(request: ClaimRequest): Promise<ClaimRow>;
  /** The payments for some invoices of a period. */
  paid(term: string, numbers: readonly string[]): Promise<Paid[]>;
  /** Pays the prize of a donated invoice to its recipient, by remittance. */
  payDonated(term: string, number: string): Promise<ClaimRow>;
};
export type ClaimRequest = { term: string; number: string; way: ClaimRow["way"]; by: string };
/** Who is to receive the prize: the holder or, for a donated invoice, its recipient. */
type Payment = Omit<ClaimRequest, "by"> & { by: string | undefined };

export const digestOf = (list: Draw): string => {
  const { term, super: top, special, first, additional, cloud = [] } = list;
  const groups = cloud.map(({ amount, numbers }) => [amount, numbers.toSorted()]).sort();
  return createHash("sha256")
    .update(JSON.stringify([term, top, special, first.toSorted(), additional.toSorted(), groups]))
    .digest("hex");
};

export function openPrizeService(ctx: ModuleContext, rules: AwardRules, lists: WinningLists, loveCodes: LoveCodes): PrizeService {
  const today = (): string => taipeiDate(ctx.clock.now());

  const tryOut: PrizeService["tryOut"] = async (term, digest) => {
    const entered = await entriesOf(ctx.db, term, digest);
    if (!entered?.list) throw prizeFailure("prize.list-unknown");
    const trial = await trialOf(ctx, rules, entered.list, { term, digest, drawnAt: lists.drawnAt(term).toISOString() });
    const row = { no: ctx.ids.uuid(), term, digest, report: trial, passed: trial.passed, at: instant(ctx.clock) };
    await insertTrial(ctx.db, row);
    return { digest, ...trial };
  };

  return {
    tryOut,
    enter: async (list, by) => {
      const digest = digestOf(list);
      if (!isTerm(list.term) || [...list.super, ...list.special, ...list.first].some((number) => !/^\d{8}$/.test(number)))
        throw prizeFailure("prize.list-malformed");
      if (list.additional.some((tail) => !/^\d{3}$/.test(tail))) throw prizeFailure("prize.list-malformed");
      if (list.cloud?.some(({ numbers }) => numbers.some((number) => !isInvoiceNumber(number))))
        throw prizeFailure("prize.list-malformed");
      const { cloud = [], ...head } = list;
      if (cloud.some(({ numbers }) => new Set(numbers).size !== numbers.length)) throw prizeFailure("prize.list-malformed");
      await ctx.db.tx(async (tx) => {
        await lockTerm(tx, list.term);
        // the second person enters the same numbers: they already exist
        if (!(await isEntered(tx, list.term, digest))) await copyCloudNumbers(tx, list.term, digest, cloud);
        await insertEntry(tx, { no: ctx.ids.uuid(), term: list.term, digest, list: head, by, at: instant(ctx.clock) });
        await tx.audit({ actor: by, action: "invoice.draw-entered", target: list.term, detail: { digest } });
      }, "long");
      return digest;
    },
    publish: async (term, digest, by, reason) => {
      const no = ctx.ids.uuid();
      await ctx.db.tx(async (tx) => {
        await lockTerm(tx, term);
        const entered = await entriesOf(tx, term, digest);
        if (!entered?.list) throw prizeFailure("prize.list-unknown");
        if (entered.people.length < 2) throw prizeFailure("prize.second-person");
        if (!entered.passed) throw prizeFailure("prize.not-tried");
        if (today() < drawDay(daysOf(term).last)) throw prizeFailure("prize.before-draw");
        const before = await latestPublication(tx, term);
        if (before?.digest === digest) return;
        if (before && !reason) throw prizeFailure("prize.already-published");
        const at = instant(ctx.clock);
        await insertPublication(tx, {
          no,
          term,
          digest,
          list: entered.list,
          corrects: before?.no ?? null,
          reason: reason ?? null,
          by,
          at,
        });
        await tx.audit({
          actor: by,
          action: before ? "invoice.draw-corrected" : "invoice.draw-published",
          target: term,
          detail: { digest },
        });
        await tx.enqueue(matchWinners, { publication: no }, { key: no });
      });
      await lists.reload();
    },
    claim: (request) => payOnce(request),
    paid: (term, numbers) => paidOf(ctx.db, term, numbers),
    payDonated: (term, number) => payOnce({ term, number, way: "remitted", by: undefined }),
  };

  async function payOnce(request: Payment): Promise<ClaimRow> {
    const seller = (await findInvoice(ctx.db, request.term, request.number))?.content.seller.ban;
    if (seller === undefined) throw prizeFailure("prize.none");
    const paid = await ctx.db.tx(async (tx) => {
      await lockSellers(tx, [seller]);
      const row = await pay(tx, request);
      const { term, number, way, by } = request;
      // what a job pays to whom an invoice was given is told by the claim itself
      if (row && by !== undefined)
        await tx.audit({ actor: by, action: "invoice.prize-claimed", target: `${term} ${number}`, detail: { way } });
      return row;
    });
    if (paid === undefined) throw prizeFailure("prize.under-review");
    return paid;
  }

  /**
   * Whether the invoice is valid is read in the paying transaction: nobody can cancel it in between. Undefined if an officer has to decide
   * first; a cancellation that crossed the list's publication becomes a case here.
   */
  async function pay(tx: Queryable, { term, number, way, by }: Payment): Promise<ClaimRow | undefined> {
    const invoice = await findInvoice(tx, term, number);
    const drawn = await candidateOf(tx, { term, drawnAt: lists.drawnAt(term).toISOString() }, number);
    // the list itself says what was won: for draws from content no winners were recorded
    const won = invoice && drawn?.counts && invoice.review !== "withdraw" ? lists.prizeOf(invoice) : undefined;
    if (!won || !invoice || !drawn) throw prizeFailure("prize.none");
    const donee = invoice.donatedTo;
    if (by !== undefined && donee !== null) throw prizeFailure("prize.donated");
    if (by === undefined && donee === null) throw prizeFailure("prize.none");
    const organisation = donee === null ? undefined : loveCodes.find(donee);
    if (donee !== null && !organisation) throw prizeFailure("prize.donee-unknown");
    const window = claimWindow(daysOf(term).last);
    if (today() < window.from || today() > window.to) throw prizeFailure("prize.window", { from: window.from, to: window.to });
    if (drawn.ended !== null && invoice.review !== "keep") {
      await insertPrizeCases(tx, [{ term, number, cause: drawn.ended, ...won }], instant(ctx.clock));
      return undefined;
    }
    const paid = payOut(won.amount, rules.taxesOn(today()), way);
    const row: ClaimRow = { term, number, way, ...won, ...paid, by: by ?? `donee ${organisation?.code}`, at: instant(ctx.clock) };
    if (!(await insertClaim(tx, row))) throw prizeFailure("prize.claimed");
    return row;
  }
}
