import type { ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { atOrigin } from "./links.ts";
import type { Session } from "./session.ts";
import { createSite, type Site } from "./site.ts";

/**
 * The part of the site that begins at the home page, for each module with pages there: one name, header, footer and look, whichever module
 * serves the page. The links of the footer come from the manifests.
 */
export function portalSite<S extends Session = Session>(
  ctx: ModuleContext,
  own: { session?: (request: FastifyRequest) => Promise<S | undefined> } = {},
): Site<S> {
  return createSite<S>({
    ctx,
    title: "web.name",
    section: "portal",
    home: "portal:/",
    trail: [{ href: "portal:/", text: "web.home" }],
    footer: { links: footerOf(ctx), note: "web.footer" },
    assets: { base: "/assets" },
    ...own,
  });
}

const footerOf = (ctx: ModuleContext) =>
  ctx.pages
    .flatMap(({ footer = [], origin }) => footer.map((link) => ({ ...link, href: atOrigin(ctx, origin, link.href) })))
    .toSorted((a, b) => a.order - b.order);
