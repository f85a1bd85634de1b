import type { ModuleContext, PagesManifest } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { atOrigin } from "./links.ts";
import { holds, type Session } from "./session.ts";

/** The header links of one part of the site, gathered from the manifests of all modules whose pages can be reached from here. */
export function navigationOf(
  ctx: Pick<ModuleContext, "name" | "origin" | "pages" | "demo">,
  request: Pick<FastifyRequest, "t" | "url">,
  session: Session | undefined,
  section: string,
): { href: string; text: string }[] {
  return ctx.pages
    .flatMap(({ nav = [], origin }) => nav.map((item) => ({ ...item, origin })))
    .filter((item) => item.area === undefined && (item.section ?? "portal") === section && (!item.demo || ctx.demo))
    .filter(({ roles }) => holds(session, roles))
    .toSorted((a, b) => a.order - b.order)
    .map(({ href, text, origin }) => ({ href: atOrigin(ctx, origin, href), text: request.t(text) }));
}

/** What the pages of a module add to the site, in its manifest; includes the texts of `web`. */
export const sitePages = (pages: Omit<PagesManifest, "textsOf"> = {}): PagesManifest => ({
  ...pages,
  textsOf: new URL("../index.ts", import.meta.url).href,
});
