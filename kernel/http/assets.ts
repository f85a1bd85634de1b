import { createHash } from "node:crypto";
import path from "node:path";
import type { FastifyInstance } from "fastify";

/** Serves a text that never changes, at an address that contains its hash; returns that address. */
export function serveAsset(app: FastifyInstance, address: string, asset: { text: string; type: string }): string {
  const { dir, name, ext } = path.posix.parse(address);
  const hash = createHash("sha256").update(asset.text).digest("base64url").slice(0, 12);
  const full = `${dir}/${name}-${hash}${ext}`;
  const type = asset.type.includes("charset") ? asset.type : `${asset.type}; charset=utf-8`;
  // a style sheet or a script is no document: the short headers
  app.get(full, { schema: { hide: true }, config: { dataOnly: true } }, async (_request, reply) =>
    reply.header("content-type", type).header("cache-control", "public, max-age=31536000, immutable").send(asset.text),
  );
  return full;
}
