import { constants } from "node:zlib";
import compress from "@fastify/compress";
import type { FastifyInstance } from "fastify";

/** Below this size compression hardly helps, and the header grows. */
const thresholdBytes = 1_024;
const brotliQuality = 4;
const gzipLevel = 5;

/**
 * Compresses text for clients that accept it. No page has a secret next to text that an attacker can choose (forged requests are refused by
 * their origin, not by a token in the page), so the length of an answer reveals nothing (BREACH).
 */
export const compression = (app: FastifyInstance): Promise<void> =>
  app.register(compress, {
    threshold: thresholdBytes,
    encodings: ["br", "gzip"],
    customTypes: /^(text\/(?!event-stream)|application\/([\w.-]+\+)?(json|xml)\b|application\/javascript|image\/svg\+xml)/,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } },
    zlibOptions: { level: gzipLevel },
    globalDecompression: false,
  }) as unknown as Promise<void>;
