const parts = (address: string): string[] => address.split("/").filter(Boolean);

/**
 * The number of segments in a prefix that `address` is at or below; undefined if it is not. A segment that begins with a colon matches any
 * segment, as in routes: `/services/:service/start`.
 */
export function depthBelow(prefix: string, address: string): number | undefined {
  const [named, given] = [parts(prefix), parts(address)];
  const holds = named.length <= given.length && named.every((part, at) => part.startsWith(":") || part === given[at]);
  return holds ? named.length : undefined;
}
