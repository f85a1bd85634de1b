import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { contentSecurityPolicy, type ModuleContext, sendHtml } from "@troad/kernel";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { type EidApi, eidApi, type Role } from "@troad/eid/api";
import { type MyDataApi, mydataApi } from "@troad/mydata/api";
import { type NotifyApi, notifyApi } from "@troad/notify/api";
import { type RegistersApi, registersApi } from "@troad/registers/api";
import { type RoadApi, roadApi } from "@troad/road/api";
import type { Html } from "@troad/html";
import { componentsIn, wordsIn } from "@troad/design";
import { relyingParty } from "./auth/oidc.ts";
import { type Session, type SessionKeeper, sessionKeeper } from "./auth/sessions.ts";
import { type Assets, shell } from "./shell.ts";
import { type Names, namesOf } from "./names.ts";
import { type Catalogue, readCatalogue, type ServiceItem } from "./catalogue.ts";

export type { ServiceItem };

/** What every page works with. */
export type Portal = Catalogue & {
  ctx: ModuleContext;
  names: Names;
  sessions: SessionKeeper;
  rp: ReturnType<typeof relyingParty>;
  cases: CasesApi;
  mydata: MyDataApi;
  road: RoadApi;
  eid: EidApi;
  registers: RegistersApi;
  notify: NotifyApi;
  assets: Assets;
};

export type PageFile = (app: FastifyInstance, portal: Portal) => void;

export function createPortal(ctx: ModuleContext, env: { PORTAL_CLIENT_SECRET: string | undefined }): Portal {
  return {
    ctx,
    names: namesOf(ctx),
    sessions: sessionKeeper(ctx),
    rp: relyingParty(ctx, env.PORTAL_CLIENT_SECRET),
    cases: ctx.use(casesApi),
    mydata: ctx.use(mydataApi),
    road: ctx.use(roadApi),
    eid: ctx.use(eidApi),
    registers: ctx.use(registersApi),
    notify: ctx.use(notifyApi),
    assets: { css: "", js: "", icon: "" },
    ...readCatalogue(ctx),
  };
}

/** What a page shows; the shell adds the rest. */
export type View = { title: string; content: Html; path?: { href: string; text: string }[]; status?: number };

/** A page that anybody may see. `session` is there when the reader is signed in. */
export const open =
  (portal: Portal, load: (request: FastifyRequest, session: Session | undefined, reply: FastifyReply) => Promise<View | FastifyReply>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await portal.sessions.current(request);
    return show(portal, request, reply, session, await load(request, session, reply));
  };

/** A page for signed-in people, of one of `roles` where given; others are sent to sign in, or told that it is not for them. */
export const signedIn =
  (portal: Portal, load: (request: FastifyRequest, session: Session, reply: FastifyReply) => Promise<View | FastifyReply>, roles?: Role["role"][]) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await portal.sessions.current(request);
    if (!session) return reply.redirect(`/auth/sign-in?return=${encodeURIComponent(request.method === "GET" ? request.url : "/")}`, 303);
    if (roles && !session.roles.some(({ role }) => roles.includes(role))) {
      const { forbidden } = await import("./pages/errors.ts");
      return show(portal, request, reply, session, forbidden(request));
    }
    return show(portal, request, reply, session, await load(request, session, reply));
  };

function show(portal: Portal, request: FastifyRequest, reply: FastifyReply, session: Session | undefined, view: View | FastifyReply): FastifyReply {
  if (!("content" in view)) return view;
  const eid = portal.ctx.origin("eid");
  if (eid !== portal.ctx.origin("portal")) reply.header("content-security-policy", contentSecurityPolicy([eid]));
  return sendHtml(reply, shell(portal, request, session, view), view.status ?? 200);
}

/** The agency for which a person acts in a role. */
export const agencyOf = (session: Session, role: Role["role"]): string => session.roles.find((one) => one.role === role)?.agency ?? "";

/** Components in the reader's language. */
export const uiOf = (request: FastifyRequest) => componentsIn(wordsIn(request.lang));
