import fs from "node:fs";
import path from "node:path";
import { serveAsset } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance } from "fastify";

const read = (name: string): string => fs.readFileSync(path.join(import.meta.dirname, "..", "assets", name), "utf8");
const type = "text/javascript; charset=utf-8";

/** Serves the worker that shows pushed messages (at one address: browsers look there for its next version) and the script that subscribes. */
export function serveScripts(app: FastifyInstance): string {
  const worker = read("push-worker.js");
  app.get("/me/push-worker.js", hidden, async (_request, reply) =>
    reply.header("content-type", type).header("cache-control", "no-cache").send(worker),
  );
  return serveAsset(app, "/me/assets/push.js", { text: read("push.js"), type });
}
