import type { ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { Session } from "./session.ts";
import { createSite, type Site } from "./site.ts";
import { workHome } from "./work-area.ts";

/**
 * The part of the site below the home page, for each module with pages there: one name, header, footer and style, whichever module serves
 * the page.
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

/**
 * The part of the site where officers work, whichever module serves the page, with the work area's navigation. `paths` are the prefixes of
 * the module's pages in it, so that failures there look the same.
 */
export const workSite = (ctx: ModuleContext, paths: readonly string[]): Site =>
  createSite({
    ctx,
    title: "web.work.area",
    section: "work",
    area: "work",
    home: `portal:${workHome}`,
    trail: [{ href: `portal:${workHome}`, text: "web.work.area" }],
    footer: "web.footer",
    assets: { base: "/assets" },
    paths,
  });
