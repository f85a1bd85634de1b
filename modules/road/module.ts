import { defineModule, env } from "@troad/kernel";
import { openRoad } from "./road.ts";

/** T-Road: the registry and the public log (platform), and the gateways of the agencies that run in this process. */
export default defineModule({
  name: "road",
  root: import.meta.url,
  needs: ["pki", "registers"],
  agencyScoped: true,
  early: ["/road/globalconf"],
  env: {
    /** Where the global configuration is fetched; default: the platform in this installation. */
    ROAD_GLOBALCONF_URL: env.optional(),
    ROAD_OCSP_URL: env.optional(),
    ROAD_TSA_URL: env.optional(),
    /** How long exchanges go on while the time-stamping authority is down. */
    ROAD_TIMESTAMP_GRACE_SECONDS: env.integer(1, 604_800, 14_400),
    /** The address on which gateways listen, and the host name by which others reach them. */
    ROAD_BIND: env.text("127.0.0.1"),
    ROAD_HOST: env.text("127.0.0.1"),
    /** Fixed ports of gateways: `moi=5580:5500,...` (consumer:server). */
    ROAD_PORTS: env.text(""),
  },
  create: (ctx) => openRoad(ctx, ctx.env),
});
