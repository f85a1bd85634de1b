import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";

/** Signing and checking, as services that people can find. */
export const signingListings = ({ texts }: ListingSource): Listing[] => [
  {
    id: "sign-files",
    kind: "take-part",
    agency: "moda",
    lifeEvents: [],
    start: "/sign",
    signIn: true,
    law: [{ act: "電子簽章法", article: "6" }],
    text: listingTexts(texts, "signing.listing.sign"),
  },
  {
    id: "check-file",
    kind: "check",
    agency: "moda",
    lifeEvents: [],
    start: "/check-file",
    signIn: false,
    law: [{ act: "電子簽章法", article: "6" }],
    text: listingTexts(texts, "signing.listing.check"),
  },
];
