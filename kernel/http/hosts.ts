import { isIP } from "node:net";
import { kernelFailure } from "../errors.ts";

/** Host names at which a listener is addressed, without ports. */
export type Hosts = ReadonlySet<string>;

/** The host names of addresses and bare names. */
export const hostsOf = (...addresses: (string | undefined)[]): Hosts =>
  new Set(addresses.flatMap((address) => (address ? [nameIn(address.includes("://") ? new URL(address).host : address)] : [])));

/** How a listener that is bound to an address is reached from this machine, as a part of a URL. */
export function addressFor(bound: string): string {
  if (bound === "0.0.0.0") return "127.0.0.1";
  if (bound === "::") return "[::1]";
  return isIP(bound) === 6 ? `[${bound}]` : bound;
}

/** `name[:port]` without the port, in lower case. */
function nameIn(host: string): string {
  const [, literal] = /^\[([^\]]+)\](?::\d+)?$/.exec(host) ?? [];
  return (literal ?? host.replace(/:\d+$/, "")).toLowerCase();
}

/**
 * Whether a Host header names this machine or one of `hosts`. In a DNS rebinding attack, an attacker's name resolves to this machine and
 * the browser sends that name. For an attacker's page it never sends an IP address, `localhost` or a name without a dot: nobody can
 * register such names of an inner network (`http://gateway:5580`). No browser omits the header (HTTP/1.0).
 */
export function isOurHost(header: string | undefined, hosts: Hosts = new Set()): boolean {
  if (header === undefined) return true;
  const name = nameIn(header);
  return /^[a-z0-9-]+$/.test(name) || isIP(name) !== 0 || hosts.has(name);
}

/** Refuses a request for a host name that is not ours (RFC 9110 section 15.5.20). */
export function refuseForeignHost(header: string | undefined, hosts?: Hosts): void {
  if (!isOurHost(header, hosts)) throw kernelFailure("request.misdirected");
}
