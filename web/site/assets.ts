import { icon, script, stylesheet } from "@troad/design";
import { serveAsset } from "@troad/kernel";
import type { FastifyInstance } from "fastify";

/** Addresses of what the shell links to. */
export type Assets = { css: string; js: string; icon: string };

/** Looks that are served, by the process's pages and the base address: parts of the site with one base share what is there. */
const served = new WeakMap<FastifyInstance["errorPages"], Map<string, Assets>>();

/** Serves the look of all pages below `base`, with a module's own style added to it. */
export function serveLook(app: FastifyInstance, base: string, style = ""): Assets {
  const looks = served.get(app.errorPages) ?? new Map<string, Assets>();
  served.set(app.errorPages, looks);
  const shared = looks.get(base);
  if (shared) return shared;
  const look = stylesheet();
  const text = style === "" ? look.text : `${look.text}\n${style}`;
  const assets = {
    css: serveAsset(app, `${base}/troad.css`, { text, type: look.type }),
    js: serveAsset(app, `${base}/troad.js`, script()),
    icon: serveAsset(app, `${base}/icon.svg`, icon()),
  };
  looks.set(base, assets);
  return assets;
}
