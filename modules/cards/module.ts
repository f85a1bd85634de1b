import multipart from "@fastify/multipart";
import { eidApi } from "@troad/eid/api";
import { defineModule, env, handleJob, offerApi, setting } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { portalSite, sitePages, workSite } from "@troad/web";
import { cardsApi } from "./api.ts";
import { openCards } from "./cards.ts";
import { produceJob } from "./centre/batches.ts";
import { activateJob } from "./holding.ts";
import { openIssue } from "./issue/figures.ts";
import { simulationReader } from "./issue/simulation.ts";
import { osiaBase, osiaRoutes } from "./osia/routes.ts";
import { batchPages } from "./pages/batches.ts";
import { issuePages, issuePlace } from "./pages/issue.ts";
import { orderPages } from "./pages/orders.ts";
import { ownPages, ownPlace } from "./pages/own.ts";
import { parcelPages } from "./pages/parcels.ts";
import { centreRoles, places, roles } from "./pages/parts.ts";
import { stockPages } from "./pages/stock.ts";

/** The production centre of the New eID: from a granted application to a card that its holder has activated. */
export default defineModule({
  name: "cards",
  root: import.meta.url,
  needs: ["eid", "pki", "portal", "road"],
  serves: ["/osia"],
  me: true,
  pages: sitePages({
    paths: [...Object.values(places), ownPlace, issuePlace],
    nav: [
      { area: "work", href: places.stock, text: "cards.stock.title", order: 64, roles: centreRoles },
      { area: "work", href: places.batches, text: "cards.batches.title", order: 65, roles: [roles.operator, roles.checker] },
      {
        area: "work",
        href: places.parcels,
        text: "cards.parcels.title",
        order: 66,
        roles: [roles.operator, roles.checker, roles.office],
      },
    ],
    footer: [{ href: issuePlace, text: "cards.issue.title", order: 45, group: "government" }],
    queues: [{ href: places.orders, text: "cards.orders.title", order: 47, roles: [roles.office], count: "orders" }],
  }),
  reserved: { order: ["subscriptions"], personDied: ["subscriptions"] },
  env: {
    CARDS_TOKEN_MODULE: setting(
      "PKCS#11 library of the reader in which the keys of cards are made; together with CARDS_PRINTER_KEY.",
      env.optional(),
      { otherwise: "no cards are made here" },
    ),
    CARDS_PRINTER_KEY: setting("File with the public key (JWK, P-256) of the printer of PIN letters.", env.optional()),
    CARDS_LEASE_SECONDS: setting(
      "How long a worker may take for a card before another one takes the card for broken off and its blank for void.",
      env.integer(1, 3_600, 120),
    ),
  },
  create: async (ctx) => {
    const cards = await openCards(ctx, {
      tokenModule: ctx.env.CARDS_TOKEN_MODULE,
      printerKey: ctx.env.CARDS_PRINTER_KEY,
      leaseSeconds: ctx.env.CARDS_LEASE_SECONDS,
    });
    const issue = openIssue(ctx, ctx.use(roadApi), cards.content.agency);
    return {
      schedules: () => [issue.schedule],
      queues: {
        orders: async (held) => ({
          count: held.some(({ role }) => role === roles.office) ? await cards.orders.count(["photo"], 1_000) : 0,
          oldest: null,
        }),
      },
      me: async () => ({ tasks: [], tiles: [{ title: "cards.own.title", href: ownPlace, order: 27, text: "cards.me" }] }),
      routes: (app) => {
        const site = portalSite(ctx);
        site.register(app);
        const simulation = ctx.demo ? simulationReader(ctx.dataDir) : () => null;
        issuePages(app, { ctx, site, issue, simulation });
        const work = workSite(ctx, Object.values(places));
        work.register(app);
        for (const pages of [stockPages, batchPages, parcelPages]) pages(app, { ctx, site: work, cards });
        app.register(async (forms) => {
          await forms.register(multipart, { throwFileSizeLimit: false });
          ownPages(forms, { ctx, site, cards, eid: ctx.use(eidApi) });
          orderPages(forms, { ctx, site: work, cards });
        });
        const audience = `${ctx.origin("cards")}${osiaBase}`;
        osiaRoutes(app, { db: ctx.db, content: ctx.content, cards, eid: ctx.use(eidApi), audience });
      },
      api: offerApi(cardsApi, {
        order: async (order) => ({ order: (await cards.orders.place(order)).id }),
        personDied: async (nationalId) => ({ ended: await cards.holding.died(nationalId) }),
      }),
      // what registers tell is acted on in the ministry's own process
      grants: (agencies, method) => agencies.includes(cards.content.agency) && (method === "order" || method === "personDied"),
      jobs: [
        handleJob(produceJob, ({ payload }) => cards.batches.produce(payload.batch)),
        handleJob(activateJob, ({ payload }) => cards.holding.job(payload.card)),
      ],
    };
  },
});
