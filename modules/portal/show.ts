import type { Role } from "@troad/eid/api";
import { contentSecurityPolicy, seeOther, sendHtml } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Session } from "./auth/sessions.ts";
import { forbidden } from "./pages/errors.ts";
import type { Portal, View } from "./portal.ts";
import { shell } from "./shell.ts";

/** A page that anybody may see. `session` is there when the reader is signed in. */
export const open =
  (
    portal: Portal,
    load: (request: FastifyRequest, session: Session | undefined, reply: FastifyReply) => Promise<View | FastifyReply>,
  ) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await portal.sessions.current(request);
    request.subject = session?.subject;
    return show(portal, request, reply, session, await load(request, session, reply));
  };

/** A page for signed-in people, of one of `roles` where given; others are sent to sign in, or told that it is not for them. */
export const signedIn =
  (
    portal: Portal,
    load: (request: FastifyRequest, session: Session, reply: FastifyReply) => Promise<View | FastifyReply>,
    roles?: Role["role"][],
  ) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await portal.sessions.current(request);
    request.subject = session?.subject;
    if (!session)
      return seeOther(reply, `/auth/sign-in?return=${encodeURIComponent(request.method === "GET" ? request.url : "/")}`);
    if (roles && !session.roles.some(({ role }) => roles.includes(role)))
      return show(portal, request, reply, session, forbidden(request));
    return show(portal, request, reply, session, await load(request, session, reply));
  };

function show(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session | undefined,
  view: View | FastifyReply,
): FastifyReply {
  if (!("content" in view)) return view;
  const eid = portal.ctx.origin("eid");
  if (eid !== portal.ctx.origin("portal")) reply.header("content-security-policy", contentSecurityPolicy([eid]));
  return sendHtml(reply, shell(portal, request, session, view), view.status ?? 200);
}
