import type { FastifyRequest } from "fastify";
import type { Problem } from "../errors.ts";
import { depthBelow } from "./addresses.ts";

export type ErrorPage = (request: FastifyRequest, problem: Problem) => string | Promise<string>;

/** The pages on which browsers read failures; each part of the site has one for its addresses. */
export type ErrorPages = {
  add(addresses: readonly string[], render: ErrorPage): void;
  /** That of the part with the longest prefix of the address; the first part's where no prefix fits, none where there are no pages. */
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
