import { databaseEnv } from "../db/limits.ts";
import { env } from "../env.ts";

/** What every process reads from its environment; modules add their own. */
export const processEnv = {
  PORT: env.integer(0, 65535, 8080),
  HOST: env.text("127.0.0.1"),
  PUBLIC_ORIGIN: env.origin(),
  /** Proxies in front whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: env.networks(),
  METRICS_PORT: env.integer(0, 65535, 0),
  TROAD_DATA: env.text("data"),
  TROAD_CONTENT: env.text("content"),
  /** `troad up` leaves it on, `troad serve` turns it off; see process/demonstration.ts. */
  TROAD_DEMO: env.flag(true),
  /** Further host names under which a proxy or another process addresses this one, separated by commas. */
  TROAD_HOSTS: env.text(""),
  DATABASE_URL: env.optional(),
  ...databaseEnv,
  LOG_LEVEL: env.oneOf(["trace", "debug", "info", "warn", "error", "silent"] as const, "info"),
  LOG_FILE: env.optional(),
  /** A log file that would grow beyond this is put aside; so many old ones are kept. */
  LOG_MAX_MIB: env.integer(1, 1_048_576, 64),
  LOG_KEEP: env.integer(0, 100, 5),
  /** Modules in other processes: `road=https://host:port,pki=https://host:port`. */
  PEERS: env.text(""),
  /** Where other processes reach the modules of this one; 0 chooses a port, absent opens none. */
  PEER_PORT: env.optional(),
  /** The address on which that listener binds, and the host name by which others reach it. */
  PEER_BIND: env.text("127.0.0.1"),
  PEER_HOST: env.text("127.0.0.1"),
  /** Folder with ca.crt, peer.crt and peer.key; made under the data folder when absent. */
  PEER_TLS: env.optional(),
  /** How often heads of ledgers are published in the public log, and how often each schema's ledgers are checked. */
  LEDGER_PUBLISH_SECONDS: env.integer(1, 3_600, 60),
  LEDGER_CHECK_SECONDS: env.integer(1, 604_800, 600),
  /** Public origins of modules in other processes: `eid=https://eid.example`. */
  ORIGINS: env.text(""),
};
processEnv.DATABASE_URL.secret = true;
