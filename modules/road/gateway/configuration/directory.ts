import type { Clock, Log } from "@troad/kernel";
import type { Anchor, GlobalConf as SignedConf } from "@troad/xroad";
import type { Dispatcher } from "undici";
import { federatedMembers, readConfiguration } from "../../domain/configuration.ts";
import { roadFailure } from "../../domain/errors.ts";
import type { GlobalConf, KnownMember } from "../../domain/globalconf.ts";
import { fetchConfiguration, type Source, verifyDownload } from "./fetch-configuration.ts";
import { keptConfiguration } from "./kept-configuration.ts";
import { openLooks } from "./looks.ts";

/** The global configuration as a gateway knows it: fetched, verified against the anchor, used until it expires. */
export type Directory = {
  current(): GlobalConf;
  /** Whether a valid one is in use. */
  peek(): boolean;
  /** shared-params.xml of an instance as signed, for tools that read it. */
  sharedParams(): { instance: string; data: Buffer }[];
  /**
   * Fetches if the one in use ends soon, and first if it has expired: after an outage or a suspended machine nobody waits for the next
   * interval.
   */
  awake(): Promise<void>;
  refresh(): Promise<void>;
  /** Fetches what is published now: a fetch in progress may have begun earlier. */
  catchUp(): Promise<void>;
  /** What may be new is not in the configuration: waits for what is published after this call. One fetch a second serves all who ask. */
  lookAgain(): Promise<void>;
  /** What is in the configuration may be outdated: the same fetch, and nobody waits for its turn. */
  lookSoon(): Promise<void>;
  /** Revokes rights at once, whatever the configuration in use says. */
  deny(rights: string[]): void;
  stop(): void;
};

export type DirectoryOptions = {
  url: string;
  anchor: Anchor;
  /** Where the last good configuration is kept. */
  folder: string;
  /** How sources of other instances are called. */
  outside: Dispatcher;
  clock: Clock;
  log: Log;
};

const everyMs = 15_000;
/** Minimum number of fetches during a configuration's life. */
const partsOfLife = 4;
/** After a failed fetch; doubled with each further one. */
const afterFailureMs = 1_000;
/** Between two fetches for what is missing, and after one that failed for a configuration that has expired. */
const pauseMs = 1_000;
/** Ids of rights are never reused, so a denial needs no end; the number remembered is limited. */
const maxDenied = 10_000;

type Held = { signed: SignedConf; conf: GlobalConf; expires: number; shared: { instance: string; data: Buffer } };
type Federated = { signed: SignedConf; members: KnownMember[]; expires: number; shared: { instance: string; data: Buffer } };

