import type { ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { Session } from "./session.ts";
import { createSite, type Site } from "./site.ts";

/**
 * The part of the site that begins at the home page, for each module with pages there: one name, header, footer and look, whichever module
 * serves the page.
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
    footer: "web.footer",
    assets: { base: "/assets" },
    ...own,
  });
}
