import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";

/** What people can look up about the road, as services that they can find. */
export const roadListings = ({ texts }: ListingSource): Listing[] => [
  {
    id: "data-services",
    kind: "look-up",
    agency: "moda",
    lifeEvents: [],
    start: "/catalogue",
    signIn: false,
    law: [],
    text: listingTexts(texts, "road.listing.catalogue"),
  },
  {
    id: "open-government",
    kind: "look-up",
    agency: "moda",
    lifeEvents: [],
    start: "/open",
    signIn: false,
    law: [],
    related: ["data-services", "public-log"],
    text: listingTexts(texts, "road.listing.open"),
  },
  {
    id: "public-log",
    kind: "check",
    agency: "moda",
    lifeEvents: [],
    start: "/log",
    signIn: false,
    law: [],
    text: listingTexts(texts, "road.listing.log"),
  },
];
