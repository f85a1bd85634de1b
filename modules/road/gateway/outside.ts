import dns from "node:dns";
import net from "node:net";
import { Agent, buildConnector } from "undici";
import { type Networks, notPublic } from "../domain/networks.ts";

type Resolve = (
  host: string,
  options: dns.LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

/**
 * Connects only to permitted addresses. The check applies to the address that is connected to, after name resolution, so a name that
 * changes its answer gains nothing.
 */
export function guardedConnect(
  may: (address: string) => boolean,
  options: buildConnector.BuildOptions = {},
  resolve: Resolve = dns.lookup,
): buildConnector.connector {
  const refusal = (host: string): Error => new Error(`${host} is an address that may not be called`);
  const lookup: net.LookupFunction = (host, lookupOptions, done) =>
    resolve(host, { ...lookupOptions, all: true }, (error, addresses) => {
      const found = addresses?.filter(({ address }) => may(address)) ?? [];
      if (error || !found[0]) done(error ?? refusal(host), "", 4);
      else if (lookupOptions.all) done(null, found);
      else done(null, found[0].address, found[0].family);
    });
  const connect = buildConnector({ timeout: 5_000, ...options, lookup });
  return (request, done) => {
    const host = request.hostname.replace(/^\[(.*)\]$/, "$1");
    // literal addresses are never looked up
    if (net.isIP(host) !== 0 && !may(host)) done(refusal(host), null);
    else connect(request, done);
  };
}

/** Calls addresses that a foreign file names: public ones, and internal ones only if the operator listed their network. */
export const outsideAgent = (allowed: Networks): Agent =>
  new Agent({ connect: guardedConnect((address) => allowed.hold(address) || !notPublic.hold(address)) });
