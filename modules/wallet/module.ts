import { casesApi } from "@troad/cases/api";
import { defineModule, env, rateLimit, setting } from "@troad/kernel";
import { portalSite, serviceNamesOf, sitePages, workSite } from "@troad/web";
import { issuerRoutes } from "./issuer/routes.ts";
import { agreePages } from "./pages/agree.ts";
import { checkPages } from "./pages/check.ts";
import { offlinePage } from "./pages/offline.ts";
import { ownPages } from "./pages/own.ts";
import { clerkRole, places } from "./pages/parts.ts";
import { serveScripts } from "./pages/scripts.ts";
import { checkRoutes } from "./verifier/routes.ts";
import { openWallet } from "./wallet.ts";

const hourMs = 3_600_000;
const followMs = 5_000;

/** Identity card and certificates in wallets of people, and the counter that has one shown. */
export default defineModule({
  name: "wallet",
  root: import.meta.url,
  needs: ["eid", "pki", "road", "cases", "portal"],
  serves: ["/.well-known", "/wallet"],
  me: true,
  pages: sitePages({
    paths: [places.own, places.check, places.shown, "/age-check"],
    nav: [{ area: "work", href: places.check, text: "wallet.check.nav", order: 68, roles: [clerkRole] }],
  }),
  env: {
    WALLET_LIST_SECONDS: setting(
      "After how many seconds a verifier with a network fetches a status list anew.",
      env.integer(1, 3_600, 60),
    ),
    WALLET_RATE: setting(
      "Requests a minute and network that the counter's interface for wallets answers.",
      env.integer(1, 100_000, 300),
    ),
  },
  create: async (ctx) => {
    const wallet = await openWallet(ctx, ctx.env.WALLET_LIST_SECONDS);
    // certificates are followed as fast as anyone asks about them
    const listMs = 1_000 * ctx.env.WALLET_LIST_SECONDS;
    return {
      me: async () => ({ tasks: [], tiles: [{ title: "wallet.own.title", href: places.own, order: 28, text: "wallet.me" }] }),
      schedules: () => [
        { name: "wallet.cards", everyMs: followMs, onceIn: ctx.db, run: wallet.following.cards },
        { name: "wallet.certificates", everyMs: listMs, onceIn: ctx.db, run: wallet.following.certificates },
        { name: "wallet.forget", everyMs: hourMs, onceIn: ctx.db, run: wallet.following.forget },
      ],
      routes: (app) => {
        const site = portalSite(ctx);
        site.register(app);
        const work = workSite(ctx, [places.check]);
        work.register(app);
        issuerRoutes(app, { ctx, ...wallet });
        ownPages(app, { ctx, site, ...wallet, cases: ctx.use(casesApi), names: serviceNamesOf(ctx) });
        agreePages(app, { ctx, site, ...wallet });
        checkRoutes(app, wallet.checks, rateLimit(ctx.db, ctx.clock, "wallet-checks", ctx.env.WALLET_RATE));
        checkPages(app, { ctx, site: work, portal: site, checks: wallet.checks });
        offlinePage(app, { site, age: wallet.checks.age, origin: wallet.origin, script: serveScripts(app) });
      },
    };
  },
});
