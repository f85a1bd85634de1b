import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";

type Part = Pick<Listing, "id" | "kind" | "start" | "signIn"> & { text: string; popular?: number };

/** The article on which the prizes rest. */
const prizes = { act: "加值型及非加值型營業稅法", article: "58" };

const parts: readonly Part[] = [
  { id: "invoices", text: "mine", kind: "look-up", start: "/invoice/mine", signIn: true },
  { id: "invoice-prizes", text: "winnings", kind: "check", start: "/invoice/winnings", signIn: true, popular: 2 },
  { id: "invoice-check", text: "check", kind: "check", start: "/invoice/check", signIn: false },
  { id: "invoice-carriers", text: "carriers", kind: "look-up", start: "/invoice/carriers", signIn: true },
  { id: "invoice-spending", text: "spending", kind: "look-up", start: "/invoice/spending", signIn: true },
];

/** What people do with cloud invoices, as services that they can find. */
export const invoiceListings = ({ texts }: ListingSource): Listing[] =>
  parts.map(({ text, ...rest }) => ({
    ...rest,
    agency: "mof",
    lifeEvents: [],
    law: rest.kind === "check" ? [prizes] : [],
    text: listingTexts(texts, `invoice.listing.${text}`),
  }));
