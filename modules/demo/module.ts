import { defineModule, env, setting } from "@troad/kernel";
import { startTraffic } from "./traffic.ts";

/** Light synthetic traffic, so that no page of the demonstration is empty: from time to time a synthetic student applies for something. */
export default defineModule({
  name: "demo",
  root: import.meta.url,
  needs: ["cases"],
  env: {
    DEMO_TRAFFIC_SECONDS: setting("Interval between two synthetic applications. 0 sends none.", env.integer(0, 86_400, 60)),
    PEOPLE: setting("Number of synthetic people in the registers of the demonstration.", env.integer(0, 10_000_000, 10_000)),
    POPULATION_SEED: setting("Seed of the synthetic population: the same text makes the same people.", env.text("t-road")),
  },
  create: (ctx) => {
    let stop = (): void => undefined;
    const { DEMO_TRAFFIC_SECONDS: seconds, PEOPLE: size, POPULATION_SEED: seed } = ctx.env;
    return {
      start: async () => {
        if (ctx.demo && !ctx.agencyOnly && seconds > 0) stop = startTraffic(ctx, { everyMs: seconds * 1000, size, seed });
      },
      stop: async () => stop(),
    };
  },
});
