import type { RoadContent } from "@troad/road/api";

/** An agency's own process may have its own keys certified and learn whom to trust; it can never get a certificate in another's name. */
export const agencyGrants =
  (road: RoadContent) =>
  (agencies: string[], method: string, args: unknown[]): boolean => {
    if (method === "trustAnchors" || method === "statusOf") return true;
    if (method !== "enrolMember") return false;
    const { member, instance } = (args[0] ?? {}) as { member?: unknown; instance?: unknown };
    return instance === road.instance && road.agencies.some((agency) => agencies.includes(agency.id) && agency.member === member);
  };
