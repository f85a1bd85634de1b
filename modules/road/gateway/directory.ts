import type { Clock, Log } from "@troad/kernel";
import { parseCertificate, verifySealJws } from "@troad/trust";
import { request } from "undici";
import { roadFailure } from "../domain/errors.ts";
import { type GlobalConf, globalConfType } from "../domain/globalconf.ts";

/** The global configuration as a gateway knows it: fetched, verified against the anchor, used until it expires. */
export type Directory = {
  current(): GlobalConf;
  /** Fetches first where the one in use has expired: after an outage or a machine's sleep nobody waits for the next round. */
  awake(): Promise<void>;
  refresh(): Promise<void>;
  /** Fetches again when something is not in the configuration that may be new; at most once a second. */
  lookAgain(): Promise<void>;
  stop(): void;
};

export type Anchor = { root: string; member: string };

const everyMs = 15_000;
const maxBytes = 4 * 1024 * 1024;

/** Keeps the configuration of `url` fresh. A failed fetch leaves the last good one in use until its own expiry. */
export function openDirectory(options: { url: string; anchor: Anchor; clock: Clock; log: Log }): Directory {
  const root = parseCertificate(options.anchor.root);
  let conf: GlobalConf | undefined;
  let fetchedAt = 0;
  let failedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  async function load(): Promise<void> {
    const answer = await request(options.url, { headersTimeout: 5_000, bodyTimeout: 5_000 });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || text.length > maxBytes) throw new Error(`global configuration: HTTP ${answer.statusCode}`);
    const verified = await verifySealJws(text, {
      typ: globalConfType,
      roots: [root],
      at: options.clock.now(),
      member: options.anchor.member,
    });
    if (!verified.ok) throw new Error(`global configuration refused: ${verified.code}`);
    const fresh = verified.value as GlobalConf;
    if (Date.parse(fresh.expiresAt) <= options.clock.now().getTime()) throw new Error("global configuration refused: expired");
    if (conf && fresh.issuedAt < conf.issuedAt) throw new Error("global configuration refused: older than the one in use");
    conf = fresh;
    fetchedAt = performance.now();
  }

  const refresh = (): Promise<void> => {
    fetching ??= load().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  const failed = (): void => {
    failedAt = performance.now();
  };
  const timer = setInterval(
    () => void refresh().catch((error: unknown) => options.log.warn({ err: error }, "global configuration not refreshed")),
    everyMs,
  );
  return {
    current: () => {
      if (!conf || Date.parse(conf.expiresAt) <= options.clock.now().getTime())
        throw roadFailure("Server.ClientProxy.OutdatedGlobalConf");
      return conf;
    },
    refresh,
    awake: async () => {
      const over = !conf || Date.parse(conf.expiresAt) <= options.clock.now().getTime();
      if (over && (fetching || performance.now() - failedAt > 1_000)) await refresh().catch(failed);
    },
    lookAgain: async () => {
      if (performance.now() - fetchedAt > 1_000) await refresh().catch(() => undefined);
    },
    stop: () => clearInterval(timer),
  };
}
