import { defineModule } from "@troad/kernel";
import { sitePages } from "@troad/web";
import { roadEnv } from "./env.ts";
import { roadListings } from "./listings.ts";
import { openRoad } from "./road.ts";
import { accessLedger } from "./store/access.ts";

/** T-Road: the registry and the public log (platform), and the gateways of the agencies that run in this process. */
export default defineModule({
  name: "road",
  root: import.meta.url,
  needs: ["pki", "registers", "notify", "portal"],
  agencyScoped: true,
  anchors: true,
  reserved: { offerService: ["cases", "identity", "invoice", "passbook"], offers: ["cases"], act: ["cases"] },
  readsAudit: true,
  ledgers: [accessLedger],
  early: ["/internalconf", "/V5/", "/V6/"],
  serves: ["/road", "/tlog", "/externalconf"],
  env: roadEnv,
  pages: sitePages({
    listings: roadListings,
    paths: ["/catalogue", "/access", "/exchanges", "/registry", "/audit", "/log", "/open"],
    footer: [
      { group: "developers", href: "/catalogue", text: "road.catalogue.title", order: 20 },
      { group: "government", href: "/open", text: "road.open.title", order: 15 },
      { group: "government", href: "/log", text: "road.log.title", order: 20 },
    ],
    nav: [
      { area: "work", href: "/exchanges", text: "road.exchanges.title", order: 50, roles: ["provider-officer"] },
      { area: "work", href: "/access", text: "road.access.title", order: 55, roles: ["case-officer", "provider-officer"] },
      { area: "work", href: "/registry", text: "road.registry.title", order: 60, roles: ["road-operator"] },
      { area: "work", href: "/audit", text: "road.audit.title", order: 70, roles: ["auditor"] },
      { area: "work", href: "/audit/ledgers", text: "road.ledgers.title", order: 72, roles: ["auditor"] },
      { area: "work", href: "/audit/records", text: "road.records.title", order: 74, roles: ["auditor"] },
    ],
    queues: [
      { href: "/registry?state=submitted", text: "road.queue.registry", order: 22, roles: ["road-operator"], count: "registry" },
      { href: "/audit/alarms", text: "road.queue.alarms", order: 24, roles: ["auditor"], count: "alarms" },
    ],
  }),
  create: (ctx) => openRoad(ctx, ctx.env),
});
