import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";
import { base } from "./pages/parts.ts";

/** The vault, as a service that people can find. */
export const vaultListings = ({ texts }: ListingSource): Listing[] => [
  {
    id: "vault",
    kind: "take-part",
    agency: "moda",
    lifeEvents: [],
    start: base,
    signIn: true,
    law: [{ act: "個人資料保護法", article: "27" }],
    text: listingTexts(texts, "vault.listing"),
  },
];
