import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serveAsset } from "@troad/kernel";
import { serveOfflineWorker } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { assetFolder, type Pages } from "./pages.ts";

const own = (name: string): string => fs.readFileSync(path.join(assetFolder, name), "utf8");
const library = (address: string): string => fs.readFileSync(fileURLToPath(address), "utf8");

/** Serves the scanner, the decoder for browsers that lack one, and the script that keeps a barcode on the phone. */
export function serveScripts(app: FastifyInstance, { assets }: Pages): void {
  const type = "text/javascript";
  const drawing = serveAsset(app, "/invoice/assets/qr.js", { text: library(import.meta.resolve("qr")), type });
  const decoder = library(import.meta.resolve("qr/decode.js")).replaceAll("./index.js", `./${path.posix.basename(drawing)}`);
  Object.assign(assets, {
    scanner: serveAsset(app, "/invoice/assets/scanner.js", { text: own("scanner.js"), type }),
    barcode: serveAsset(app, "/invoice/assets/barcode.js", { text: own("barcode.js"), type }),
    decoder: serveAsset(app, "/invoice/assets/qr-decode.js", { text: decoder, type }),
  });
  // A service worker keeps one address: browsers look there for its next version.
  serveOfflineWorker(app, "/invoice/barcode-worker.js", "invoice-barcode-1");
}
