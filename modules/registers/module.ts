import { defineModule, env, setting } from "@troad/kernel";
import { openRegisters } from "./registers.ts";

/** The registers of the agencies that run in this process, each behind a service that only the agency's own gateway reaches. */
export default defineModule({
  name: "registers",
  root: import.meta.url,
  needs: ["pki"],
  agencyScoped: true,
  reserved: { admit: ["invoice"], consentsEnded: ["invoice"], changesAfter: ["subscriptions"], receivedAfter: ["subscriptions"] },
  env: {
    PEOPLE: setting("Number of synthetic people in the registers of the demonstration.", env.integer(0, 10_000_000, 10_000)),
    POPULATION_SEED: setting("Seed of the synthetic population: the same text makes the same people.", env.text("t-road")),
  },
  create: (ctx) => openRegisters(ctx, { seed: ctx.env.POPULATION_SEED, size: ctx.env.PEOPLE }),
});
