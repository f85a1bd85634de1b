import { createHmac, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { CodedError } from "../errors.ts";
import type { Log } from "../logging/log.ts";
import { clientNetwork } from "./client-network.ts";

/** Logs refusals and failures: who, where and why, but never so much that attackers can fill the disk. */
export type RefusalLog = (request: FastifyRequest, error: CodedError) => void;

const windowMs = 60_000;
/** Lines per window for one code from one address, and for one code from all addresses; the rest is only counted. */
const linesOfAddress = 10;
const linesOfCode = 120;
/** Addresses tracked separately in a window; beyond these, only the lines per code are limited. */
const maxAddresses = 5_000;

type Counted = { lines: number; suppressed: number; addresses: Set<string> };

/**
 * One line per refusal: method, route (the pattern, never the address with its query), a pseudonym of the client's address, and the subject
 * if known. The pseudonym is an HMAC under a key of this process: a series of requests can be followed, but the address cannot be
 * recovered.
 */
export function openRefusalLog(log: Log): RefusalLog {
  const key = randomBytes(32);
  const byCode = new Map<string, Counted>();
  const byAddress = new Map<string, number>();
  let ending: NodeJS.Timeout | undefined;

  const pseudonymOf = (address: string): string => createHmac("sha256", key).update(address).digest("base64url").slice(0, 12);

  function endWindow(): void {
    ending = undefined;
    for (const [code, { suppressed, addresses }] of byCode)
      if (suppressed > 0)
        log.warn(
          { code, suppressed, addresses: addresses.size, seconds: windowMs / 1000 },
          "more of these were not logged one by one",
        );
    byCode.clear();
    byAddress.clear();
  }

  /** Whether a line may be written; counts it either way. */
  function mayWrite(code: string, client: string): boolean {
    if (!ending) ending = setTimeout(endWindow, windowMs).unref();
    const counted = byCode.get(code) ?? { lines: 0, suppressed: 0, addresses: new Set() };
    byCode.set(code, counted);
    const name = `${code} ${client}`;
    const before = byAddress.get(name) ?? 0;
    if (before > 0 || byAddress.size < maxAddresses) byAddress.set(name, before + 1);
    if (before < linesOfAddress && counted.lines < linesOfCode) {
      counted.lines++;
      return true;
    }
    counted.suppressed++;
    if (counted.addresses.size < maxAddresses) counted.addresses.add(client);
    return false;
  }

  return (request, error) => {
    const client = pseudonymOf(clientNetwork(request.ip));
    if (!mayWrite(error.code, client)) return;
    const line = {
      code: error.code,
      ...(error.detail === undefined ? {} : { detail: error.detail.slice(0, 300) }),
      method: request.method,
      route: request.routeOptions?.url ?? "none",
      client,
      ...(request.subject === undefined ? {} : { subject: request.subject }),
    };
    if (error.status >= 500) log.error({ err: error.cause ?? error, ...line }, "request failed");
    else log.info(line, "request refused");
  };
}
