import { defineModule, env } from "@troad/kernel";
import { startTraffic } from "./traffic.ts";

/** Quiet synthetic traffic, so that no page of the demonstration is empty: now and then a synthetic student applies for something. */
export default defineModule({
  name: "demo",
  root: import.meta.url,
  needs: ["cases"],
  env: {
    /** Seconds between two applications; 0 sends none. */
    DEMO_TRAFFIC_SECONDS: env.integer(0, 86_400, 60),
    PEOPLE: env.integer(0, 10_000_000, 10_000),
    POPULATION_SEED: env.text("t-road"),
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
