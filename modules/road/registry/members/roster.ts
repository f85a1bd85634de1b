import type { RoadContent } from "@troad/directory";
import type { Queryable } from "@troad/kernel";
import { allMembers, allSubsystems } from "../../store/members.ts";

/** A member whose agency this installation knows: of content, or admitted while it ran. */
export type RosterMember = {
  /** Id of the agency: the name of its folder, its schema and its processes. */
  agency: string;
  /** CLASS/CODE */
  member: string;
  kind: string;
  name: Record<string, string>;
  subsystems: string[];
  /** Codes of gateways that may register without an officer. */
  servers: string[];
  isOfContent: boolean;
};

/** Agencies and their members. The registry runs once, so what it keeps in memory is what the tables say. */
export type Roster = ReturnType<typeof openRoster>;

export function openRoster(db: Queryable, { agencies }: Pick<RoadContent, "agencies">) {
  let byAgency = new Map<string, RosterMember>();

  const ofContent = (): RosterMember[] =>
    agencies.map(({ id, member, kind, subsystems, servers = ["SS1"], text }) => ({
      agency: id,
      member,
      kind,
      name: Object.fromEntries(Object.entries(text).map(([lang, texts]) => [lang, texts.name ?? member])),
      subsystems,
      servers,
      isOfContent: true,
    }));

  return {
    /** Reads the tables again after a change. */
    reload: async (): Promise<void> => {
      const [members, subsystems] = [await allMembers(db), await allSubsystems(db)];
      const admitted = members
        .filter(({ source, agency }) => source === "officer" && agency !== null)
        .map(({ member, agency, kind, name, servers }): RosterMember => {
          const codes = subsystems.filter((one) => one.member === member).map(({ code }) => code);
          return { agency: agency!, member, kind, name, subsystems: codes, servers, isOfContent: false };
        });
      const added = (one: RosterMember): string[] =>
        subsystems.filter(({ member, code }) => member === one.member && !one.subsystems.includes(code)).map(({ code }) => code);
      const known = ofContent().map((one) => ({ ...one, subsystems: [...one.subsystems, ...added(one)] }));
      byAgency = new Map([...admitted, ...known].map((one) => [one.agency, one]));
    },
    all: (): RosterMember[] => [...byAgency.values()],
    ofAgency: (agency: string): RosterMember | undefined => byAgency.get(agency),
    ofMember: (member: string): RosterMember | undefined => [...byAgency.values()].find((one) => one.member === member),
  };
}
