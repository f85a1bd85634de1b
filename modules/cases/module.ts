import { defineModule } from "@troad/kernel";
import { sitePages } from "@troad/web";
import { openCases } from "./cases.ts";
import { caseLedger } from "./store/cases.ts";

/** Cases: applications to services, from the first answer to the decision and its certificate. */
export default defineModule({
  name: "cases",
  root: import.meta.url,
  needs: ["pki", "road", "mydata", "notify"],
  ledgers: [caseLedger],
  pages: sitePages({
    nav: [
      { href: "/cases", text: "portal.cases.title", order: 20, roles: ["citizen"] },
      { href: "/desk", text: "portal.desk.title", order: 40, roles: ["case-officer"] },
    ],
  }),
  create: (ctx) => openCases(ctx),
});
