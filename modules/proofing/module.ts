import { type EidApi, eidApi } from "@troad/eid/api";
import { defineModule } from "@troad/kernel";
import { peopleApi } from "@troad/people/api";
import { identityRole, portalSite, sitePages, workSite } from "@troad/web";
import { actForPages } from "./pages/act-for.ts";
import { documentPages } from "./pages/documents.ts";
import { officePages, officePath } from "./pages/office.ts";
import { openRegisters } from "./registers.ts";

/** Identity proofing: questions of a sign-in that need registers or mandates, which the eID itself cannot ask. */
export default defineModule({
  name: "proofing",
  root: import.meta.url,
  needs: ["eid", "people", "road", "portal"],
  pages: sitePages({
    paths: ["/act-for", "/prove-documents", officePath],
    nav: [{ area: "work", href: officePath, text: "proofing.office.title", order: 42, roles: [identityRole] }],
  }),
  create: (ctx) => {
    const eid: EidApi = ctx.use(eidApi);
    const parts = { ctx, eid, people: ctx.use(peopleApi), ask: openRegisters(ctx), site: portalSite(ctx) };
    const work = workSite(ctx, [officePath]);
    return {
      routes: (app) => {
        parts.site.register(app);
        actForPages(app, parts);
        documentPages(app, parts);
        work.register(app);
        officePages(app, { ...parts, work });
      },
    };
  },
});
