import { representationsOf } from "@troad/flow";
import type { MandateInForce, PeopleApi } from "@troad/people/api";
import type { CasesApi } from "./api.ts";
import { caseFailure } from "./domain/errors.ts";
import type { Services } from "./domain/services.ts";
import type { Drafts } from "./engine/drafts.ts";

type Parts = { services: Services; drafts: Pick<Drafts, "begin">; people: Pick<PeopleApi, "inForce"> };

/** Beginning an application: for oneself, or by mandate for someone else, whose case it then is. */
export function caseFiling({ services, drafts, people }: Parts): Pick<CasesApi, "open" | "principals"> {
  const taken = (service: string) => representationsOf(services.get(service).flow);
  const heldIn = async (service: string, holder: string): Promise<MandateInForce[]> =>
    (await people.inForce({ holder, service })).filter(({ principal }) => principal.subject !== holder);
  return {
    open: async ({ mandate, ...own }) => {
      if (mandate === undefined) return drafts.begin({ ...own, onBehalf: null });
      const held = (await heldIn(own.service, own.subject)).find(({ id }) => id === mandate);
      if (!held) throw caseFailure("case.mandate-ended");
      if (!taken(own.service).includes(held.kind)) throw caseFailure("case.not-represented");
      const { subject, number, name } = held.principal;
      const onBehalf = { subject: own.subject, name: own.name, as: held.kind, mandate };
      return drafts.begin({ service: own.service, subject, nationalId: number, name, onBehalf });
    },
    principals: async ({ service, subject }) => {
      const kinds = taken(service);
      if (kinds.length === 0) return [];
      const held = (await heldIn(service, subject)).filter(({ kind }) => kinds.includes(kind));
      return held.map(({ id, kind, principal }) => ({ mandate: id, kind, name: principal.name }));
    },
  };
}
