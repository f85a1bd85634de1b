import { defineModule } from "@troad/kernel";
import { sitePages } from "@troad/web";
import { mydataListings } from "./listings.ts";
import { openMyData } from "./mydata.ts";

/** MyData: consents, who used my data, and the proof of it. */
export default defineModule({
  name: "mydata",
  root: import.meta.url,
  needs: ["pki", "road", "portal"],
  me: true,
  subscribesTo: ["road.transfers-recorded.v2", "registers.read-by-law.v1", "identity.certificate-checked.v1"],
  pages: sitePages({
    listings: mydataListings,
    paths: ["/my-data"],
  }),
  create: (ctx) => openMyData(ctx),
});
