import dns from "node:dns";
import net from "node:net";
import { Agent, buildConnector } from "undici";
import { type Networks, notPublic } from "../domain/networks.ts";

/**
 * Calls addresses that a stranger's file names: public ones, and inner ones only where the operator named their network. The check
 * is made on the address that is connected to, after the name was resolved, so a name that changes its mind gains nothing.
 */
export function outsideAgent(allowed: Networks): Agent {
  const may = (address: string): boolean => allowed.hold(address) || !notPublic.hold(address);
  const refusal = (host: string): Error => new Error(`${host} is an inner address that no operator named`);
  const lookup: net.LookupFunction = (host, options, done) =>
    dns.lookup(host, { ...options, all: true }, (error, addresses) => {
      const found = addresses?.filter(({ address }) => may(address)) ?? [];
      if (error || !found[0]) done(error ?? refusal(host), "", 4);
      else if (options.all) done(null, found);
      else done(null, found[0].address, found[0].family);
    });
  const connect = buildConnector({ timeout: 5_000, lookup });
  return new Agent({
    connect: (options, done) => {
      const host = options.hostname.replace(/^\[(.*)\]$/, "$1");
      // literal addresses are never looked up
      if (net.isIP(host) !== 0 && !may(host)) done(refusal(host), null);
      else connect(options, done);
    },
  });
}
