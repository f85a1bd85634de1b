import { languageCookie, ownPath, seeOther } from "@troad/kernel";
import type { PageFile } from "../tax.ts";

/** Chooses the language and comes back to the page, with its answers. */
export const languagePages: PageFile = (app, { ctx }) => {
  app.post<{ Body: { lang?: string; return?: string } }>("/tax/language", { schema: { hide: true } }, async (request, reply) => {
    const { lang = "", return: back } = request.body ?? {};
    if (ctx.texts.languages.some(({ code }) => code === lang))
      reply.setCookie(languageCookie, lang, {
        path: "/",
        sameSite: "lax",
        secure: ctx.origin("tax").startsWith("https:"),
        maxAge: 31_536_000,
      });
    return seeOther(reply, ownPath(back, { under: "/tax" }));
  });
};
