import { defineModule, env, setting } from "@troad/kernel";
import { portalSite, sessionOf, sitePages } from "@troad/web";
import { openFiles } from "./files.ts";
import { vaultListings } from "./listings.ts";
import { base } from "./pages/parts.ts";
import { serveScripts } from "./pages/scripts.ts";
import { sharePage } from "./pages/share.ts";
import { vaultPage } from "./pages/vault.ts";
import { ownRoutes } from "./routes/own-routes.ts";
import { shareRoutes } from "./routes/share-routes.ts";
import { openShares } from "./shares.ts";
import { openVaults } from "./vaults.ts";

const eraseEveryMs = 600_000;

/** The vault: files of people that only they can open, sealed in their browser. */
export default defineModule({
  name: "vault",
  root: import.meta.url,
  needs: ["portal"],
  me: true,
  env: {
    VAULT_FILE_MB: setting("Largest file that a person may put into their vault, in MiB.", env.integer(1, 1_024, 64)),
    VAULT_QUOTA_MB: setting("How much a person's vault holds, in MiB.", env.integer(1, 102_400, 256)),
  },
  pages: sitePages({ paths: [base, "/vault"], listings: vaultListings }),
  create: (ctx) => {
    const vaults = openVaults(ctx);
    const files = openFiles(ctx, { fileBytes: ctx.env.VAULT_FILE_MB * 2 ** 20, quotaBytes: ctx.env.VAULT_QUOTA_MB * 2 ** 20 });
    const shares = openShares(ctx);
    return {
      me: async () => ({ tasks: [], tiles: [{ title: "vault.title", href: base, order: 26, text: "vault.me" }] }),
      schedules: () => [
        { name: "vault.uploads", everyMs: eraseEveryMs, onceIn: ctx.db, run: files.giveUpAbandoned },
        { name: "vault.links", everyMs: eraseEveryMs, onceIn: ctx.db, run: shares.eraseOver },
      ],
      routes: (app) => {
        const site = portalSite(ctx);
        site.register(app);
        const parts = { ctx, site, sessionOf: sessionOf(ctx), vaults, files, shares, scripts: serveScripts(app) };
        vaultPage(app, parts);
        sharePage(app, parts);
        app.register(async (own) => ownRoutes(own, parts));
        shareRoutes(app, parts);
      },
    };
  },
});
