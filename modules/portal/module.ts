import { defineModule, env } from "@troad/kernel";
import { readAnnouncements, type SessionApi, type Site, sitePages } from "@troad/web";
import { openDirectory } from "./front/directory.ts";
import { frontPages } from "./front/index.ts";
import { pages } from "./pages/index.ts";
import { sourcesOf } from "./pages/services.ts";
import { createPortal } from "./portal.ts";
import { purgeSessions } from "./store/sessions.ts";

/** The portal: every page that people see, for citizens and for officers. It owns no data but sessions. */
export default defineModule({
  name: "portal",
  root: import.meta.url,
  needs: ["eid", "cases", "mydata", "road", "registers", "notify"],
  readsAudit: true,
  env: {
    /** The secret of the OpenID client `portal`; default: the file that eid writes in the shared data folder. */
    PORTAL_CLIENT_SECRET: env.optional(),
  },
  pages: sitePages({
    home: [
      { href: "/verify", title: "portal.verify.title", lead: "portal.verify.lead", order: 30 },
      { href: "/docs", title: "portal.docs.title", lead: "portal.docs.lead", order: 40 },
      { href: "/log", title: "portal.log.title", lead: "portal.log.lead", order: 60 },
    ],
    nav: [
      { href: "/services", text: "portal.services.title", order: 10 },
      { href: "/audit", text: "portal.audit.title", order: 70, roles: ["auditor"] },
    ],
  }),
  create: (ctx) => {
    const portal = createPortal(ctx, ctx.env);
    const directory = openDirectory(ctx);
    const api: SessionApi = {
      signedIn: async (secret) => {
        const session = await portal.sessions.bySecret(secret);
        return session ? { subject: session.subject, name: session.name, roles: session.roles } : null;
      },
    };
    return {
      api,
      routes: (app) => {
        // The portal's error page serves the whole process, whichever module came first.
        app.errorPage.render = undefined;
        portal.site.register(app);
        for (const register of pages) register(app, portal);
        frontPages(app, {
          ctx,
          site: portal.site as Site,
          directory,
          announcements: readAnnouncements(ctx.content),
          flowNote: (request, service) => sourcesOf(portal, request, service),
          missed: async () => undefined,
        });
      },
      schedules: [
        { name: "portal.ended-sessions", everyMs: 600_000, run: () => purgeSessions(ctx.db, ctx.clock.now().toISOString()) },
      ],
      start: async () => ctx.announce("portal", ctx.origin("portal")),
    };
  },
});
