import { type EnvOf, env, setting } from "@troad/kernel";

/** What the module reads from its environment. */
export const roadEnv = {
  ROAD_GLOBALCONF_URL: setting("Address of the global configuration.", env.optional(), { otherwise: "where the anchor says" }),
  ROAD_ANCHOR: setting("Configuration anchor file: whose signature the global configuration must bear.", env.optional(), {
    otherwise: "the anchor that the platform of this installation gives",
  }),
  ROAD_OCSP_URL: setting("Address of the OCSP responder.", env.optional(), { otherwise: "this installation's" }),
  ROAD_TSA_URL: setting("Address of the time-stamping authority.", env.optional(), { otherwise: "this installation's" }),
  ROAD_TIMESTAMP_GRACE_SECONDS: setting(
    "How long exchanges keep working while the time-stamping authority is down.",
    env.integer(1, 604_800, 14_400),
  ),
  ROAD_CONFIGURATION_SECONDS: setting(
    "Lifetime of a published global configuration; exchanges keep working this long if the registry is down.",
    env.integer(5, 600, 600),
  ),
  ROAD_RENEWAL_SECONDS: setting(
    "Interval at which a gateway checks whether one of its certificates is about to expire.",
    env.integer(1, 86_400, 3_600),
  ),
  ROAD_ENDINGS_SECONDS: setting(
    "Interval at which the registry checks for rights that end soon or have ended.",
    env.integer(1, 3_600, 15),
  ),
  ROAD_SENDER_SECONDS: setting(
    "Time limit for receiving one request, or one message of another gateway.",
    env.integer(1, 600, 60),
  ),
  ROAD_BIND: setting("Address that gateways listen on.", env.text("127.0.0.1")),
  ROAD_HOST: setting("Host name under which other gateways reach them.", env.text("127.0.0.1")),
  ROAD_CONSUMER_BIND: setting("Address for the agency's information systems: loopback or an inner network.", env.optional(), {
    otherwise: "`ROAD_BIND`",
  }),
  ROAD_CONSUMER_HOST: setting("Host name under which information systems reach their gateway.", env.optional(), {
    otherwise: "`ROAD_HOST`",
  }),
  ROAD_PORTS: setting("Fixed ports of gateways, comma-separated: `moi=5580:5500` (information systems:gateways).", env.text(""), {
    otherwise: "free ports",
  }),
  ROAD_TLS_PORTS: setting("HTTPS ports for information systems, comma-separated: `moi=8443`.", env.text("")),
  ROAD_XROAD_PORTS: setting(
    "Listeners for X-Road security servers, comma-separated: `moi=5500:5577` (messages:status answers).",
    env.text(""),
  ),
  ROAD_XROAD_PEER_PORTS: setting(
    "Ports at which X-Road security servers are called (messages:status answers).",
    env.text("5500:5577"),
  ),
  ROAD_HSM: setting("Gateways whose sealing key is in a PKCS#11 token, space-separated; see below.", env.text("")),
  ROAD_WITNESSES: setting("Witnesses of the public log, space-separated: `verifier key=submission prefix`.", env.text(""), {
    otherwise: "those of this installation",
  }),
  ROAD_MAX_BODY_MIB: setting("Largest body of a message.", env.integer(1, 1_048_576, 2048)),
  ROAD_STAMP_EACH_UP_TO: setting(
    "Number of answers waiting for a time stamp up to which each gets its own. Above it they share one, and get their own when their evidence is fetched.",
    env.integer(1, 1000, 8),
  ),
  ROAD_ARCHIVE_EXCHANGES: setting("Number of exchanges at which an archive is closed.", env.integer(1, 1000, 500)),
  ROAD_ARCHIVE_SECONDS: setting(
    "Longest time that an exchange waits for its archive to be closed.",
    env.integer(1, 2_592_000, 86_400),
  ),
  ROAD_ERASURE_SECONDS: setting(
    "Interval at which bodies are erased whose retention has ended (`retention.json`) or whose erasure was ordered.",
    env.integer(1, 86_400, 60),
  ),
  ROAD_SERVER_CODE: setting(
    "Code of the gateways of this process; a second gateway of a member needs another one.",
    env.text("SS1"),
  ),
  ROAD_NETWORKS: setting(
    "The government's service network, as CIDR blocks. Gateways outside it are not activated.",
    env.text("127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"),
  ),
  ROAD_FEDERATION_NETWORKS: setting(
    "Inner networks in which configuration sources of federated instances may be. Public addresses always may.",
    env.text(""),
  ),
  ROAD_SERVICE_NETWORKS: setting("Networks in which information systems behind gateways may be, as CIDR blocks.", env.text(""), {
    otherwise: "all but link-local, multicast and unspecified addresses",
  }),
  ROAD_RECORD_GRACE_SECONDS: setting(
    "Time a member has to publish the record of an exchange before it is compared with the other side's.",
    env.integer(1, 86_400, 60),
  ),
  /** The kernel's checks keep the same interval. */
  LEDGER_CHECK_SECONDS: setting(
    "Pause between two complete checks: of the ledgers of each schema, and of the leaves of the public log.",
    env.integer(1, 604_800, 600),
  ),
};

export type RoadEnv = EnvOf<typeof roadEnv>;
