import type { ModuleContext } from "@troad/kernel";

type Place = Pick<ModuleContext, "name" | "origin">;

/** A path at an origin: relative if the origin is that of this module's pages. */
export const atOrigin = (ctx: Place, origin: string, path: string): string =>
  origin === ctx.origin(ctx.name) ? path : `${origin}${path}`;

/** `portal:/...` as an address of the portal, which may be at another origin; every other address as it is. */
export const inPortal = (ctx: Place, href: string): string =>
  href.startsWith("portal:") ? atOrigin(ctx, ctx.origin("portal"), href.slice("portal:".length)) : href;

/** The address of another module's page; undefined if that module runs elsewhere at an unknown origin. */
export function hrefTo(ctx: Place & Pick<ModuleContext, "pages">, module: string, path: string): string | undefined {
  const found = ctx.pages.find((one) => one.module === module);
  return found && atOrigin(ctx, found.origin, path);
}

/** The other origins of this installation's pages: a form may lead there, directly or by redirects. */
export const pageOrigins = (ctx: Place & Pick<ModuleContext, "pages">): string[] => [
  ...new Set(
    [ctx.origin("portal"), ...ctx.pages.map(({ origin }) => origin)].filter((origin) => origin !== ctx.origin(ctx.name)),
  ),
];
