import { installationSecret, ownPath, seeOther } from "@troad/kernel";
import Type from "typebox";
import { authFailure } from "../auth/oidc.ts";
import { signInSeal } from "../auth/sign-in-cookie.ts";
import type { PageFile } from "../portal.ts";

const signInMs = 15 * 60_000;

export const authPages: PageFile = (app, portal) => {
  const { ctx, sessions, rp } = portal;
  const signIns = signInSeal(installationSecret(ctx.folder, "sign-in"));
  const cookieName = sessions.secure ? "__Host-sign-in" : "sign-in";
  const query = { schema: { hide: true, querystring: Type.Object({ return: Type.Optional(Type.String({ maxLength: 600 })) }) } };

  app.get<{ Querystring: { return?: string } }>("/auth/sign-in", query, async (request, reply) =>
    begin(request, reply, undefined, request.query.return),
  );

  /** One click of the page "Try this": the demonstration's card reader holds the person's card. */
  if (ctx.demo)
    app.post<{ Body: { subject?: string; return?: string } }>("/auth/demo", { schema: { hide: true } }, async (request, reply) =>
      begin(request, reply, `demo:${String(request.body?.subject ?? "").slice(0, 100)}`, request.body?.return),
    );

  async function begin(
    request: Parameters<typeof seeOther>[0]["request"],
    reply: Parameters<typeof seeOther>[0],
    hint: string | undefined,
    returnTo: unknown,
  ) {
    const { url, state, nonce, verifier } = await rp.begin(hint, request.lang);
    const expires = ctx.clock.now().getTime() + signInMs;
    const sealed = signIns.seal({ state, nonce, verifier, returnTo: ownPath(returnTo), expires });
    reply.setCookie(cookieName, sealed, { ...sessions.cookie, maxAge: signInMs / 1000 });
    return seeOther(reply, url);
  }

  app.get("/auth/callback", { schema: { hide: true } }, async (request, reply) => {
    const under = signIns.open(request.cookies[cookieName], ctx.clock.now());
    reply.clearCookie(cookieName, sessions.cookie);
    if (!under) throw authFailure("portal.sign-in-expired");
    const person = await rp.finish(request.url, under);
    await sessions.end(request, reply); // a session from before never becomes the new one
    await sessions.begin(reply, person);
    return seeOther(reply, under.returnTo);
  });

  app.post("/auth/sign-out", { schema: { hide: true } }, async (request, reply) => {
    const session = await sessions.end(request, reply);
    // also where the browser never arrives at the eID
    if (session) await portal.eid.endSignIn(session.signIn).catch(() => undefined);
    return seeOther(reply, session ? await rp.signOutUrl(session.idToken).catch(() => "/") : "/");
  });
};
