import { defineModule } from "@troad/kernel";
import { registerRole, sitePages } from "@troad/web";
import { explainPages } from "./pages/explain.ts";
import { readerPages, readerRoles, readersPath } from "./pages/readers.ts";
import { recordPages } from "./pages/record.ts";
import { searchPages } from "./pages/search.ts";
import { statisticsPages } from "./pages/statistics.ts";
import { openPages } from "./parts.ts";

/** Officers' pages of registers: search, a record with its versions, statistics. */
export default defineModule({
  name: "desk",
  root: import.meta.url,
  needs: ["road", "portal"],
  pages: sitePages({
    paths: ["/registers"],
    nav: [{ area: "work", href: "/registers", text: "desk.title", order: 45, roles: [registerRole] }],
    queues: [{ href: readersPath, text: "desk.readers.title", order: 46, roles: readerRoles, count: "readers" }],
  }),
  create: (ctx) => {
    const parts = openPages(ctx);
    return {
      queues: {
        readers: async (roles) => {
          const isAuditor = roles.some(({ role }) => readerRoles.includes(role));
          return { count: isAuditor ? (await parts.pace.readers()).length : 0, oldest: null };
        },
      },
      routes: (app) => {
        parts.site.register(app);
        explainPages(app, parts);
        readerPages(app, parts);
        searchPages(app, parts);
        statisticsPages(app, parts);
        recordPages(app, parts);
      },
    };
  },
});
