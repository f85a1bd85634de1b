import type { SourceFile } from "./transactions.ts";

/** Timers of modules that are no work at intervals: each belongs to connections, and ends with them. */
export const timersOfConnections: Readonly<Record<string, string>> = {
  "modules/road/gateway/listen.ts": "the pace of one body",
  "modules/road/gateway/link/channel-client.ts": "answers that one connection waits for",
  "modules/road/gateway/link/channel-server.ts": "signs of life on one connection",
  "modules/invoice/intake/receiving.ts": "the pace of bodies, while some are on their way",
};

/** Finds timers that repeat in modules: work at intervals is a schedule, which the kernel runs, counts and stops. */
export const ownTimers = (sources: readonly SourceFile[], allowed = timersOfConnections): string[] =>
  sources
    .filter(
      ({ path, source }) => /\bsetInterval\s*\(|timers\/promises.*\bsetInterval/.test(source) && !Object.hasOwn(allowed, path),
    )
    .map(({ path }) => `${path}: setInterval; work at intervals is a schedule of the module`);
