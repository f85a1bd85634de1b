import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Networks in which no service of others is (IANA special-purpose address registries): ours, this machine, the cloud's own services. */
const own = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  own.addSubnet(network, bits, "ipv4");
/** Only global unicast is public (RFC 4291), without transition mechanisms that carry an IPv4 address, and documentation. */
const publicSix = new BlockList();
publicSix.addSubnet("2000::", 3, "ipv6");
const ownSix = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  ownSix.addSubnet(network, bits, "ipv6");

/** Whether an address belongs to the public Internet. */
export function isPublic(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !own.check(address, "ipv4");
  return kind === 6 && publicSix.check(address, "ipv6") && !ownSix.check(address, "ipv6");
}

/** Whether a host is one of `allowed`; `*.example` allows every name below it, not itself. */
export const isAllowedHost = (host: string, allowed: readonly string[]): boolean =>
  allowed.some((one) => (one.startsWith("*.") ? host.endsWith(one.slice(1)) && host.length > one.length - 1 : host === one));

/**
 * An address that others named, as a URL that may be called: https, a host of `allowed`, without user or password, at the usual port. Undefined
 * otherwise (basecamp/once-campfire#265). Where the name leads is checked when it is called: `publicLookup`.
 */
export function outside(address: string, allowed: readonly string[]): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isPlain = url.protocol === "https:" && url.username === "" && url.password === "";
  return isPlain && isAllowedHost(url.host, allowed) ? url : undefined;
}

/** Name resolution of one connection: the address that was checked is the one that is called, so no second answer of DNS can differ. */
export const publicLookup: LookupFunction = (host, options, done) =>
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    const good = found.filter(({ address }) => isPublic(address));
    if (good.length === 0) return done(new Error(`${host} leads to no public address`), []);
    if (options.all) return done(null, good);
    done(null, good[0]!.address, good[0]!.family);
  });
