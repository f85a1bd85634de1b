import { icon, script, stylesheet } from "@troad/design";
import { serveAsset } from "@troad/kernel";
import type { FastifyInstance } from "fastify";

/** Addresses of what the shell links to. */
export type Assets = { css: string; js: string; icon: string };

/** Serves the look of all pages below `base`, with a module's own style added to it. */
export function serveLook(app: FastifyInstance, base: string, style = ""): Assets {
  const look = stylesheet();
  const text = style === "" ? look.text : `${look.text}\n${style}`;
  return {
    css: serveAsset(app, `${base}/troad.css`, { text, type: look.type }),
    js: serveAsset(app, `${base}/troad.js`, script()),
    icon: serveAsset(app, `${base}/icon.svg`, icon()),
  };
}
