import { defineApi, type ModuleContext, textUpTo } from "@troad/kernel";
import type { FastifyRequest } from "fastify";

/** A role that a person holds; `agency` is the agency for which it is held, null for a role held only for oneself. */
export type SessionRole = {
  readonly role: string;
  readonly agency: string | null;
  /** Code of the place for which the post is held; without it, and by null, for all. */
  readonly area?: string | null;
  /** The role that is really held, where its holder shares the pages of this one. */
  readonly by?: string;
};
/** The signed-in person of a request, as pages need to know them. */
export type Session = {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly SessionRole[];
  /** How strong the proof at the sign-in was: the eID's level, from 1 (a code by message) to `cardProof`. */
  readonly proof: number;
};
/** A card and its PIN. */
export const cardProof = 4;
/** Where someone who is signed in proves it by their card, and comes back to. */
export const cardSignIn = (portalHref: string, returnTo: string): string =>
  `${portalHref}?proof=card&return=${encodeURIComponent(returnTo)}`;

export type SessionApi = {
  /** The person whose browser has this session; null once it has ended. Asking keeps the session alive, as any page does. */
  signedIn(secret: string): Promise<Session | null>;
  /**
   * The national id of that person; null where the session has ended or has none. Reserved by the portal's manifest for the modules whose
   * state hangs on it: all others know people by their opaque subject alone.
   */
  nationalId(secret: string): Promise<string | null>;
};
/** The module that keeps sessions. */
export const sessionApi = defineApi<SessionApi>("portal", { signedIn: [textUpTo(100)], nationalId: [textUpTo(100)] });

/** The name of the session cookie; the pages of all modules are on the portal's host. */
export const sessionCookie = (portalOrigin: string): string => (portalOrigin.startsWith("https:") ? "__Host-session" : "session");

/** The agency for which a person acts in a role; empty if they do not hold the role. */
export const agencyOf = (session: Session, role: string): string => session.roles.find((one) => one.role === role)?.agency ?? "";

/** Whether a person holds one of these roles; without roles everyone does. */
export const holds = (session: Session | undefined, roles: readonly string[] | undefined): boolean =>
  roles === undefined || (session?.roles.some(({ role }) => roles.includes(role)) ?? false);

const secretOf = (ctx: Pick<ModuleContext, "origin">, request: FastifyRequest): string | undefined =>
  request.cookies[sessionCookie(ctx.origin("portal"))]?.slice(0, 100);

/** The signed-in person, asked of the portal wherever it runs. */
export function sessionOf<S extends Session>(ctx: ModuleContext): (request: FastifyRequest) => Promise<S | undefined> {
  const sessions = ctx.use(sessionApi);
  return async (request) => {
    const secret = secretOf(ctx, request);
    return secret ? (((await sessions.signedIn(secret)) as S | null) ?? undefined) : undefined;
  };
}

/** The national id of the signed-in person, for pages that need it. */
export function nationalIdOf(ctx: ModuleContext): (request: FastifyRequest) => Promise<string | null> {
  const sessions = ctx.use(sessionApi);
  return async (request) => {
    const secret = secretOf(ctx, request);
    return secret ? sessions.nationalId(secret) : null;
  };
}
