import { defineModule } from "@troad/kernel";
import { registerRole, sitePages } from "@troad/web";
import { explainPages } from "./pages/explain.ts";
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
  }),
  create: (ctx) => {
    const parts = openPages(ctx);
    return {
      routes: (app) => {
        parts.site.register(app);
        explainPages(app, parts);
        searchPages(app, parts);
        statisticsPages(app, parts);
        recordPages(app, parts);
      },
    };
  },
});
