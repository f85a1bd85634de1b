import type { RoadContent } from "./agency.ts";

/** An agency's own process hands in its own requests, tells its own side of transfers and learns the anchor; it reads nothing of others. */
export const agencyGrants =
  (road: RoadContent) =>
  (agencies: string[], method: string, args: unknown[]): boolean => {
    const own = road.agencies.filter(({ id }) => agencies.includes(id)).map(({ member }) => member);
    const first = (args[0] ?? {}) as { member?: unknown; side?: unknown; consumer?: unknown; provider?: unknown };
    if (method === "anchor") return args[0] === "internal";
    if (method === "submitRequest") return own.includes(String(first.member));
    if (method !== "recordTransfer") return false;
    const told = first.side === "consumer" ? first.consumer : first.side === "provider" ? first.provider : "";
    return own.some((member) => String(told).startsWith(`${road.instance}/${member}/`));
  };
