import type { FastifyInstance } from "fastify";

export type Route = { method: string; path: string };

/** Every route that a running server has, read from the server itself: a new one is there without a line of a test. */
export function routesOf(app: FastifyInstance): Route[] {
  const parents: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, indent = "", segment = "", methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      if (segment === "") return [];
      const depth = indent.length / 4;
      parents[depth] = (parents[depth - 1] ?? "") + segment;
      return (methods ?? "")
        .split(", ")
        .flatMap((method) => (method && method !== "HEAD" ? [{ method, path: parents[depth]! }] : []));
    });
}
