import { defineModule, env } from "@troad/kernel";
import { sitePages } from "@troad/web";
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
  readsAudit: true,
  ledgers: [accessLedger],
  early: ["/internalconf", "/V5/", "/V6/"],
  env: {
    /** Where the global configuration is fetched; default: where the anchor says. */
    ROAD_GLOBALCONF_URL: env.optional(),
    /** A configuration anchor file; default: the anchor that the platform of this installation gives. */
    ROAD_ANCHOR: env.optional(),
    ROAD_OCSP_URL: env.optional(),
    ROAD_TSA_URL: env.optional(),
    /** How long exchanges go on while the time-stamping authority is down. */
    ROAD_TIMESTAMP_GRACE_SECONDS: env.integer(1, 604_800, 14_400),
    /** How long a published configuration holds: so long the road goes on while the registry is away. */
    ROAD_CONFIGURATION_SECONDS: env.integer(5, 600, 600),
    /** How often a gateway looks whether a certificate of its ends soon. */
    ROAD_RENEWAL_SECONDS: env.integer(1, 86_400, 3_600),
    /** How often the registry looks for rights that end soon or have ended. */
    ROAD_ENDINGS_SECONDS: env.integer(1, 3_600, 15),
    /** How long a sender may take to send its request, or another gateway a message. */
    ROAD_SENDER_SECONDS: env.integer(1, 600, 60),
    /** The address on which gateways listen, and the host name by which others reach them. */
    ROAD_BIND: env.text("127.0.0.1"),
    ROAD_HOST: env.text("127.0.0.1"),
    /** The same for information systems of the agency; default: as for other gateways. Loopback or an inner network. */
    ROAD_CONSUMER_BIND: env.optional(),
    ROAD_CONSUMER_HOST: env.optional(),
    /** Ports at which information systems are served over HTTPS, none unless named: `moi=8443,...`. */
    ROAD_TLS_PORTS: env.text(""),
    /** Fixed ports of gateways: `moi=5580:5500,...` (consumer:server). */
    ROAD_PORTS: env.text(""),
    /** Doors for security servers of X-Road, off unless named: `moi=5500:5577,...` (messages:status answers). */
    ROAD_XROAD_PORTS: env.text(""),
    /** The ports at which servers of X-Road are asked, the same for all (messages:status answers). */
    ROAD_XROAD_PEER_PORTS: env.text("5500:5577"),
    /** Seals whose key is in a PKCS#11 token: `moi=pkcs11:token=...;object=...?module-path=...&pin-source=file:/...`. */
    ROAD_HSM: env.text(""),
    /** Witnesses of the public log: `verifier key=submission prefix`, apart by blanks; default: those of this installation. */
    ROAD_WITNESSES: env.text(""),
    ROAD_MAX_BODY_MIB: env.integer(1, 1_048_576, 2048),
    /** Up to so many answers that wait for time stamps get one each; more share one. */
    ROAD_STAMP_EACH_UP_TO: env.integer(1, 1000, 8),
    /** An archive is closed at so many exchanges, or when the oldest one has waited so long. */
    ROAD_ARCHIVE_EXCHANGES: env.integer(1, 1000, 500),
    ROAD_ARCHIVE_SECONDS: env.integer(1, 2_592_000, 86_400),
    /** How often bodies are looked for whose time is over or whose erasure was ordered. */
    ROAD_ERASURE_SECONDS: env.integer(1, 86_400, 60),
    /** Code of the gateways of this process: another one for a second gateway of a member. */
    ROAD_SERVER_CODE: env.text("SS1"),
    /** The government's service network: gateways outside of it are not activated. */
    ROAD_NETWORKS: env.text("127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"),
    /** Inner networks in which sources of federated instances may be; public addresses always may. */
    ROAD_FEDERATION_NETWORKS: env.text(""),
    /** Where information systems behind gateways may be; default: everywhere but link-local, multicast and unspecified addresses. */
    ROAD_SERVICE_NETWORKS: env.text(""),
    /** How long a member has to tell the records of an exchange before they are compared with the other side's. */
    ROAD_RECORD_GRACE_SECONDS: env.integer(1, 86_400, 60),
    /** How often the leaves of the public log are accounted for; the kernel's checks keep the same time. */
    LEDGER_CHECK_SECONDS: env.integer(1, 604_800, 600),
  },
  pages: sitePages({
    listings: roadListings,
    paths: ["/catalogue", "/access", "/exchanges", "/registry", "/audit", "/log"],
    footer: [
      { group: "developers", href: "/catalogue", text: "road.catalogue.title", order: 20 },
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
      {
        ...{ href: "/access?side=provider&state=submitted", text: "road.queue.access", order: 20 },
        ...{ roles: ["provider-officer", "case-officer"], count: "access" },
      },
      { href: "/registry?state=submitted", text: "road.queue.registry", order: 22, roles: ["road-operator"], count: "registry" },
      { href: "/audit/alarms", text: "road.queue.alarms", order: 24, roles: ["auditor"], count: "alarms" },
    ],
  }),
  create: (ctx) => openRoad(ctx, ctx.env),
});
