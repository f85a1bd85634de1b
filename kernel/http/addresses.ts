const parts = (address: string): string[] => address.split("/").filter(Boolean);

/**
 * How many segments of `address` a prefix names when it stands at or below it; undefined where it does not. A segment that begins with a
 * colon stands for any one, as in routes: `/services/:service/start`.
 */
export function depthBelow(prefix: string, address: string): number | undefined {
  const [named, given] = [parts(prefix), parts(address)];
  const holds = named.length <= given.length && named.every((part, at) => part.startsWith(":") || part === given[at]);
  return holds ? named.length : undefined;
}
