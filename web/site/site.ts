import { contentSecurityPolicy, seeOther, sendHtml } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { agencyNames } from "../content/names.ts";
import { readAnnouncements } from "./announcements.ts";
import { serveLook } from "./assets.ts";
import { errorPage, forbidden } from "./errors.ts";
import { footerOf } from "./footer.ts";
import { languageRoutes } from "./language.ts";
import { hrefTo, inPortal, pageOrigins } from "./links.ts";
import type { SiteOptions, SiteParts, User } from "./parts.ts";
import { readRoles, sharedRoles } from "./roles.ts";
import { holds, type Session, sessionOf } from "./session.ts";
import { shell } from "./shell.ts";
import type { Answer, View } from "./view.ts";

type Load<S> = (request: FastifyRequest, session: S, reply: FastifyReply) => Promise<Answer>;
type Route = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** One part of the site: its shell, and the guards of its pages. */
export type Site<S extends Session = Session> = {
  /** Serves the look and the language form, and shows the failures of the addresses of this part. */
  register(app: FastifyInstance): void;
  /** A page that anybody may see; the session is there when the reader is signed in. */
  open(load: Load<S | undefined>): Route;
  /**
   * A page for signed-in people of one of these roles (`"anybody"`: of any); others sign in first, or are told it is not theirs. After
   * signing in they come back to the page or, where they sent a form, to `returnTo` (default: the home page).
   */
  signedIn(
    roles: readonly string[] | "anybody",
    load: Load<S>,
    options?: { returnTo?: (request: FastifyRequest, reply: FastifyReply) => string },
  ): Route;
  /** The address of a page of another module, also where that runs elsewhere; undefined where nobody says at which origin. */
  href(module: string, path: string): string | undefined;
  /** Sends a page outside the guards. */
  show(request: FastifyRequest, reply: FastifyReply, session: S | undefined, view: View): FastifyReply;
  /** The document of a page, where something else sends it; `user` in place of the portal's session. */
  document(request: FastifyRequest, view: View, user?: User): string;
  /** Headers of a document that is sent so. */
  headers(reply: FastifyReply): FastifyReply;
};

/** Puts a part of the site together; every module with pages has one. */
export function createSite<S extends Session = Session>(options: SiteOptions<S>): Site<S> {
  const { ctx } = options;
  const roles = readRoles(ctx.content);
  const signedInAs = options.session === false ? async () => undefined : (options.session ?? sessionOf<S>(ctx));
  const session = async (request: FastifyRequest): Promise<S | undefined> => {
    const person = await signedInAs(request);
    return person && { ...person, roles: sharedRoles(roles, person.roles) };
  };
  const portal = (path: string): string => inPortal(ctx, `portal:${path}`);
  const home = options.home.replace(/^portal:/, "");
  const signIn = (request: FastifyRequest, returnTo = () => home): string =>
    portal(`/auth/sign-in?return=${encodeURIComponent(request.method === "GET" ? request.url : returnTo())}`);
  const parts: SiteParts = {
    ...options,
    session,
    assets: { css: "", js: "", icon: "" },
    announcements: readAnnouncements(ctx.content),
    columns: footerOf(ctx),
    roles,
    agencyName: agencyNames(ctx),
    user: (request, person) => {
      if (options.session === false) return undefined;
      if (person) return { name: person.name, href: portal("/account"), signOut: { action: portal("/auth/sign-out") } };
      return { signInHref: signIn(request) };
    },
  };
  const targets = pageOrigins(ctx);
  const headers = (reply: FastifyReply): FastifyReply =>
    targets.length > 0 ? reply.header("content-security-policy", contentSecurityPolicy(targets)) : reply;
  const show = (request: FastifyRequest, reply: FastifyReply, person: S | undefined, view: View): FastifyReply =>
    sendHtml(headers(reply), shell(parts, request, person, view), view.status ?? 200);
  const send = (request: FastifyRequest, reply: FastifyReply, person: S | undefined, answer: Answer): FastifyReply =>
    "content" in answer ? show(request, reply, person, answer) : answer;
  return {
    show,
    headers,
    href: (module, path) => hrefTo(ctx, module, path),
    document: (request, view, user) => shell(user ? { ...parts, user: () => user } : parts, request, undefined, view),
    register: (app) => {
      Object.assign(parts.assets, serveLook(app, options.assets.base, options.assets.style));
      languageRoutes(app, ctx, options.formerLanguage);
      const paths = options.paths ?? ctx.pages.find(({ module }) => module === ctx.name)?.paths ?? [];
      app.errorPages.add(options.paths ? paths : [home, ...paths], errorPage(parts));
    },
    open: (load) => async (request, reply) => {
      // a page for everybody is shown to everybody, also while the module that keeps sessions is away
      const person = await session(request).catch(() => undefined);
      request.subject = person?.subject;
      return send(request, reply, person, await load(request, person, reply));
    },
    signedIn: (roles, load, own) => async (request, reply) => {
      const person = await session(request);
      request.subject = person?.subject;
      reply.header("cache-control", "no-store");
      if (!person)
        return seeOther(
          reply,
          signIn(request, () => own?.returnTo?.(request, reply) ?? home),
        );
      if (roles !== "anybody" && !holds(person, roles)) return show(request, reply, person, forbidden(parts, request, roles));
      return send(request, reply, person, await load(request, person, reply));
    },
  };
}
