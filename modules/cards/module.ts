import { eidApi } from "@troad/eid/api";
import { defineModule, env, handleJob, offerApi, setting } from "@troad/kernel";
import { cardsApi } from "./api.ts";
import { openCards } from "./cards.ts";
import { produceJob } from "./centre/batches.ts";
import { activateJob } from "./holding.ts";
import { osiaBase, osiaRoutes } from "./osia/routes.ts";

/** The production centre of the New eID: from a granted application to a card that its holder has activated. */
export default defineModule({
  name: "cards",
  root: import.meta.url,
  needs: ["eid", "pki"],
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
    return {
      routes: (app) => {
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
