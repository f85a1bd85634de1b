import { agencyIdPattern, codePattern, kinds, memberClassPattern, memberPattern } from "@troad/directory";
import { instant, type ModuleContext } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import {
  allClasses,
  allMembers,
  allSubsystems,
  insertClass,
  insertMember,
  insertSubsystem,
  lockRegistry,
} from "../../store/members.ts";
import { registryFailure } from "../failures.ts";
import type { Roster, RosterMember } from "./roster.ts";

const code = Type.String({ pattern: codePattern });
const words = Type.String({ minLength: 1, maxLength: 100, pattern: "\\S" });

/** A member that joins while the platform runs. */
export const admissionSchema = Type.Object({
  member: Type.String({ pattern: memberPattern }),
  agency: Type.String({ pattern: agencyIdPattern }),
  kind: kinds,
  name: Type.Object({ "zh-Hant": words, en: words }),
  subsystems: Type.Array(code, { minItems: 1, maxItems: 20, uniqueItems: true }),
});
export const classSchema = Type.Object({
  code: Type.String({ pattern: memberClassPattern }),
  description: Type.Object({ "zh-Hant": words, en: words }),
});
const classCheck = Compile(classSchema);
type ClassChange = Static<typeof classSchema>;
const admissionCheck = Compile(admissionSchema);
export type Admission = Static<typeof admissionSchema>;

/** `changed` publishes what the tables say now and tells the gateways of a member, which need not wait for their next fetch. */
type Parts = { ctx: ModuleContext; roster: Roster; changed(member?: string): Promise<void> };

/** Enters members and subsystems into the registry and takes them out of it. Each call may be repeated. */
export function openAdmissions({ ctx, roster, changed }: Parts) {
  const done = async (member: string): Promise<void> => {
    await roster.reload();
    await changed(member);
  };

  const requireFree = ({ member, agency }: Admission): void => {
    const [ofAgency, ofMember] = [roster.ofAgency(agency), roster.ofMember(member)];
    const isTaken = (ofAgency && ofAgency.member !== member) || (ofMember && ofMember.agency !== agency);
    if (isTaken || ofAgency?.isOfContent) throw registryFailure("registry.member-taken", { member, agency });
  };

  /** Says what stands against an admission, and changes nothing. */
  const requireAdmissible = async (admission: Admission): Promise<void> => {
    if (!admissionCheck.Check(admission)) throw registryFailure("registry.request-malformed");
    requireFree(admission);
    const memberClass = admission.member.split("/")[0];
    if (!(await allClasses(ctx.db)).some((one) => one.code === memberClass))
      throw registryFailure("registry.class-unknown", { class: memberClass ?? "" });
  };

  const admitted = (member: string): RosterMember => {
    const known = roster.ofMember(member);
    if (!known) throw registryFailure("registry.member-unknown");
    return known;
  };

  return {
    /** Enters a class of members, or says anew what it is. */
    setClass: async ({ code: memberClass, description, actor }: ClassChange & { actor: string }): Promise<void> => {
      if (!classCheck.Check({ code: memberClass, description })) throw registryFailure("registry.request-malformed");
      await ctx.db.tx(async (tx) => {
        await lockRegistry(tx);
        await insertClass(tx, instant(ctx.clock), memberClass, description);
        await tx.audit({ actor, action: "road.member-class", target: memberClass });
      });
      await changed();
    },
    requireAdmissible,
    admit: async ({ actor, ...admission }: Admission & { actor: string }): Promise<void> => {
      await requireAdmissible(admission);
      const { member, agency, kind, name, subsystems } = admission;
      await ctx.db.tx(async (tx) => {
        await lockRegistry(tx);
        const before = (await allMembers(tx)).find((one) => one.member === member);
        const row = { member, agency, kind, name, source: "officer", servers: before?.servers ?? [], present: true };
        await insertMember(tx, instant(ctx.clock), row);
        const present = (await allSubsystems(tx)).filter((one) => one.member === member).map((one) => one.code);
        for (const one of subsystems.filter((subsystem) => !present.includes(subsystem)))
          await insertSubsystem(tx, instant(ctx.clock), { member, code: one, source: "officer", present: true });
        await tx.audit({ actor, action: "road.member-admitted", target: member, detail: { agency, subsystems } });
      });
      await ctx.use(pkiApi).admitMember({ agency, member, present: true });
      await done(member);
    },
    /** Takes a member that joined so off the road: nobody finds it, and nothing more is certified for it. */
    end: async ({ member, actor }: { member: string; actor: string }): Promise<void> => {
      const known = admitted(member);
      if (known.isOfContent) throw registryFailure("registry.member-of-content", { member });
      const { agency, kind, name, servers } = known;
      await ctx.db.tx(async (tx) => {
        await lockRegistry(tx);
        await insertMember(tx, instant(ctx.clock), { member, agency, kind, name, source: "officer", servers, present: false });
        for (const { code: one } of (await allSubsystems(tx)).filter((row) => row.member === member))
          await insertSubsystem(tx, instant(ctx.clock), { member, code: one, source: "officer", present: false });
        await tx.audit({ actor, action: "road.member-ended", target: member });
      });
      await ctx.use(pkiApi).admitMember({ agency, member, present: false });
      await done(member);
    },
    setSubsystem: async (change: { member: string; code: string; present: boolean; actor: string }): Promise<void> => {
      const { member, code: subsystem, present, actor } = change;
      admitted(member);
      if (!new RegExp(codePattern).test(subsystem)) throw registryFailure("registry.request-malformed");
      await ctx.db.tx(async (tx) => {
        await lockRegistry(tx);
        const isThere = (await allSubsystems(tx)).some((one) => one.member === member && one.code === subsystem);
        if (isThere === present) return;
        await insertSubsystem(tx, instant(ctx.clock), { member, code: subsystem, source: "officer", present });
        const action = present ? "road.subsystem-entered" : "road.subsystem-ended";
        await tx.audit({ actor, action, target: `${member}/${subsystem}` });
      });
      await done(member);
    },
    /** Lets a further gateway of an admitted member register without an officer; content says so of its own members. */
    expectServer: async (known: RosterMember, server: string, actor: string): Promise<void> => {
      if (known.isOfContent || known.servers.includes(server)) return;
      const { agency, member, kind, name, servers } = known;
      await ctx.db.tx(async (tx) => {
        await lockRegistry(tx);
        const row = { member, agency, kind, name, source: "officer", servers: [...servers, server], present: true };
        await insertMember(tx, instant(ctx.clock), row);
        await tx.audit({ actor, action: "road.gateway-expected", target: `${member}/${server}` });
      });
      await roster.reload();
    },
  };
}
