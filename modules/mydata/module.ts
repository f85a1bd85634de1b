import { defineModule } from "@troad/kernel";
import { openMyData } from "./mydata.ts";

/** MyData: consents, who used my data, and the proof of it. */
export default defineModule({
  name: "mydata",
  root: import.meta.url,
  needs: ["pki", "road"],
  subscribesTo: ["road.transfers-recorded.v2", "registers.read-by-law.v1"],
  create: (ctx) => openMyData(ctx),
});
