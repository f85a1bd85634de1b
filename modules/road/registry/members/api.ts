import { agreementsSchema, type StoredAgreement, storedAgreements } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import Value from "typebox/value";
import type { RoadApi } from "../../api.ts";
import type { Publication } from "../configuration/publication.ts";
import { registryFailure } from "../failures.ts";
import type { openAdmissions } from "./admission.ts";
import { openInvitations } from "./invitations.ts";
import type { Roster } from "./roster.ts";

type Parts = {
  ctx: ModuleContext;
  instance: string;
  roster: Roster;
  admissions: ReturnType<typeof openAdmissions>;
  publication: Pick<Publication, "anchor">;
  enter(agreements: StoredAgreement[], actor: string): Promise<void>;
};

/** What `RoadApi` says of joining while everything runs. */
export function joiningApi({
  ctx,
  instance,
  roster,
  admissions,
  publication,
  enter,
}: Parts): Pick<RoadApi, "setClass" | "admitMember" | "endMember" | "setSubsystem" | "enterAgreements" | "invite" | "enrol"> {
  const anchor = async (): Promise<string> => (await publication.anchor("internal")).toString("utf8");
  const invitations = openInvitations({ ctx, instance, roster, admissions, anchor });
  return {
    setClass: admissions.setClass,
    admitMember: admissions.admit,
    endMember: admissions.end,
    setSubsystem: admissions.setSubsystem,
    enterAgreements: async ({ agreements, actor }) => {
      if (!Value.Check(agreementsSchema, agreements)) throw registryFailure("application.malformed");
      await enter(storedAgreements(agreements, instance), actor);
    },
    invite: invitations.invite,
    enrol: invitations.enrol,
  };
}
