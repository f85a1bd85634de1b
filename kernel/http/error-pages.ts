import type { FastifyRequest } from "fastify";
import type { Problem } from "../errors.ts";
import { depthBelow } from "./addresses.ts";

export type ErrorPage = (request: FastifyRequest, problem: Problem) => string | Promise<string>;

/** The pages that show failures to browsers; each part of the site has one for its addresses. */
export type ErrorPages = {
  add(addresses: readonly string[], render: ErrorPage): void;
  /** The page of the part with the longest matching prefix; the first part's if no prefix matches, none if there are no pages. */
  of(address: string): ErrorPage | undefined;
};

export function errorPages(): ErrorPages {
  const all: { address: string; render: ErrorPage }[] = [];
  return {
    add: (addresses, render) => {
      for (const address of addresses) all.push({ address, render });
    },
    of: (address) => {
      const [path = "/"] = address.split("?");
      let best = { depth: -1, render: all[0]?.render };
      for (const { address: prefix, render } of all) {
        const depth = depthBelow(prefix, path) ?? -1;
        if (depth > best.depth) best = { depth, render };
      }
      return best.render;
    },
  };
}
