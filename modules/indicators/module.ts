import { casesApi } from "@troad/cases/api";
import { connectedApi } from "@troad/connected/api";
import { defineModule } from "@troad/kernel";
import { agencyNames, portalSite, serviceNamesOf, sitePages } from "@troad/web";
import { openIndicators } from "./indicators.ts";
import { listPages } from "./pages/list.ts";
import { onlinePages } from "./pages/online.ts";
import { home } from "./pages/parts.ts";
import { servicePages } from "./pages/service.ts";

/** Indicators: how services do, counted from their cases, in public. */
export default defineModule({
  name: "indicators",
  root: import.meta.url,
  needs: ["cases", "connected", "portal"],
  pages: sitePages({
    paths: [home, `${home}.json`],
    footer: [{ group: "government", href: home, text: "indicators.title", order: 30 }],
  }),
  create: (ctx) => {
    const indicators = openIndicators(ctx, { cases: ctx.use(casesApi), connected: ctx.use(connectedApi) });
    return {
      routes: (app) => {
        const site = portalSite(ctx);
        site.register(app);
        const parts = { ctx, site, indicators, services: serviceNamesOf(ctx), agencyName: agencyNames(ctx) };
        for (const register of [listPages, onlinePages, servicePages]) register(app, parts);
      },
    };
  },
});
