import type { FastifyInstance } from "fastify";
import type { ModuleContext, ModuleManifest } from "../module.ts";

type Known = Pick<ModuleManifest, "name" | "pages">;
type Options = {
  known: readonly Known[];
  here: readonly Known[];
  /** The public origin of this process. */
  origin: string;
  /** Public origins of modules in other processes (`ORIGINS`). */
  origins: ReadonlyMap<string, string>;
  /** One public address serves the whole installation: a proxy leads to each module's process. */
  isBehindProxy: boolean;
};

/**
 * What the pages of modules add to the site, each with the origin at which browsers find it. Modules that run elsewhere at an unknown
 * origin are left out, so that no link leads nowhere.
 */
export function reachablePages({ known, here, origin, origins, isBehindProxy }: Options): ModuleContext["pages"] {
  const runsHere = (name: string): boolean => here.some((module) => module.name === name);
  return known.flatMap(({ name, pages }) =>
    pages && (origins.has(name) || runsHere(name) || isBehindProxy)
      ? [{ ...pages, module: name, origin: origins.get(name) ?? origin }]
      : [],
  );
}

const base = "http://own.invalid";

/**
 * Page addresses that moved to another process answer 307 to the same path and query there. The origin is the configured one, whatever the
 * request names; only its path and query are used.
 */
export function redirectElsewhere(app: FastifyInstance, options: Options): void {
  const elsewhere = reachablePages(options).filter(
    ({ module, origin }) => origin !== options.origin && !options.here.some(({ name }) => name === module),
  );
  for (const { origin, paths = [] } of elsewhere)
    for (const path of paths)
      for (const url of path === "/" ? [path] : [path, `${path}/*`])
        app.route({
          method: ["GET", "POST"],
          url,
          schema: { hide: true },
          handler: async (request, reply) => {
            const { pathname, search } = new URL(request.url, base);
            return reply.redirect(`${origin}${pathname}${search}`, 307);
          },
        });
}
