import { setTimeout as sleep } from "node:timers/promises";
import { defineModule, env, handleJob, offerApi, setting } from "@troad/kernel";
import { namesOf, portalSite, sitePages } from "@troad/web";
import { payApi } from "./api.ts";
import { payFailure } from "./domain/errors.ts";
import { payJobs, sandboxJob } from "./jobs.ts";
import { openPayments } from "./payments.ts";
import type { Provider } from "./provider.ts";
import { messageRoutes } from "./routes.ts";
import { sandboxPages } from "./sandbox/pages.ts";
import { openSandbox, type Sandbox } from "./sandbox/sandbox.ts";

const mostMs = 30_000;

/** Fees in and payments out, through a payment service behind a port; the demonstration has a sandbox. */
export default defineModule({
  name: "pay",
  root: import.meta.url,
  needs: ["portal"],
  pages: sitePages({ paths: ["/pay/sandbox"] }),
  env: {
    PAY_ASK_SECONDS: setting(
      "After how many seconds without a word the payment service is asked what became of a payment.",
      env.integer(1, 86_400, 60),
    ),
  },
  create: async (ctx) => {
    let sandbox: Sandbox | undefined;
    const provider = (): Provider => {
      if (!sandbox) throw payFailure("pay.no-provider");
      return sandbox;
    };
    const payments = openPayments({ ...ctx, provider });
    if (ctx.demo)
      sandbox = await openSandbox({
        ...ctx,
        newId: () => ctx.ids.uuid(),
        deliver: (token) => payments.hear(token),
        deliverAt: (token, runAt) => ctx.db.tx((tx) => tx.enqueue(sandboxJob, { token }, { runAt })),
        wait: (ms) => sleep(ms),
      });
    const askAfterMs = ctx.env.PAY_ASK_SECONDS * 1000;
    return {
      api: offerApi(payApi, payments),
      jobs: [...payJobs({ ...ctx, provider }), handleJob(sandboxJob, async ({ payload: { token } }) => payments.hear(token))],
      schedules: () => [
        {
          ...{ name: "pay.ask", everyMs: Math.min(askAfterMs, mostMs), onceIn: ctx.db },
          run: async () => void (await payments.askAfter(askAfterMs)),
        },
      ],
      routes: (app) => {
        messageRoutes(app, payments);
        if (!sandbox) return;
        const site = portalSite(ctx);
        site.register(app);
        sandboxPages(app, {
          ...{ site, names: namesOf(ctx), payments, sandbox },
        });
      },
    };
  },
});
