import { consumerBan } from "@troad/invoice-formats";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { CarrierId } from "../carriers/carriers-store.ts";
import { insertDonation } from "../invoices/invoices-store.ts";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { donatable } from "../prizes/standing.ts";
import type { LoveCodes } from "./love-codes.ts";

export type DonationRefusal = "code-unknown" | "donated" | "business" | "closed";
/** `by` is the donor: a person, or the application through which they donate. */
export type Gift = { code: string; carrier: CarrierId; app: string | null; by: string };
export type Donations = {
  /** Donates an invoice before its draw, permanently (E-Invoice Implementation Directions); with an audit entry. */
  give(invoice: StoredInvoice, gift: Gift): Promise<{ given: string } | { refused: DonationRefusal }>;
};

export const openDonations = (ctx: Pick<ModuleContext, "db" | "clock">, loveCodes: LoveCodes): Donations => ({
  give: async (invoice, { code, carrier, app, by }) => {
    const npo = /^\d{3,8}$/.test(code) ? loveCodes.find(code)?.code : undefined;
    if (npo === undefined) return { refused: "code-unknown" };
    if (invoice.donatedTo !== null) return { refused: "donated" };
    if (invoice.content.buyer.ban !== consumerBan) return { refused: "business" };
    if (!donatable(invoice, taipeiDate(ctx.clock.now()))) return { refused: "closed" };
    const { term, number } = invoice;
    const at = instant(ctx.clock);
    const isFirst = await ctx.db.tx(async (tx) => {
      if (!(await insertDonation(tx, { term, number, npo, carrier, app, at }))) return false;
      await tx.audit({ actor: by, action: "invoice.donated", target: `${term} ${number}`, detail: { npo } });
      return true;
    });
    return isFirst ? { given: at } : { refused: "donated" };
  },
});
