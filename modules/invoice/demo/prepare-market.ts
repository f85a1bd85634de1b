import { type Draw, termOf, termPlus } from "@troad/invoice-formats";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { invoiceRow } from "../intake/message-rows.ts";
import { findPackage } from "../intake/packages-store.ts";
import type { Intake } from "../intake/take.ts";
import type { Assign } from "../numbers/assign.ts";
import { insertSellerPlaces } from "../statistics/sellers-store.ts";
import { marketInvoices, marketPlaces, marketRanges, marketShops } from "./market.ts";

type Parts = { ctx: ModuleContext; intake: Intake; assign: Assign; drawn: (term: string) => Draw | undefined };

/** Months that are over and have invoices of the market: as many as statistics are made of again. */
const months = 3;
const sender = { id: "demo-market", name: "Demonstration", sellers: ["*"] };

/** Where the shops of the demonstration are, and what they sold in the months before this one; each month once. */
export async function prepareMarket({ ctx, intake, assign, drawn }: Parts): Promise<void> {
  const shops = marketShops();
  const today = taipeiDate(ctx.clock.now());
  const since = `${Number(today.slice(0, 4)) - 1}-01-01`;
  await insertSellerPlaces(ctx.db, marketPlaces(shops, since), { sender: sender.id, at: instant(ctx.clock) });
  for (let back = months; back >= 1; back--) {
    const month = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - back, 1))
      .toISOString()
      .slice(0, 7);
    const key = `market/${month}`;
    if (await findPackage(ctx.db, sender.id, key)) continue;
    const term = termOf(`${month}-01`);
    for (const one of new Set([term, termPlus(term, 1)])) await assign(marketRanges(shops, one), "demo", `demo-market/${one}`);
    const entries = marketInvoices(shops, month, drawn).map((one) => ({
      number: one.number,
      rows: [invoiceRow(one)],
      errors: [],
    }));
    await intake.take({ sender, key, digest: key, kind: "demo" }, () => entries);
  }
}
