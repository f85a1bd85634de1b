import { defineModule } from "@troad/kernel";
import { openCarrierDesk } from "./carriers/desk.ts";
import { prepareCitizens } from "./demo/citizens.ts";
import { prepareShop } from "./demo/shop.ts";
import { readAwardRules } from "./domain/award-rules.ts";
import { readLoveCodes } from "./domain/love-codes.ts";
import { intakeRoutes } from "./http/intake.ts";
import { nationalRoutes } from "./http/national.ts";
import { Admission } from "./intake/admission.ts";
import { openIntake } from "./intake/take.ts";
import { openWinningLists } from "./prizes/lists.ts";

/** Cloud invoices: taking in, the national interface, carriers, prizes. */
export default defineModule({
  name: "invoice",
  root: import.meta.url,
  create: (ctx) => {
    const rules = readAwardRules(ctx.content);
    const loveCodes = readLoveCodes(ctx.content);
    const intake = openIntake(ctx);
    const admission = new Admission();
    const desk = openCarrierDesk(ctx);
    const lists = openWinningLists(ctx, rules);
    const parts = { ctx, desk, lists, loveCodes, carrierTypes: rules.carrierTypes, amounts: rules.amounts };
    return {
      routes: async (app) => {
        await app.register(async (scope) => intakeRoutes(scope, { ctx, intake, admission }));
        await app.register(async (scope) => nationalRoutes(scope, parts, admission));
      },
      start: async () => {
        await lists.reload();
        if (!ctx.demo) return;
        await prepareShop(ctx);
        await prepareCitizens({ ctx, desk, intake, drawn: (term) => rules.draws.find((draw) => draw.term === term) });
      },
    };
  },
});
