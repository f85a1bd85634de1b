import { seeOther } from "@troad/kernel";
import type { Answer, Session } from "@troad/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import { addressOf, applicants, type Draft, idIn, type JourneyPages } from "./parts.ts";

export type Guard = (
  draw: (request: FastifyRequest, draft: Draft, reply: FastifyReply) => Answer | Promise<Answer>,
  returnTo?: (request: FastifyRequest, reply: FastifyReply) => string,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** A page of one's own draft; of what is submitted the overview is shown. Anyone who is signed out in between comes back to it. */
export const draftGuard =
  ({ site, api }: Pick<JourneyPages, "site" | "api">): Guard =>
  (draw, returnTo) =>
    site.signedIn(
      applicants,
      async (request, session: Session, reply) => {
        const view = await api.view({ id: idIn(request), subject: session.subject });
        return view.state === "draft" ? draw(request, { view, session }, reply) : seeOther(reply, addressOf(view.id));
      },
      { returnTo: returnTo ?? ((request) => addressOf(idIn(request))) },
    );
