import { isIP } from "node:net";
import { ConfigurationError } from "../env.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";

type Options = { demo: boolean; explicit: boolean; origin: string | undefined; host: string; log: Log; metrics: Metrics };

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

const nameIn = (origin: string): string => new URL(origin).hostname.replace(/^\[|\]$/g, "");

/**
 * Whether this process runs the demonstration, in which anyone can sign in as anyone. If others can reach the process, it has to be
 * requested by name; the log and a gauge then say so, because a forgotten demonstration looks like the real thing.
 */
export function demonstration({ demo, explicit, origin, host, log, metrics }: Options): boolean {
  const isPublic = !isLoopback(host) || (origin !== undefined && (origin.startsWith("https:") || !isLoopback(nameIn(origin))));
  if (demo && isPublic && !explicit)
    throw new ConfigurationError(
      `The demonstration lets anybody sign in as anybody, and ${origin ?? `HOST=${host}`} is not this machine alone. ` +
        "Set TROAD_DEMO=off, or TROAD_DEMO=on if everybody in it is made up.",
      "demo.public",
    );
  metrics.gauge("demonstration", "1 where anybody can sign in as a synthetic person").set(demo ? 1 : 0);
  if (demo && isPublic) log.warn({ origin, host }, "the demonstration is open to others: anybody signs in as anybody");
  return demo;
}
