import { benefitsApi } from "@troad/benefits/api";
import { cardsApi } from "@troad/cards/api";
import { eidApi } from "@troad/eid/api";
import { defineModule, env, handleJob, setting } from "@troad/kernel";
import { registersApi } from "@troad/registers/api";
import { roadApi } from "@troad/road/api";
import { readSubscriptions } from "./domain/subscription.ts";
import { react, reactJob, takeIn } from "./react.ts";
import { beginTelling, tellSubscriber } from "./tell.ts";

/** Agencies that are told when a record of another agency's register changes, and what they do then. */
export default defineModule({
  name: "subscriptions",
  root: import.meta.url,
  needs: ["registers", "road", "eid", "benefits", "cards"],
  agencyScoped: true,
  env: {
    SUBSCRIPTIONS_SECONDS: setting(
      "How often agencies look for changes to tell, and for what they were told.",
      env.integer(1, 3_600, 2),
    ),
  },
  create: (ctx) => {
    const all = readSubscriptions(ctx.content);
    const told = all.filter(({ agency }) => ctx.agencies.includes(agency.id));
    const telling = all.filter(({ teller }) => ctx.agencies.includes(teller.agency.id));
    const parts = {
      ctx,
      registers: ctx.use(registersApi),
      road: ctx.use(roadApi),
      eid: ctx.use(eidApi),
      benefits: ctx.use(benefitsApi),
      cards: ctx.use(cardsApi),
    };
    const everyMs = ctx.env.SUBSCRIPTIONS_SECONDS * 1_000;
    return {
      jobs: [
        handleJob(reactJob, async ({ payload }) => {
          const subscription = told.find(({ id }) => id === payload.subscription);
          // content no longer has it: what it would have done is not known any more
          if (subscription) await react(parts, subscription, payload);
        }),
      ],
      start: async () => {
        for (const one of telling) await beginTelling(parts, one);
      },
      schedules: () => [
        ...telling.map((one) => ({
          ...{ name: "subscriptions.tell", everyMs, onceIn: ctx.agencyDb(one.teller.agency.id) },
          run: () => tellSubscriber(parts, one),
        })),
        ...[...new Set(told.map(({ agency }) => agency.id))].map((agency) => ({
          ...{ name: "subscriptions.take-in", everyMs, onceIn: ctx.agencyDb(agency) },
          run: () => takeIn(parts, agency),
        })),
      ],
    };
  },
});
