import { defineModule, env } from "@troad/kernel";
import { openRegisters } from "./registers.ts";

/** The registers of the agencies that run in this process, each behind a service that only the agency's own gateway reaches. */
export default defineModule({
  name: "registers",
  root: import.meta.url,
  needs: ["pki"],
  agencyScoped: true,
  env: {
    /** How many synthetic people the demo's registers hold. */
    PEOPLE: env.integer(0, 10_000_000, 10_000),
    /** The same text makes the same people everywhere. */
    POPULATION_SEED: env.text("t-road"),
  },
  create: (ctx) => openRegisters(ctx, { seed: ctx.env.POPULATION_SEED, size: ctx.env.PEOPLE }),
});
