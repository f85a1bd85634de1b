import type { IncomingMessage, ServerOptions } from "node:http";
import type { AddressInfo, Server } from "node:net";
import type { Readable } from "node:stream";

/** Where a door listens, under which host name others know it, and how long a sender may take to say what it wants. */
export type ListenerOptions = { bind: string; host: string; port: number; senderMs: number };

/** Time limits of an HTTP server: a client that trickles headers is cut off, so that it holds nothing but a socket for a while. */
export const patienceOf = ({ senderMs }: ListenerOptions): ServerOptions => ({
  headersTimeout: senderMs,
  // for bodies see `limitSender` and `paced`: a large one may take longer than a small one
  requestTimeout: 0,
  connectionsCheckingInterval: Math.min(5_000, senderMs / 2),
  keepAliveTimeout: 72_000,
});

export const lateError = (): Error =>
  Object.assign(new Error("the request was not finished in time"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });

/** Ends a request that is not complete after the sender's time. */
export function limitSender(request: IncomingMessage, { senderMs }: Pick<ListenerOptions, "senderMs">, late: () => void): void {
  const timer = setTimeout(() => {
    if (!request.complete) late();
    // a request that was refused and is never read to its end may not say when it is over
  }, senderMs).unref();
  const done = (): void => clearTimeout(timer);
  request.once("end", done).once("close", done);
}

/** What a sender of a large body has to bring in each such time. */
const leastBytes = 1024 * 1024;

/** The chunks of a large body; a sender that brings less than 1 MiB in the time that a small body may take is cut off. */
export async function* paced(
  request: Readable,
  { senderMs }: Pick<ListenerOptions, "senderMs">,
  /** False where a reader that stops early still wants to answer. */
  destroyOnReturn = true,
): AsyncGenerator<Buffer> {
  let came = 0;
  let counted = 0;
  const timer = setInterval(() => {
    if (came - counted < leastBytes) request.destroy(lateError());
    counted = came;
  }, senderMs);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn })) {
      came += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } finally {
    clearInterval(timer);
  }
}

/** Opens a server at a door; gives its port, also where any was asked for. */
export async function listenAt(server: Server, at: Pick<ListenerOptions, "bind" | "port">): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(at.port, at.bind, resolve));
  return (server.address() as AddressInfo).port;
}
