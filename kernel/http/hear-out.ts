import type { IncomingMessage } from "node:http";

const atMostMs = 1_000;

/**
 * Takes what a refused sender still sends, for a second at most; to be awaited before the refusal is sent: anyone who is cut off while it sends
 * may never read an answer (RFC 9112 section 9.6).
 */
export async function hearOut(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, atMostMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    request.once("end", done).once("close", done).once("error", done).resume();
  });
}
