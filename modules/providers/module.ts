import { eidApi } from "@troad/eid/api";
import { defineModule, env, installationSecret, setting } from "@troad/kernel";
import { portalSite, sitePages, workSite } from "@troad/web";
import { type Connect, openAsking } from "./asking.ts";
import { office, officePages, reviewers } from "./pages/office.ts";
import { home, ownPages } from "./pages/own.ts";
import { base, providerRoutes } from "./routes.ts";
import { openProviderSources, type SourceRow } from "./sources.ts";

/** Data that companies hold of people and give them by Taiwan's protocol. `connect`: how companies are reached, for tests. */
export const providersModule = (connect: Connect = {}) =>
  defineModule({
    name: "providers",
    root: import.meta.url,
    needs: ["eid", "portal"],
    env: {
      PROVIDER_HOSTS: setting(
        "Hosts of companies that may be asked for people's data, separated by commas; `*.` stands for every name below. Without one none are asked.",
        env.text(""),
      ),
    },
    me: true,
    pages: sitePages({
      paths: [home, office, "/mydata/tw/connect"],
      nav: [{ area: "work", href: office, text: "providers.office.title", order: 61, roles: reviewers }],
    }),
    create: (ctx) => {
      const eid = ctx.use(eidApi);
      const secret = installationSecret(`${ctx.folder}/keys`, "providers");
      const sources = openProviderSources(ctx, { eid, secret });
      const asking = openAsking(ctx, { sources, eid, secret, connect, hosts: ctx.env.PROVIDER_HOSTS.split(",").filter(Boolean) });
      const companyOf = async ({ client }: SourceRow, lang: string): Promise<string> => {
        const found = await eid.clientInForce(client);
        return found ? found.registration.organisation.name[lang === "zh-Hant" ? "zh-Hant" : "en"] : client;
      };
      return {
        jobs: asking.jobs,
        schedules: () => [{ name: "providers.erase", everyMs: 300_000, onceIn: ctx.db, run: asking.erase }],
        me: async () => ({ tasks: [], tiles: [{ title: "providers.title", href: home, order: 75, text: "providers.me" }] }),
        stop: async () => asking.close(),
        routes: (app) => {
          const site = portalSite(ctx);
          site.register(app);
          ownPages(app, { site, sources, asking, ids: ctx.ids, companyOf });
          const work = workSite(ctx, [office]);
          work.register(app);
          officePages(app, { site: work, sources, companyOf });
          providerRoutes(app, { sources, asking, eid, audience: `${ctx.origin("providers")}${base}` });
        },
      };
    },
  });

export default providersModule();
