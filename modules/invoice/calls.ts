import { exactly, oneOf, orNull, textUpTo } from "@troad/kernel";
import Type from "typebox";

/** The arguments of `InvoiceApi`: types and bounds. Their meaning is checked where they are used. */
const term = textUpTo(20);
const number = textUpTo(40);
const by = textUpTo(200);
const digest = textUpTo(200);
const reason = textUpTo(2_000);
const numbers = (maxItems: number) => Type.Array(number, { maxItems });
const limit = Type.Integer({ minimum: 0, maximum: 10_000 });
const after = number;
const place = Type.Integer({ minimum: 0 });

const carrierId = { type: textUpTo(40), id: textUpTo(200) };
const proof = textUpTo(200);
const range = exactly({
  ...{ term, track: textUpTo(20), first: textUpTo(20), last: textUpTo(20), seller: textUpTo(20) },
  type: Type.Optional(oneOf("07", "08")),
});
const draw = exactly({
  ...{ term, super: numbers(1_000), special: numbers(1_000), first: numbers(1_000), additional: numbers(1_000) },
  // a cloud draw has millions of winning numbers
  cloud: Type.Optional(Type.Array(exactly({ amount: Type.Number(), numbers: numbers(20_000_000) }), { maxItems: 100 })),
});

export const invoiceCalls = {
  enterDraw: [draw, by],
  tryDraw: [term, digest],
  publishDraw: [term, digest, by, Type.Optional(reason)],
  winningLists: [term],
  cloudNumbers: [exactly({ term, after, limit })],
  claimPrize: [
    exactly({ ...{ term, number, by }, way: oneOf("counter", "remitted"), carrier: exactly({ ...carrierId, code: proof }) }),
  ],
  donatedPrizes: [exactly({ term, after, limit })],
  payDonatedPrize: [exactly({ term, number })],
  unreadableInvoices: [exactly({ term, after, limit })],
  lateMessages: [exactly({ term, seller: orNull(textUpTo(20)), after: place, limit })],
  prizeCases: [exactly({ state: oneOf("open", "keep", "withdraw"), after: place, limit })],
  decidePrizeCase: [exactly({ no: place, decision: oneOf("keep", "withdraw"), by, reason })],
  assignNumbers: [exactly({ ranges: Type.Array(range, { maxItems: 1_000 }), by, key: textUpTo(200) })],
  linkCarrier: [textUpTo(40), exactly({ ...carrierId, name: textUpTo(300) }), exactly({ barcode: proof, card: proof })],
  unlinkCarrier: [textUpTo(40), exactly(carrierId), proof],
  linkedCarriers: [textUpTo(40)],
  monthStatistics: [textUpTo(7)],
  prizeStatistics: [term],
} as const;
