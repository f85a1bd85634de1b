import { icon, script, stylesheet } from "@troad/design";
import { serveAsset } from "@troad/kernel";
import type { FastifyInstance } from "fastify";

/** Addresses that the shell links to. */
export type Assets = { css: string; js: string; icon: string };

/** Styles already served, by process and base address: parts of the site with the same base share them. */
const served = new WeakMap<FastifyInstance["errorPages"], Map<string, Assets>>();

/** Serves the style of all pages below `base`, together with a module's own. */
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
