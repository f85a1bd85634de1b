import { constants } from "node:zlib";
import compress from "@fastify/compress";
import type { FastifyInstance } from "fastify";

/** Below this a compressed answer is hardly smaller, and its head is larger. */
const thresholdBytes = 1_024;
const brotliQuality = 4;
const gzipLevel = 5;

/**
 * Compresses what is text, for clients that say they can read it. No page holds a secret beside words that a stranger can choose (forged
 * requests are refused by their origin, not by a token in the page), so the length of an answer tells nothing (BREACH).
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
