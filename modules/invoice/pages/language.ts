import { languageCookie, ownPath, seeOther } from "@troad/kernel";
import { hidden, type PageFile, posted } from "./pages.ts";

/** Chooses the language and comes back to the page. */
export const languagePages: PageFile = (app, { ctx }) => {
  app.post("/invoice/language", hidden, async (request, reply) => {
    const [lang, back] = [posted(request, "lang"), posted(request, "return", 600)];
    if (ctx.texts.languages.some(({ code }) => code === lang))
      reply.setCookie(languageCookie, lang, {
        path: "/",
        sameSite: "lax",
        secure: ctx.origin("invoice").startsWith("https:"),
        maxAge: 31_536_000,
      });
    return seeOther(reply, ownPath(back, { under: "/invoice" }));
  });
};
