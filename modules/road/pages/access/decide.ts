import { seeOther } from "@troad/kernel";
import { agencyOf, hidden } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Asking, RoadPages } from "../parts.ts";
import { type Body, listIn, textIn } from "./form.ts";

type Parts = Pick<RoadPages, "site"> & Asking<"application" | "approveApplication" | "refuseApplication" | "revokeApplication">;
type Decider = { id: string; agency: string; actor: string };
type Decision = (decider: Decider, body: Body) => Promise<void>;

/** The provider's officers for access decide what it gives away, not its case officers. */
export function decidePages(app: FastifyInstance, { site, road }: Parts): void {
  const decisions: Record<string, Decision> = {
    approve: async ({ id, agency, actor }, body) => {
      const { asked } = await road.application({ id, agency });
      const terms = { ...asked, fields: listIn(body, "fields"), validUntil: textIn(body, "validUntil") || null };
      await road.approveApplication({ id, agency, actor, terms, note: textIn(body, "note") || null });
    },
    refuse: async (decider, body) => road.refuseApplication({ ...decider, reason: reasonIn(body) }),
    revoke: async (decider, body) => road.revokeApplication({ ...decider, reason: reasonIn(body) }),
  };
  for (const [name, decide] of Object.entries(decisions))
    app.post(
      `/access/:id/${name}`,
      hidden,
      site.signedIn(["provider-officer"], async (request: FastifyRequest, session, reply: FastifyReply) => {
        const { id } = request.params as { id: string };
        const body = (request.body ?? {}) as Body;
        await decide({ id, agency: agencyOf(session, "provider-officer"), actor: session.subject }, body);
        return seeOther(reply, `/access/${id}`);
      }),
    );
}

const reasonIn = (body: Body): string => (typeof body.reason === "string" ? body.reason : "");
