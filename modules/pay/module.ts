import { setTimeout as sleep } from "node:timers/promises";
import { defineModule, env, handleJob, offerApi, setting } from "@troad/kernel";
import { agencyNames, namesOf, portalSite, sitePages, workSite } from "@troad/web";
import { payApi } from "./api.ts";
import { openBank } from "./bank/open.ts";
import { openBatches } from "./batches/batches.ts";
import { layoutsOf } from "./collections/layouts.ts";
import { payFailure } from "./domain/errors.ts";
import { payJobs, sandboxJob } from "./jobs.ts";
import { cashierPages, cashierRole } from "./pages/cashier.ts";
import { openPayments } from "./payments.ts";
import type { Provider } from "./provider.ts";
import { messageRoutes } from "./routes.ts";
import { sandboxPages } from "./sandbox/pages.ts";
import { openSandbox, type Sandbox } from "./sandbox/sandbox.ts";
import { openCollector } from "./slip/collector.ts";
import { slipPages } from "./slip/pages.ts";

const mostMs = 30_000;

/** Fees in and payments out, through a payment service behind a port; the demonstration has a sandbox. */
export default defineModule({
  name: "pay",
  root: import.meta.url,
  needs: ["portal"],
  reserved: { takeCash: ["cases"] },
  pages: sitePages({
    paths: ["/pay/sandbox", "/pay/slip", "/cashier"],
    queues: [{ href: "/cashier", text: "pay.cashier.title", order: 47, roles: [cashierRole], count: "cashier" }],
  }),
  env: {
    PAY_BANK_FOLDER: setting(
      "Folder that the bank's file transfer keeps in step: files for the bank in `out/`, its own in `in/`. Without one nothing is paid out in batches.",
      env.optional(),
    ),
    PAY_BANK_ACCOUNT: setting("Account from which batches are paid: bank code, hyphen, number.", env.optional()),
    PAY_BANK_FORMAT: setting(
      "How batches are written: `iso20022` (pain.001), or `ach`, an interbank layout that is not verified: try it with your bank first.",
      env.oneOf(["iso20022", "ach"] as const, "iso20022"),
    ),
    PAY_BANK_SECONDS: setting("How often the bank's files are looked for.", env.integer(1, 86_400, 30)),
    PAY_SLIP_ITEM: setting(
      "Item code, three characters, with which a bank collects for us at counters and convenience stores: fees are then paid by slip.",
      env.optional(),
    ),
    PAY_SLIP_KEY: setting("PEM file with the public key (P-256) under which that bank signs what it was paid.", env.optional()),
    PAY_SLIP_DAYS: setting("How many days there are to pay a slip.", env.integer(1, 60, 14)),
    PAY_ASK_SECONDS: setting(
      "After how many seconds without a word the payment service is asked what became of a payment.",
      env.integer(1, 86_400, 60),
    ),
  },
  create: async (ctx) => {
    let sandbox: Sandbox | undefined;
    const collector = openCollector(ctx);
    const provider = (): Provider => {
      if (collector) return collector;
      if (!sandbox) throw payFailure("pay.no-provider");
      return sandbox;
    };
    const payments = openPayments({ ...ctx, provider });
    if (ctx.demo && !collector)
      sandbox = await openSandbox({
        ...ctx,
        newId: () => ctx.ids.uuid(),
        deliver: (token) => payments.hear(token),
        deliverAt: (token, runAt) => ctx.db.tx((tx) => tx.enqueue(sandboxJob, { token }, { runAt })),
        wait: (ms) => sleep(ms),
      });
    const bank = await openBank(ctx);
    const layouts = layoutsOf(ctx.content);
    const batches = openBatches({
      ...ctx,
      layouts,
      channel: () => {
        if (!bank) throw payFailure("pay.no-bank");
        return bank.channel;
      },
      payerName: (agency) => agencyNames(ctx)("zh-Hant", agency),
    });
    const askAfterMs = ctx.env.PAY_ASK_SECONDS * 1000;
    return {
      api: offerApi(payApi, { ...payments, ...batches }),
      jobs: [
        ...payJobs({ ...ctx, provider }),
        ...batches.jobs,
        handleJob(sandboxJob, async ({ payload: { token } }) => payments.hear(token)),
      ],
      schedules: () => [
        {
          ...{ name: "pay.ask", everyMs: Math.min(askAfterMs, mostMs), onceIn: ctx.db },
          run: async () => void (await payments.askAfter(askAfterMs)),
        },
        ...(bank
          ? [{ name: "pay.bank", everyMs: bank.everyMs, onceIn: ctx.db, run: () => bank.look(() => batches.takeIn()) }]
          : []),
      ],
      queues: {
        cashier: async (roles) =>
          roles.some(({ role }) => role === cashierRole) ? batches.mismatchCount() : { count: 0, oldest: null },
      },
      routes: (app) => {
        messageRoutes(app, payments);
        const office = workSite(ctx, ["/cashier"]);
        office.register(app);
        cashierPages(app, { site: office, ctx, batches, payments, layouts });
        if (!sandbox && !collector) return;
        const site = portalSite(ctx);
        site.register(app);
        if (collector) slipPages(app, { site, names: namesOf(ctx), payments, collector });
        if (!sandbox) return;
        sandboxPages(app, {
          ...{ site, names: namesOf(ctx), payments, sandbox },
        });
      },
    };
  },
});
