import type { IncomingMessage, ServerOptions } from "node:http";
import type { AddressInfo, Server } from "node:net";
import type { Readable } from "node:stream";

/** The address of a listener, the host name that others use for it, and the time limit for sending a request. */
export type ListenerOptions = { bind: string; host: string; port: number; senderMs: number };

/** Time limits of an HTTP server: a client that trickles headers is cut off, so that it holds only a socket for a while. */
export const patienceOf = ({ senderMs }: ListenerOptions): ServerOptions => ({
  headersTimeout: senderMs,
  // for bodies see `limitSender` and `paced`: a large one may take longer than a small one
  requestTimeout: 0,
  connectionsCheckingInterval: Math.min(5_000, senderMs / 2),
  keepAliveTimeout: 72_000,
});

export const lateError = (): Error =>
  Object.assign(new Error("the request was not finished in time"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });

/** Ends a request that is not complete within the sender's time limit. */
export function limitSender(request: IncomingMessage, { senderMs }: Pick<ListenerOptions, "senderMs">, late: () => void): void {
  const timer = setTimeout(() => {
    if (!request.complete) late();
    // the end of a refused request that is not read completely may never be signalled
  }, senderMs).unref();
  const done = (): void => clearTimeout(timer);
  request.once("end", done).once("close", done);
}

/** The minimum that a sender of a large body has to deliver per interval. */
const leastBytes = 1024 * 1024;

/** The chunks of a large body; a sender that delivers less than 1 MiB in the time limit of a small body is cut off. */
export async function* paced(
  request: Readable,
  { senderMs }: Pick<ListenerOptions, "senderMs">,
  /** False if a reader that stops early still wants to answer. */
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

/** Opens a server at a listener's address; gives its port, also if the system chose it. */
export async function listenAt(server: Server, at: Pick<ListenerOptions, "bind" | "port">): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(at.port, at.bind, resolve));
  return (server.address() as AddressInfo).port;
}
