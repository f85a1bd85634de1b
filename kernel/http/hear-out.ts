import type { IncomingMessage } from "node:http";

const atMostMs = 2_000;

/**
 * Reads what a refused sender is still sending, for at most two seconds, before the refusal is sent: a client that is cut off while sending
 * may never read the answer (RFC 9112 section 9.6).
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
