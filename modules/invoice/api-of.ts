import type { InvoiceApi } from "./api.ts";
import type { CarrierService } from "./carriers/service.ts";
import { prizeFailure } from "./errors.ts";
import type { StoredInvoice } from "./invoices/invoices-store.ts";
import type { Assign } from "./numbers/assign.ts";
import type { PrizeCaseDecisions } from "./prizes/cases.ts";
import type { WinningLists } from "./prizes/lists.ts";
import type { PrizeService } from "./prizes/service.ts";

type Parts = {
  carriers: CarrierService;
  prizes: PrizeService;
  lists: WinningLists;
  assign: Assign;
  cases: PrizeCaseDecisions;
  unreadable(query: { term: string; after: string; limit: number }): Promise<string[]>;
  cloudNumbers(publication: string, after: string, limit: number): Promise<{ number: string; amount: number }[]>;
  donated: InvoiceApi["donatedPrizes"];
  late: InvoiceApi["lateMessages"];
  month: InvoiceApi["monthStatistics"];
  won: InvoiceApi["prizeStatistics"];
  find(term: string, number: string): Promise<StoredInvoice | undefined>;
};

/** The part of this module that other modules may call. */
export const invoiceApiOf = ({
  carriers,
  prizes,
  lists,
  assign,
  cases,
  find,
  unreadable,
  late,
  donated,
  cloudNumbers,
  month,
  won,
}: Parts): InvoiceApi => ({
  enterDraw: (list, by) => prizes.enter(list, by),
  tryDraw: (term, digest) => prizes.tryOut(term, digest),
  publishDraw: (term, digest, by, reason) => prizes.publish(term, digest, by, reason),
  winningLists: async (term) =>
    lists.all(term).map(({ draw, at, corrected, madeUp }) => ({ draw, publishedAt: at.toISOString(), corrected, madeUp })),
  cloudNumbers: async ({ term, after, limit }) => {
    const no = lists.current(term)?.no;
    return no === undefined ? [] : cloudNumbers(no, after, Math.min(limit, 10_000));
  },
  claimPrize: async ({ carrier, ...request }) => {
    // another person's invoice looks as if it did not exist
    const family = await carriers.open(carrier, carrier.code);
    const held = (await find(request.term, request.number))?.content.carrier;
    if (!held || !family?.some(({ type, id }) => type === held.type && id === held.id2)) throw prizeFailure("prize.none");
    return prizes.claim(request);
  },
  donatedPrizes: ({ limit, ...query }) => donated({ ...query, limit: Math.min(limit, 1000) }),
  payDonatedPrize: ({ term, number }) => prizes.payDonated(term, number),
  unreadableInvoices: ({ limit, ...query }) => unreadable({ ...query, limit: Math.min(limit, 1000) }),
  lateMessages: ({ limit, ...query }) => late({ ...query, limit: Math.min(limit, 1000) }),
  prizeCases: (query) => cases.list(query),
  decidePrizeCase: (request) => cases.decide(request),
  assignNumbers: ({ ranges, by, key }) => assign(ranges, by, key),
  linkCarrier: async (barcode, card, codes) => (await carriers.link(barcode, card, codes)) ?? null,
  unlinkCarrier: (barcode, card, code) => carriers.unlink(barcode, card, code),
  linkedCarriers: (barcode) => carriers.linked(barcode),
  monthStatistics: (asked) => month(asked),
  prizeStatistics: (term) => won(term),
});
