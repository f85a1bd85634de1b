import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ASSETS = path.join(import.meta.dirname, "assets");

/** A file to serve: its text, and a hash for its address, so that it can be cached for ever. */
export interface Asset {
  readonly text: string;
  readonly hash: string;
  readonly type: string;
}

const asset = (text: string, type: string): Asset => ({
  text,
  hash: createHash("sha256").update(text).digest("base64url").slice(0, 16),
  type,
});

/** The style of the whole platform: the files under `assets/css` in the order of their names, without comments. Read once, at start. */
export function stylesheet(): Asset {
  const folder = path.join(ASSETS, "css");
  const parts = readdirSync(folder)
    .filter((name) => name.endsWith(".css"))
    .sort();
  const text = parts.map((name) => readFileSync(path.join(folder, name), "utf8")).join("\n");
  return asset(
    `@charset "utf-8";\n${text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\n\s*\n+/g, "\n")}`,
    "text/css; charset=utf-8",
  );
}

/** The script that enhances components, without comments and indentation; every page works without it. */
export const script = (): Asset =>
  asset(readFileSync(path.join(ASSETS, "troad.js"), "utf8").replace(/^\s+|^\s*\/\/.*\n/gm, ""), "text/javascript; charset=utf-8");

/** The mark as the site's icon. */
export const icon = (): Asset => asset(readFileSync(path.join(ASSETS, "icon.svg"), "utf8"), "image/svg+xml");
