import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";

/** What people do with their eID, as a service that they can find. */
export const eidListings = ({ texts }: ListingSource): Listing[] => [
  {
    id: "eid-account",
    kind: "look-up",
    agency: "moi",
    lifeEvents: [],
    start: "/eid/account",
    signIn: true,
    law: [],
    text: listingTexts(texts, "eid.listing.account"),
  },
];
