import fs from "node:fs";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { hidden } from "./view.ts";

const worker = fs.readFileSync(path.join(import.meta.dirname, "..", "assets", "offline-worker.js"), "utf8");

/**
 * Serves the service worker that shows a page offline as it was last seen. `shelf` is the name of its cache in the browser: a new name
 * discards the old contents. A service worker keeps one address: browsers look there for its next version.
 */
export function serveOfflineWorker(app: FastifyInstance, address: string, shelf: string): void {
  const text = `const SHELF = ${JSON.stringify(shelf)};\n${worker}`;
  app.get(address, hidden, async (_request, reply) =>
    reply.header("content-type", "text/javascript; charset=utf-8").header("cache-control", "no-cache").send(text),
  );
}
