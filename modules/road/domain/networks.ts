import { BlockList, isIP } from "node:net";
import { ConfigurationError } from "@troad/kernel";

/** Address ranges, written as comma-separated CIDR blocks. */
export type Networks = { text: string; hold(address: string): boolean };

/** Throws ConfigurationError on an invalid block: a mistyped range must not silently become empty. */
export function readNetworks(text: string, name: string): Networks {
  const list = new BlockList();
  for (const block of text.split(",").map((one) => one.trim())) {
    if (block === "") continue;
    const [address = "", bits = "", ...rest] = block.split("/");
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    if (rest.length > 0 || family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
      throw new ConfigurationError(`${name}: ${JSON.stringify(block)} is no block such as 10.0.0.0/8`);
    list.addSubnet(address, Number(bits), family === 6 ? "ipv6" : "ipv4");
  }
  return {
    text,
    hold: (address) => {
      const plain = plainAddress(address);
      const family = isIP(plain);
      return family !== 0 && list.check(plain, family === 6 ? "ipv6" : "ipv4");
    },
  };
}

/** An IPv4 address inside IPv6 (RFC 4291 section 2.5.5.2) counts as that IPv4 address; otherwise a rule for one would miss the other. */
const plainAddress = (address: string): string =>
  /^::ffff:(\d{1,3}(\.\d{1,3}){3})$/i.exec(address)?.[1] ?? address.replace(/^\[(.*)\]$/, "$1");

/** Addresses outside the public Internet (RFC 6890): a fetch that a foreign file asks for must not reach these. */
export const notPublic = readNetworks(
  [
    "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,192.168.0.0/16",
    "198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4",
    "::/96,64:ff9b::/96,100::/64,2001:db8::/32,fc00::/7,fe80::/10,ff00::/8",
  ].join(","),
  "RFC 6890",
);
