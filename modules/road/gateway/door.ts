import type { ServerOptions } from "node:http";

/** Where a door listens, under which host name others know it, and how long a sender may take to say what it wants. */
export type Door = { bind: string; host: string; port: number; senderMs: number };

/** Time limits of an HTTP server: whoever trickles headers or a body is told off and cut off, so that it holds nothing but a socket for a while. */
export const patienceOf = ({ senderMs }: Door): ServerOptions => ({
  headersTimeout: senderMs,
  requestTimeout: senderMs,
  connectionsCheckingInterval: Math.min(5_000, senderMs / 2),
  keepAliveTimeout: 72_000,
});
