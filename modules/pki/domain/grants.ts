import type { RoadContent } from "@troad/directory";

/** The member (CLASS/CODE) of an agency that content does not name, if it was admitted. */
type AdmittedMember = (agency: string) => Promise<string | undefined>;

/**
 * An agency's own process may have its own keys certified and learn the trust anchors; it can never get a certificate in another's name.
 */
export const agencyGrants =
  (road: RoadContent, admittedMember: AdmittedMember) =>
  async (agencies: string[], method: string, args: unknown[]): Promise<boolean> => {
    if (method === "trustAnchors" || method === "statusOf") return true;
    if (method !== "enrolMember") return false;
    const { member, instance } = (args[0] ?? {}) as { member?: unknown; instance?: unknown };
    if (instance !== road.instance) return false;
    const ofContent = road.agencies.filter(({ id }) => agencies.includes(id)).map((agency) => agency.member);
    if (ofContent.some((one) => one === member)) return true;
    const admitted = await Promise.all(agencies.map(admittedMember));
    return admitted.some((one) => one !== undefined && one === member);
  };
