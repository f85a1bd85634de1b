import type { Applying } from "@troad/flow";
import type { Roster, RosterMember } from "../members/roster.ts";

/** Roles of officers who act for their agency on the road. */
const officers: readonly string[] = ["case-officer", "provider-officer"];

export type OwnMembers = (by: Applying) => RosterMember[];

/**
 * The members for which someone may apply: those of the agencies whose officers they are, or of the business that they represent, whose number is
 * its code. `sharing`: the role whose pages a role of content shares.
 */
export const ownMembers =
  (roster: Pick<Roster, "all">, sharing: ReadonlyMap<string, string>): OwnMembers =>
  ({ business, posts }) => {
    if (business !== null) return roster.all().filter(({ member }) => member.split("/")[1] === business);
    const isOfficer = (role: string): boolean => officers.includes(role) || officers.includes(sharing.get(role) ?? "");
    const agencies = new Set(posts.filter(({ role }) => isOfficer(role)).map(({ agency }) => agency));
    return roster.all().filter(({ agency }) => agencies.has(agency));
  };
