import { Readable } from "node:stream";
import { termOf, termPlus } from "@troad/invoice-formats";
import { todayOf } from "@troad/web";
import type { StoredInvoice } from "../invoices/lookup.ts";
import type { Pages } from "../site/pages.ts";
import { numberOf } from "../site/words-view.ts";

/** Five years and the current period. */
const terms = 31;

/** All invoices of a person with their items, period by period, as one JSON list that is never in memory as a whole. */
export function exported(pages: Pick<Pages, "ctx" | "holdings">, subject: string): Readable {
  return Readable.from(parts(pages, subject));
}

async function* parts(pages: Pick<Pages, "ctx" | "holdings">, subject: string): AsyncGenerator<string> {
  const carriers = await pages.holdings.of(subject);
  const now = termOf(todayOf(pages));
  yield "[";
  let first = true;
  for (let back = 0; back < terms && carriers.length > 0; back++)
    for (const invoice of await pages.holdings.ofTerm(carriers, termPlus(now, -back))) {
      yield `${first ? "" : ","}\n${JSON.stringify(plainOf(invoice))}`;
      first = false;
    }
  yield "\n]\n";
}

/** What the holder knows: the number of a donated invoice is hidden as on the pages. */
function plainOf(invoice: StoredInvoice): object {
  const { term, date, total, actions, donatedTo, content } = invoice;
  const items = content.items.map(({ description, quantity, unitPrice, amount }) => ({
    description,
    quantity,
    unitPrice,
    amount,
  }));
  return {
    ...{
      term,
      number: numberOf(invoice),
      date,
      time: content.time,
      seller: { ban: content.seller.ban, name: content.seller.name },
    },
    ...{
      carrier: content.carrier ? { type: content.carrier.type, id: content.carrier.id2 } : null,
      donatedTo,
      total,
      actions,
      items,
    },
  };
}
