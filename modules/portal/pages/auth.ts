import { languageCookie, ownPath, seeOther } from "@troad/kernel";
import Type from "typebox";
import { authFailure } from "../auth/oidc.ts";
import { hashOf } from "../auth/sessions.ts";
import type { PageFile } from "../portal.ts";
import { insertSignIn, takeSignIn } from "../store/sessions.ts";

const signInMs = 15 * 60_000;

export const authPages: PageFile = (app, portal) => {
  const { ctx, sessions, rp } = portal;
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
    const secret = ctx.ids.secret();
    const expires = new Date(ctx.clock.now().getTime() + signInMs).toISOString();
    await insertSignIn(ctx.db, {
      id_hash: hashOf(secret),
      state,
      nonce,
      verifier,
      return_to: ownPath(returnTo),
      expires_at: expires,
    });
    reply.setCookie(cookieName, secret, { ...sessions.cookie, maxAge: signInMs / 1000 });
    return seeOther(reply, url);
  }

  app.get("/auth/callback", { schema: { hide: true } }, async (request, reply) => {
    const secret = request.cookies[cookieName];
    reply.clearCookie(cookieName, sessions.cookie);
    const under = secret ? await takeSignIn(ctx.db, hashOf(secret), ctx.clock.now().toISOString()) : undefined;
    if (!under) throw authFailure("portal.sign-in-expired");
    const person = await rp.finish(request.url, under);
    await sessions.end(request, reply); // a session from before never becomes the new one
    await sessions.begin(reply, person);
    return seeOther(reply, under.return_to);
  });

  app.post("/auth/sign-out", { schema: { hide: true } }, async (request, reply) => {
    const session = await sessions.end(request, reply);
    return seeOther(reply, session ? await rp.signOutUrl(session.idToken).catch(() => "/") : "/");
  });

  app.post<{ Body: { lang?: string; return?: string } }>("/language", { schema: { hide: true } }, async (request, reply) => {
    const lang = ctx.texts.languages.find(({ code }) => code === request.body?.lang)?.code;
    if (lang)
      reply.setCookie(languageCookie, lang, {
        path: "/",
        sameSite: "lax",
        secure: sessions.secure,
        httpOnly: true,
        maxAge: 365 * 86_400,
      });
    return seeOther(reply, ownPath(request.body?.return));
  });
};