/** Keeps the configuration fresh. After a failed fetch the last good one stays in use until it expires, even over a restart. */
export function openDirectory(options: DirectoryOptions): Directory {
  const { anchor, clock, log } = options;
  const kept = keptConfiguration(options.folder, anchor.instance);
  const denied = new Set<string>();
  const federated = new Map<string, Federated>();
  const source: Source = { url: options.url, anchor, distribution: "internal" };
  let held = recall();
  let conf: GlobalConf | undefined = held?.conf;
  let failedAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  let fetching: Promise<void> | undefined;

  function recall(): Held | undefined {
    const download = kept.read();
    if (!download) return undefined;
    try {
      const found = hold(verifyDownload(download, anchor.instance, clock.now()), download.files);
      // a clock that was wrong then must not keep out everything newer now
      return Date.parse(found.conf.issuedAt) <= clock.now().getTime() + 60_000 ? found : undefined;
    } catch (error) {
      log.info({ err: error }, "the configuration on disk is no longer good");
      return undefined;
    }
  }

  function hold(signed: SignedConf, files: ReadonlyMap<string, Buffer>): Held {
    const read = readConfiguration(signed, anchor.instance);
    if (!read) throw new Error("global configuration refused: without the part of T-Road");
    return { signed, conf: read, expires: signed.directory.expires.getTime(), shared: sharedOf(signed, anchor.instance, files) };
  }

  async function load(): Promise<void> {
    const { signed, download } = await fetchConfiguration(source, held?.signed, () => clock.now());
    const fresh = hold(signed, download.files);
    if (held && fresh.conf.issuedAt < held.conf.issuedAt)
      throw new Error("global configuration refused: older than the one in use");
    kept.write(download);
    held = fresh;
    show();
    await loadFederated(fresh.signed.private?.anchors ?? []);
  }

  /** Each instance by its own signature; one that fails keeps its last good configuration, and never blocks our own. */
  async function loadFederated(anchors: readonly Anchor[]): Promise<void> {
    for (const instance of federated.keys()) if (!anchors.some((one) => one.instance === instance)) federated.delete(instance);
    const fetches = anchors.map(async (one) => {
      const url = one.sources[0]?.url ?? "";
      const from: Source = { url, anchor: one, distribution: "external", dispatcher: options.outside };
      const { signed, download } = await fetchConfiguration(from, federated.get(one.instance)?.signed, () => clock.now());
      const shared = signed.shared.get(one.instance)!;
      federated.set(one.instance, {
        signed,
        members: federatedMembers(shared),
        expires: signed.directory.expires.getTime(),
        shared: sharedOf(signed, one.instance, download.files),
      });
    });
    for (const [index, result] of (await Promise.allSettled(fetches)).entries())
      if (result.status === "rejected")
        log.warn(
          { err: result.reason as Error, instance: anchors[index]?.instance },
          "a federated configuration was not fetched",
        );
    if (fetches.length > 0) show();
  }

  /** Assembles the configuration to query; a new object, so that its index is new. */
  function show(): void {
    if (!held) return;
    const now = clock.now().getTime();
    const agreements = held.conf.agreements.filter(({ id }) => !denied.has(id));
    const others = [...federated].filter(([, { expires }]) => expires > now);
    conf = { ...held.conf, agreements, federated: others.map(([instance, { members }]) => ({ instance, members })) };
  }

  const refresh = (): Promise<void> => {
    fetching ??= load()
      .then(
        () => {
          failures = 0;
        },
        (error: unknown) => {
          failures += 1;
          failedAt = performance.now();
          throw error;
        },
      )
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  };
  const catchUp = async (): Promise<void> => {
    await fetching?.catch(() => undefined);
    await refresh();
  };
  const looks = openLooks(catchUp, pauseMs);
  const lifeMs = (): number => (held ? held.expires - Date.parse(held.conf.issuedAt) : Number.POSITIVE_INFINITY);
  /** Until it ends; negative if it has ended. */
  const leftMs = (): number => (held ? held.expires - clock.now().getTime() : -1);
  const isOver = (): boolean => leftMs() <= 0;
  const mayFetch = (): boolean => performance.now() - failedAt > pauseMs;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = (): void => {
    const usual = Math.min(everyMs, lifeMs() / partsOfLife);
    const wait = failures > 0 ? Math.min(usual, afterFailureMs * 2 ** (failures - 1)) : usual;
    timer = setTimeout(() => {
      void refresh()
        .catch((error: unknown) => log.warn({ err: error }, "global configuration not refreshed"))
        .then(() => {
          if (!stopped) next();
        });
    }, wait);
  };
  next();
  return {
    current: () => {
      if (!conf || isOver()) throw roadFailure("Server.ClientProxy.OutdatedGlobalConf");
      return conf;
    },
    peek: () => conf !== undefined && !isOver(),
    sharedParams: () => [...(held ? [held.shared] : []), ...[...federated.values()].map(({ shared }) => shared)],
    refresh,
    catchUp,
    awake: async () => {
      if (leftMs() > lifeMs() / partsOfLife) return;
      // what is under way may have begun before the machine was suspended, and bring what has expired meanwhile
      if (isOver()) await fetching?.catch(() => undefined);
      if (!fetching && !mayFetch()) return;
      const fetched = refresh().catch(() => undefined);
      if (isOver()) await fetched;
    },
    lookAgain: looks.again,
    lookSoon: looks.soon,
    deny: (rights) => {
      for (const id of rights) if (denied.size < maxDenied) denied.add(id);
      show();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function sharedOf(signed: SignedConf, instance: string, files: ReadonlyMap<string, Buffer>) {
  const part = signed.directory.parts.find((one) => one.identifier === "SHARED-PARAMETERS" && one.instance === instance);
  return { instance, data: (part && files.get(part.location)) ?? Buffer.alloc(0) };
}
