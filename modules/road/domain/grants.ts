import type { RoadContent } from "./agency.ts";

/** An agency's own process registers its own gateway and tells its own side of transfers; it reads nothing of others. */
export const agencyGrants =
  (road: RoadContent) =>
  (agencies: string[], method: string, args: unknown[]): boolean => {
    const own = road.agencies.filter(({ id }) => agencies.includes(id)).map(({ member }) => member);
    const first = (args[0] ?? {}) as {
      member?: unknown;
      agency?: unknown;
      side?: unknown;
      consumer?: unknown;
      provider?: unknown;
    };
    if (method === "registerGateway") return own.includes(String(first.member)) && agencies.includes(String(first.agency));
    if (method !== "recordTransfer") return false;
    const told = first.side === "consumer" ? first.consumer : first.side === "provider" ? first.provider : "";
    return own.some((member) => String(told).startsWith(`${road.instance}/${member}/`));
  };
