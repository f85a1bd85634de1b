import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serveAsset } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import { assetFolder, type Pages } from "../site/pages.ts";

const library = (address: string): string => fs.readFileSync(fileURLToPath(address), "utf8");

/** Serves the scanner, and the decoder for browsers that have none. */
export function serveScripts(app: FastifyInstance, { assets }: Pages): void {
  const type = "text/javascript";
  const drawing = serveAsset(app, "/invoice/assets/qr.js", { text: library(import.meta.resolve("qr")), type });
  const decoder = library(import.meta.resolve("qr/decode.js")).replaceAll("./index.js", `./${path.posix.basename(drawing)}`);
  const scanner = fs.readFileSync(path.join(assetFolder, "scanner.js"), "utf8");
  Object.assign(assets, {
    scanner: serveAsset(app, "/invoice/assets/scanner.js", { text: scanner, type }),
    decoder: serveAsset(app, "/invoice/assets/qr-decode.js", { text: decoder, type }),
  });
}
