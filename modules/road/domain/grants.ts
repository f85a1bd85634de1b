/** The CLASS/CODE of an agency's member, looked up on request. */
type Road = { instance: string; memberOf(agency: string): string | undefined };

/**
 * An agency's own process submits its own requests, asks where its own gateway is, reports its own side of transfers and learns the anchor; it reads
 * nothing about others.
 */
export const agencyGrants =
  (road: Road) =>
  (agencies: string[], method: string, args: unknown[]): boolean => {
    const own = agencies.map((agency) => road.memberOf(agency)).filter((member) => member !== undefined);
    const first = (args[0] ?? {}) as { member?: unknown };
    if (method === "anchor") return args[0] === "internal";
    if (method === "consumerUrl") return own.includes(String(args[0]));
    if (method === "submitRequest") return own.includes(String(first.member));
    if (method !== "recordTransfers" || !Array.isArray(args[0])) return false;
    return args[0].every((told: unknown) => {
      const { side, consumer, provider } = ((told as { record?: unknown } | null)?.record ?? {}) as Record<string, unknown>;
      const teller = side === "consumer" ? consumer : side === "provider" ? provider : "";
      return own.some((member) => String(teller).startsWith(`${road.instance}/${member}/`));
    });
  };
