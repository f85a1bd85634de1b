import multipart from "@fastify/multipart";
import { defineModule } from "@troad/kernel";
import { portalSite, sitePages } from "@troad/web";
import { signingListings } from "./listings.ts";
import { checkPages } from "./pages/check.ts";
import { taskPages } from "./pages/task.ts";
import { uploadPages } from "./pages/upload.ts";
import { openSigning } from "./signing.ts";

const eraseEveryMs = 60_000;

/** Signing: people and officers sign files with their card, and anybody checks what was signed. */
export default defineModule({
  name: "signing",
  root: import.meta.url,
  needs: ["pki", "eid", "portal"],
  me: true,
  pages: sitePages({
    paths: ["/sign", "/check-file"],
    listings: signingListings,
    footer: [{ group: "services", href: "/check-file", text: "signing.check.title", order: 31 }],
  }),
  create: (ctx) => {
    const signing = openSigning(ctx);
    const site = portalSite(ctx);
    return {
      me: async () => ({
        tasks: [],
        tiles: [{ title: "signing.choose.title", href: "/sign", order: 25, text: "signing.me.text" }],
      }),
      routes: (app) => {
        site.register(app);
        app.register(async (forms) => {
          await forms.register(multipart, { throwFileSizeLimit: false });
          uploadPages(forms, { site, signing });
          checkPages(forms, { site, signing });
        });
        taskPages(app, { site, signing });
      },
      schedules: () => [{ name: "signing.erasures", everyMs: eraseEveryMs, onceIn: ctx.db, run: signing.erase }],
    };
  },
});
