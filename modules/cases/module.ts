import { defineModule } from "@troad/kernel";
import { sitePages } from "@troad/web";
import { openCases } from "./cases.ts";
import { caseListings } from "./listings.ts";
import { caseLedger } from "./store/cases.ts";

/** Cases: applications to services, from the first answer to the decision and its certificate. */
export default defineModule({
  name: "cases",
  root: import.meta.url,
  needs: ["pki", "road", "mydata", "notify", "portal"],
  ledgers: [caseLedger],
  pages: sitePages({
    listings: caseListings,
    paths: ["/cases", "/desk", "/verify", "/my-data/officers", "/services/:service/start", "/services/:service/begin"],
    footer: [{ group: "services", href: "/verify", text: "cases.verify.title", order: 30 }],
    nav: [
      { href: "/cases", text: "cases.list.title", order: 20, roles: ["citizen"] },
      { href: "/desk", text: "cases.desk.title", order: 40, roles: ["case-officer"] },
    ],
  }),
  create: (ctx) => openCases(ctx),
});
