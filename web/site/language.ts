import { languageCookie, type ModuleContext, ownPath, seeOther } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import { hidden } from "./view.ts";

const YEAR = 31_536_000;

/** Sets the language and returns to the page. One route per process; addresses of former versions redirect to it. */
export function languageRoutes(app: FastifyInstance, ctx: ModuleContext, former?: string): void {
  if (former) app.post(former, hidden, async (_request, reply) => reply.redirect("/language", 308));
  if (app.hasRoute({ method: "POST", url: "/language" })) return;
  app.post<{ Body: { lang?: string; return?: string } }>("/language", hidden, async (request, reply) => {
    const { lang = "", return: back } = request.body ?? {};
    if (ctx.texts.languages.some(({ code }) => code === lang))
      reply.setCookie(languageCookie, lang, {
        path: "/",
        sameSite: "lax",
        httpOnly: true,
        secure: ctx.origin(ctx.name).startsWith("https:"),
        maxAge: YEAR,
      });
    return seeOther(reply, ownPath(back));
  });
}
