import type { Listing } from "@troad/directory";
import { type ListingSource, listingTexts } from "@troad/web";

/** What people can do about uses of their data, as a service that they can find. */
export const mydataListings = ({ texts }: ListingSource): Listing[] => [
  {
    id: "my-data",
    kind: "look-up",
    agency: "moda",
    lifeEvents: [],
    start: "/my-data",
    signIn: true,
    law: [{ act: "個人資料保護法", article: "3" }],
    popular: 7,
    text: listingTexts(texts, "mydata.listing.uses"),
  },
  {
    id: "my-data-download",
    kind: "look-up",
    agency: "moda",
    lifeEvents: [],
    start: "/my-data/download",
    signIn: true,
    law: [{ act: "個人資料保護法", article: "3" }],
    text: listingTexts(texts, "mydata.listing.download"),
  },
  {
    id: "my-data-recipients",
    kind: "look-up",
    agency: "moda",
    lifeEvents: [],
    start: "/my-data/recipients",
    signIn: false,
    law: [{ act: "個人資料保護法", article: "8" }],
    text: listingTexts(texts, "mydata.listing.recipients"),
  },
];
