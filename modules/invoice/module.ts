import { defineModule } from "@troad/kernel";
import { prepareShop } from "./demo/shop.ts";
import { intakeRoutes } from "./http/intake.ts";
import { Admission } from "./intake/admission.ts";
import { openIntake } from "./intake/take.ts";

/** Cloud invoices: taking in, the national interface, carriers, prizes. */
export default defineModule({
  name: "invoice",
  root: import.meta.url,
  create: (ctx) => {
    const intake = openIntake(ctx);
    const admission = new Admission();
    return {
      routes: async (app) => {
        await app.register(async (scope) => intakeRoutes(scope, { ctx, intake, admission }));
      },
      start: async () => {
        if (ctx.demo) await prepareShop(ctx);
      },
    };
  },
});
