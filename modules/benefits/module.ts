import { eidApi } from "@troad/eid/api";
import { type Content, defineModule, offerApi } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { payApi } from "@troad/pay/api";
import { batchChanged, paid } from "@troad/pay/events";
import { roadApi } from "@troad/road/api";
import { banksOf, portalSite, sitePages, workSite } from "@troad/web";
import Type from "typebox";
import { type BenefitsApi, benefitsApi } from "./api.ts";
import { openBenefits } from "./benefits.ts";
import { lookReason } from "./domain/account.ts";
import { roadFacts } from "./facts.ts";
import { claimPages } from "./pages/claims.ts";
import { lookPages } from "./pages/looks.ts";
import { minePages } from "./pages/mine.ts";
import { payerRole, schemesOf } from "./pages/parts.ts";
import { payBackPages } from "./pages/pay-back.ts";
import { runPages } from "./pages/runs.ts";
import { unjudgedPages } from "./pages/unjudged.ts";
import { ownSection, payerQueue } from "./sections.ts";

const acting = Type.Object({ agency: Type.String(), steps: Type.Array(Type.Object({ do: Type.Optional(Type.String()) })) });
/** Agencies that end benefits because a register tells them of a death. */
const endingAgencies = (content: Content): ReadonlySet<string> =>
  new Set(
    content
      .read("subscriptions", "subscription.json", acting)
      .flatMap(({ value: { agency, steps } }) => (steps.some((step) => step.do === "end-benefits") ? [agency] : [])),
  );

/** Benefits that are paid every month: who has them, runs that pay them, accounts of people, and what was paid too much. */
export default defineModule({
  name: "benefits",
  root: import.meta.url,
  needs: ["pay", "notify", "portal", "road", "eid"],
  me: true,
  reserved: { grant: ["cases"], register: ["cases", "invoice"], died: ["subscriptions"] },
  subscribesTo: [batchChanged.name, paid.name],
  pages: sitePages({
    paths: ["/benefits", "/payer"],
    queues: [{ href: "/payer", text: "benefits.runs.title", order: 46, roles: [payerRole], count: "payer" }],
  }),
  create: (ctx) => {
    const banks = banksOf(ctx);
    const codes = new Set(banks("en").map(({ code }) => code));
    const ask = roadFacts(ctx, ctx.use(roadApi));
    const benefits = openBenefits(ctx, { pay: ctx.use(payApi), notify: ctx.use(notifyApi), banks: codes, ask });
    const { grant, change } = benefits.entitlements;
    const eid = ctx.use(eidApi);
    const died: BenefitsApi["died"] = async ({ nationalId, ...request }) => {
      const person = await eid.personOfNumber(nationalId);
      return benefits.entitlements.died({ ...request, subject: person?.subject ?? null, person: nationalId });
    };
    const ending = endingAgencies(ctx.content);
    const register: BenefitsApi["register"] = (account) => benefits.accounts.register({ ...account, kind: "own" });
    const account: BenefitsApi["account"] = async ({ subject }) => {
      const valid = await benefits.accounts.valid(subject);
      return valid ? { account: valid.account, holder: valid.holder, wait: lookReason(valid, ctx.clock.now()) ?? null } : null;
    };
    return {
      api: offerApi(benefitsApi, { grant, register, change, died, account }),
      // an agency in a process of its own ends its benefits only if content says that it is told of deaths
      grants: (agencies, method, [request]) => {
        const { agency } = (request ?? {}) as { agency?: string };
        return method === "died" && agency !== undefined && agencies.includes(agency) && ending.has(agency);
      },
      jobs: benefits.jobs,
      subscribes: benefits.subscribes,
      queues: { payer: (roles) => payerQueue(benefits, schemesOf(benefits, { roles })) },
      me: ({ subject }) => ownSection(benefits, subject),
      routes: (app) => {
        const office = workSite(ctx, ["/payer"]);
        office.register(app);
        const parts = { site: office, benefits, ids: ctx.ids, ctx };
        for (const register of [runPages, claimPages, lookPages, unjudgedPages]) register(app, parts);
        const site = portalSite(ctx);
        site.register(app);
        payBackPages(app, { site, benefits });
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
