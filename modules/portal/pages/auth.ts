import type { EidApi } from "@troad/eid/api";
import { installationSecret, type ModuleContext, ownPath, seeOther } from "@troad/kernel";
import { hidden, type RoleDefinition } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import { authFailure, type RelyingParty } from "../auth/oidc.ts";
import type { SessionKeeper } from "../auth/sessions.ts";
import { signInSeal } from "../auth/sign-in-cookie.ts";

type Parts = {
  ctx: Pick<ModuleContext, "clock" | "demo" | "folder">;
  sessions: SessionKeeper;
  rp: RelyingParty;
  eid: Pick<EidApi, "endSignIn">;
  roles: readonly RoleDefinition[];
};

const signInMs = 15 * 60_000;
/** `proof`: by nothing weaker, where a page asks for more than the session was begun with. */
const signInQuery = Type.Object({
  return: Type.Optional(Type.String({ maxLength: 600 })),
  proof: Type.Optional(Type.Literal("card")),
});

/** Signing in at the eID and out of both. */
export function authPages(app: FastifyInstance, { ctx, sessions, rp, eid, roles }: Parts): void {
  const signIns = signInSeal(installationSecret(ctx.folder, "sign-in"));
  const cookieName = sessions.secure ? "__Host-sign-in" : "sign-in";
  const query = { schema: { hide: true, querystring: signInQuery } };

  app.get<{ Querystring: Static<typeof signInQuery> }>("/auth/sign-in", query, async (request, reply) =>
    begin(request, reply, { returnTo: request.query.return, byCard: request.query.proof === "card" }),
  );

  /** One click of the page "Try it": the demonstration's card reader holds the person's card. */
  if (ctx.demo)
    app.post<{ Body: { subject?: string; return?: string } }>("/auth/demo", hidden, async (request, reply) =>
      begin(request, reply, {
        hint: `demo:${String(request.body?.subject ?? "").slice(0, 100)}`,
        returnTo: request.body?.return,
        byCard: false,
      }),
    );

  async function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    { hint, returnTo, byCard }: { hint?: string; returnTo: unknown; byCard: boolean },
  ) {
    const { url, state, nonce, verifier } = await rp.begin(hint, request.lang, byCard);
    const expires = ctx.clock.now().getTime() + signInMs;
    const sealed = signIns.seal({ state, nonce, verifier, returnTo: ownPath(returnTo), expires });
    reply.setCookie(cookieName, sealed, { ...sessions.cookie, maxAge: signInMs / 1000 });
    return seeOther(reply, url);
  }

  app.get("/auth/callback", hidden, async (request, reply) => {
    const under = signIns.open(request.cookies[cookieName], ctx.clock.now());
    reply.clearCookie(cookieName, sessions.cookie);
    if (!under) throw authFailure("portal.sign-in-expired");
    const person = await rp.finish(request.url, under);
    await sessions.end(request, reply); // a session from before never becomes the new one
    await sessions.begin(reply, person);
    // a person who signed in on the home page goes to their own page
    const home = roles.find(({ id }) => person.roles.some(({ role }) => role === id))?.home ?? "/";
    return seeOther(reply, under.returnTo === "/" ? home : under.returnTo);
  });

  app.post("/auth/sign-out", hidden, async (request, reply) => {
    const session = await sessions.end(request, reply);
    // even if the browser never reaches the eID
    if (session) await eid.endSignIn(session.signIn).catch(() => undefined);
    return seeOther(reply, session ? await rp.signOutUrl(session.idToken).catch(() => "/") : "/");
  });
}
