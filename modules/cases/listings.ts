import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";

/** What people do with applications and certificates, as services that they can find. */
export const caseListings = ({ texts }: ListingSource): Listing[] => [
  {
    id: "my-applications",
    kind: "look-up",
    agency: "moda",
    lifeEvents: [],
    start: "/cases",
    signIn: true,
    law: [],
    text: listingTexts(texts, "cases.listing.mine"),
  },
  {
    id: "certificate-check",
    kind: "check",
    agency: "moda",
    lifeEvents: [],
    start: "/verify",
    signIn: false,
    law: [],
    text: listingTexts(texts, "cases.listing.verify"),
  },
];
