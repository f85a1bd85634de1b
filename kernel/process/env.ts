import { databaseEnv } from "../db/limits.ts";
import { env, setting } from "../env.ts";

/** The settings that every process reads from its environment; modules add their own. `docs/configuration.md` is generated from them. */
export const processEnv = {
  PORT: setting("Port of the public pages. 0 lets the system choose one.", env.integer(0, 65535, 8080)),
  HOST: setting("Address that the public pages listen on.", env.text("127.0.0.1")),
  PUBLIC_ORIGIN: setting("Address that people see. With `https:` cookies are Secure and browsers insist on TLS.", env.origin(), {
    otherwise: "`http://localhost:PORT`",
  }),
  TRUSTED_PROXIES: setting("Proxies in front whose `X-Forwarded-For` is believed.", env.networks(), {
    otherwise: "loopback if `PUBLIC_ORIGIN` is https, otherwise none",
  }),
  METRICS_PORT: setting("Port of health, readiness and Prometheus metrics. 0 chooses a free port.", env.integer(0, 65535, 0)),
  METRICS_HOST: setting("Address that this port listens on: loopback or an inner network.", env.text("127.0.0.1")),
  STOP_PAUSE_SECONDS: setting(
    "How long a process that was told to stop still takes requests while its readiness says no, so that a proxy can send them elsewhere.",
    env.integer(0, 120, 0),
  ),
  TROAD_DATA: setting("Folder of keys, logs, the embedded database and the demonstration's files.", env.text("data")),
  TROAD_CONTENT: setting("Content folders, separated like `PATH`. Later ones add; none may replace.", env.text("content")),
  TROAD_DEMO: setting(
    "Synthetic people, one-click sign-in, a public inbox and background traffic. With https or beyond loopback it must be set to `on` explicitly.",
    env.flag(true),
    { otherwise: "`on` in `troad up`, `off` in `troad serve`" },
  ),
  TROAD_HOSTS: setting(
    "Further host names, comma-separated, under which a proxy or another process addresses this one. Requests for other names are refused.",
    env.text(""),
  ),
  DATABASE_URL: setting(
    "Your own PostgreSQL. `DATABASE_URL_<MODULE>` (such as `DATABASE_URL_ROAD`) places the schemas of one module elsewhere.",
    env.optional(),
    { otherwise: "the embedded server", secret: true },
  ),
  DATABASE_REPLICA_URL: setting(
    "A standby of `DATABASE_URL`, for reads whose answer may be some seconds old. One that is away or too far behind is left for the primary.",
    env.optional(),
    { otherwise: "all reads go to the primary", secret: true },
  ),
  ...databaseEnv,
  LOG_LEVEL: setting(
    "Least severe level that is logged, as JSON lines.",
    env.oneOf(["trace", "debug", "info", "warn", "error", "silent"] as const, "info"),
  ),
  LOG_FILE: setting("Log file below `TROAD_DATA`.", env.optional(), { otherwise: "standard error; `troad.log` in `troad up`" }),
  LOG_MAX_MIB: setting("Size at which the log file is rotated.", env.integer(1, 1_048_576, 64)),
  LOG_KEEP: setting("Number of rotated log files that are kept.", env.integer(0, 100, 5)),
  PEERS: setting(
    "Modules in other processes, comma-separated: `road=https://host:port`. A process with pages needs `portal` among its peers.",
    env.text(""),
  ),
  PEER_PORT: setting(
    "Port at which other processes reach the modules of this one, over mTLS. 0 chooses a free port.",
    env.optional(),
    {
      otherwise: "no listener; 0 in `troad up`",
    },
  ),
  PEER_BIND: setting("Address that this listener binds to.", env.text("127.0.0.1")),
  PEER_HOST: setting("Host name under which others reach it, as invitations state it.", env.text("127.0.0.1")),
  SERVICE_BIND: setting(
    "Address on which modules answer gateways of agencies that are on other machines: loopback, or an inner network that is encrypted.",
    env.text("127.0.0.1"),
  ),
  SERVICE_HOST: setting(
    "Address under which those gateways reach them: of this very process, not of all replicas.",
    env.text("127.0.0.1"),
  ),
  PEER_TLS: setting("Folder with `ca.crt`, `peer.crt` and `peer.key` of this process.", env.optional(), {
    otherwise: "a folder below `TROAD_DATA`, created at first start",
  }),
  LEDGER_PUBLISH_SECONDS: setting(
    "Interval at which heads of ledgers are published in the public log.",
    env.integer(1, 3_600, 60),
  ),
  LEDGER_CHECK_SECONDS: setting(
    "Pause between two complete checks: of the ledgers of each schema, and of the leaves of the public log.",
    env.integer(1, 604_800, 600),
  ),
  ORIGINS: setting(
    "Public origins of modules in other processes, comma-separated: `eid=https://eid.example`. Pages of a module without one are not linked.",
    env.text(""),
  ),
};
