import { casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { defineModule, env, setting } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { namesOf, portalSite, serviceNamesOf, sitePages } from "@troad/web";
import { entitledPages, home } from "./pages/pages.ts";
import { openWatching } from "./watching.ts";

/** What people may be entitled to and have not applied for, found in their own data as far as they let it. */
export default defineModule({
  name: "entitled",
  root: import.meta.url,
  needs: ["cases", "mydata", "eid", "notify", "portal"],
  me: true,
  env: {
    ENTITLED_CHECK_SECONDS: setting("Seconds between two looks for people whose month is over.", env.integer(1, 86_400, 600)),
  },
  pages: sitePages({ paths: [home] }),
  create: (ctx) => {
    const parts = { cases: ctx.use(casesApi), mydata: ctx.use(mydataApi), eid: ctx.use(eidApi), notify: ctx.use(notifyApi) };
    const watching = openWatching(ctx, parts);
    return {
      jobs: watching.jobs,
      schedules: () => [
        { name: "entitled.due", everyMs: ctx.env.ENTITLED_CHECK_SECONDS * 1_000, onceIn: ctx.db, run: watching.due },
      ],
      me: async ({ subject }) => {
        const [watch, found] = await Promise.all([watching.watch(subject), watching.findings(subject)]);
        const tile = { title: "entitled.title", href: home, order: 13 };
        if (!watch) return { tasks: [], tiles: [{ ...tile, text: "entitled.me-off" }] };
        return {
          tasks: found
            .slice(0, 3)
            .map(({ rule }) => ({ text: "entitled.me-found", params: { service: rule.service }, href: home })),
          tiles: [{ ...tile, count: found.length, text: "entitled.me" }],
        };
      },
      routes: (app) => {
        const site = portalSite(ctx);
        site.register(app);
        entitledPages(app, { site, watching, services: serviceNamesOf(ctx), names: namesOf(ctx), texts: ctx.texts });
      },
    };
  },
});
