import { defineModule, offerApi } from "@troad/kernel";
import { namesOf, portalSite, sitePages } from "@troad/web";
import { payApi } from "./api.ts";
import { payFailure } from "./domain/errors.ts";
import { payJobs } from "./jobs.ts";
import { openPayments } from "./payments.ts";
import type { Provider } from "./provider.ts";
import { messageRoutes } from "./routes.ts";
import { sandboxPages } from "./sandbox/pages.ts";
import { openSandbox, type Sandbox } from "./sandbox/sandbox.ts";

/** Fees in and payments out, through a payment service behind a port; the demonstration has a sandbox. */
export default defineModule({
  name: "pay",
  root: import.meta.url,
  needs: ["portal"],
  pages: sitePages({ paths: ["/pay/sandbox"] }),
  create: async (ctx) => {
    let sandbox: Sandbox | undefined;
    const provider = (): Provider => {
      if (!sandbox) throw payFailure("pay.no-provider");
      return sandbox;
    };
    const payments = openPayments({ ...ctx, provider });
    if (ctx.demo) sandbox = await openSandbox(ctx, (token) => payments.hear(token));
    return {
      api: offerApi(payApi, payments),
      jobs: payJobs(ctx.db, ctx.clock, provider),
      routes: (app) => {
        messageRoutes(app, payments);
        if (!sandbox) return;
        const site = portalSite(ctx);
        site.register(app);
        sandboxPages(app, {
          ...{ site, names: namesOf(ctx), payments, sandbox },
          ...{ now: () => ctx.clock.now(), newId: () => ctx.ids.uuid() },
        });
      },
    };
  },
});
