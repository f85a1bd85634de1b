import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";

type Part = Pick<Listing, "id" | "kind" | "start" | "signIn"> & { text: string; popular?: number; dates?: Listing["dates"] };

/** Numbers are drawn on the 25th of each odd month. */
const draws = ["01", "03", "05", "07", "09", "11"].map((month) => ({ id: "draw", from: `${month}-25`, to: `${month}-25` }));

/** The article on which the prizes rest. */
const prizes = { act: "加值型及非加值型營業稅法", article: "58" };

const parts: readonly Part[] = [
  { id: "invoices", text: "mine", kind: "look-up", start: "/invoice/mine", signIn: true },
  { id: "winning-numbers", text: "numbers", kind: "look-up", start: "/invoice/numbers", signIn: false, popular: 2, dates: draws },
  { id: "invoice-prizes", text: "winnings", kind: "check", start: "/invoice/winnings", signIn: true, popular: 9 },
  { id: "invoice-check", text: "check", kind: "check", start: "/invoice/check", signIn: false },
  { id: "invoice-carriers", text: "carriers", kind: "look-up", start: "/invoice/carriers", signIn: true },
  { id: "invoice-spending", text: "spending", kind: "look-up", start: "/invoice/spending", signIn: true },
];

/** What people do with cloud invoices, as services that they can find. */
export const invoiceListings = ({ texts }: ListingSource): Listing[] =>
  parts.map(({ text, dates, ...rest }) => ({
    ...rest,
    ...(dates ? { dates } : {}),
    agency: "mof",
    lifeEvents: [],
    law: rest.kind === "check" || rest.id === "winning-numbers" ? [prizes] : [],
    text: listingTexts(texts, `invoice.listing.${text}`, ["date.draw"]),
  }));
