import { defineModule, offerApi } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { payApi } from "@troad/pay/api";
import { batchChanged } from "@troad/pay/events";
import { banksOf, portalSite, sitePages, workSite } from "@troad/web";
import { type BenefitsApi, benefitsApi } from "./api.ts";
import { openBenefits } from "./benefits.ts";
import { claimPages } from "./pages/claims.ts";
import { lookPages } from "./pages/looks.ts";
import { minePages } from "./pages/mine.ts";
import { payerRole, schemesOf } from "./pages/parts.ts";
import { runPages } from "./pages/runs.ts";
import { ownSection, payerQueue } from "./sections.ts";

/** Benefits that are paid every month: who has them, runs that pay them, accounts of people, and what was paid too much. */
export default defineModule({
  name: "benefits",
  root: import.meta.url,
  needs: ["pay", "notify", "portal"],
  me: true,
  reserved: { grant: ["cases"], register: ["cases"] },
  subscribesTo: [batchChanged.name],
  pages: sitePages({
    paths: ["/benefits", "/payer"],
    queues: [{ href: "/payer", text: "benefits.runs.title", order: 46, roles: [payerRole], count: "payer" }],
  }),
  create: (ctx) => {
    const banks = banksOf(ctx);
    const codes = new Set(banks("en").map(({ code }) => code));
    const benefits = openBenefits(ctx, { pay: ctx.use(payApi), notify: ctx.use(notifyApi), banks: codes });
    const { grant, change, died } = benefits.entitlements;
    const register: BenefitsApi["register"] = (account) => benefits.accounts.register({ ...account, kind: "own" });
    return {
      api: offerApi(benefitsApi, { grant, register, change, died }),
      jobs: benefits.jobs,
      subscribes: benefits.subscribes,
      queues: { payer: (roles) => payerQueue(benefits, schemesOf(benefits, { roles })) },
      me: ({ subject }) => ownSection(benefits, subject),
      routes: (app) => {
        const office = workSite(ctx, ["/payer"]);
        office.register(app);
        const parts = { site: office, benefits, ids: ctx.ids, ctx };
        for (const register of [runPages, claimPages, lookPages]) register(app, parts);
        const site = portalSite(ctx);
        site.register(app);
        minePages(app, {
          site,
          benefits,
          banks,
          clock: ctx.clock,
          signIn: site.href("portal", "/auth/sign-in") ?? "/auth/sign-in",
        });
      },
    };
  },
});
