import type { Site } from "@troad/web";
import type { FastifyReply } from "fastify";
import type { Signing } from "../signing.ts";

/** What there is for a page. */
export type SigningPages = { site: Site; signing: Signing };

/**
 * Sends a file of someone else's making: a PDF is shown by the browser, anything else saved; neither may run anything in our name.
 */
export function sendBytes(
  reply: FastifyReply,
  { name, mime, bytes }: { name: string; mime: string; bytes: Buffer },
): FastifyReply {
  const isShown = mime === "application/pdf";
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, "_");
  const disposition = `${isShown ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
  return reply
    .type(isShown ? mime : "application/octet-stream")
    .headers({
      "content-disposition": disposition,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    })
    .send(bytes);
}
