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

/** Whether a server has a route for an address, which may have parameters of its own (`/verify/:code`). */
export function hasRouteFor(routes: readonly Route[], method: string, address: string): boolean {
  const example = address.replace(/:\w+/g, "x").replace("*", "/x");
  return routes.some((route) => route.method === method && patternOf(route).test(example));
}

/** Which addresses a route answers. */
export const patternOf = ({ path }: Route): RegExp =>
  new RegExp(
    `^${path
      .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replace(/:\w+/g, "[^/]+")
      .replace("*", ".*")}$`,
  );
