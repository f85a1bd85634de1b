import { readListings } from "@troad/directory";
import { eidApi } from "@troad/eid/api";
import { defineModule, offerApi } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { agencyNames, portalSite, sitePages, workSite } from "@troad/web";
import { type ConnectedApi, connectedApi } from "./api.ts";
import { openApplications } from "./applications.ts";
import { elsewherePages, home } from "./pages/elsewhere.ts";
import { office, watchers, workPages } from "./pages/work.ts";
import { base, connectedRoutes } from "./routes.ts";
import { openServices } from "./services.ts";

const eraseEveryMs = 3_600_000;

/** Services that agencies run themselves: found and followed at one place, by a contract that a command checks. */
export default defineModule({
  name: "connected",
  root: import.meta.url,
  needs: ["eid", "notify", "portal"],
  me: true,
  pages: sitePages({
    paths: [home, office],
    nav: [{ area: "work", href: office, text: "connected.work.title", order: 63, roles: watchers }],
  }),
  create: (ctx) => {
    const services = openServices(ctx, new Set(readListings(ctx.content).map(({ id }) => id)));
    const eid = ctx.use(eidApi);
    const applications = openApplications(ctx, { services, eid, notify: ctx.use(notifyApi) });
    const figures: ConnectedApi["figures"] = async ({ from, to }) =>
      Promise.all(
        (await services.open()).map(async ({ id, agency, page }) => ({
          ...{ service: id, agency, name: page.name },
          ...(await applications.figures(id, from, to)),
        })),
      );
    return {
      api: offerApi(connectedApi, { figures }),
      jobs: applications.jobs,
      schedules: () => [{ name: "connected.erase", everyMs: eraseEveryMs, onceIn: ctx.db, run: applications.erase }],
      me: async ({ subject }) => {
        const [count, waiting] = await Promise.all([applications.count(subject), applications.waiting(subject)]);
        return {
          tasks: waiting.map(({ service, reference, due }) => ({
            ...{ text: "connected.me.act", params: { reference }, href: `${home}/${service}/${reference}` },
            ...(due === null ? {} : { due: String(due).slice(0, 10) }),
          })),
          tiles: [{ title: "connected.elsewhere.title", href: home, order: 12, count, text: "connected.me.text" }],
        };
      },
      routes: (app) => {
        const agencyName = agencyNames(ctx);
        const site = portalSite(ctx);
        site.register(app);
        elsewherePages(app, { ctx, site, services, applications, agencyName });
        const work = workSite(ctx, [office]);
        work.register(app);
        workPages(app, { site: work, services, agencyName });
        connectedRoutes(app, { services, applications, eid, audience: `${ctx.origin("connected")}${base}` });
      },
    };
  },
});
