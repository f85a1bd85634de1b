import { defineModule } from "@troad/kernel";
import { openCases } from "./cases.ts";
import { caseLedger } from "./store/cases.ts";

/** Cases: applications to services, from the first answer to the decision and its certificate. */
export default defineModule({
  name: "cases",
  root: import.meta.url,
  needs: ["pki", "road", "mydata", "notify"],
  ledgers: [caseLedger],
  create: (ctx) => openCases(ctx),
});
