import fs from "node:fs";
import path from "node:path";
import { serveAsset } from "@troad/kernel";
import { serveOfflineWorker } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { assetFolder, type Tax } from "../tax.ts";

const own = (name: string): string => fs.readFileSync(path.join(assetFolder, name), "utf8");

/** Serves the scripts of the payment book. */
export function serveScripts(app: FastifyInstance, { assets }: Tax): void {
  assets.book = serveAsset(app, "/tax/assets/book.js", { text: own("book.js"), type: "text/javascript" });
  assets.worker = "/tax/book-worker.js";
  serveOfflineWorker(app, assets.worker, "tax-book-1");
}
