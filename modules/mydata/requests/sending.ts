import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";

export type Sending = ReturnType<typeof openSending>;

/**
 * Answers that are on their way to recipients. What was sealed while its consent stood may still be going out when the person withdraws: from the
 * moment at which they are told that they have, nothing more of it goes.
 */
export function openSending() {
  const open = new Map<string, Set<ServerResponse>>();
  return {
    /** Sends an answer under a consent, as far as that is not ended meanwhile. */
    send: (reply: FastifyReply, consent: string, body: string): FastifyReply => {
      const { raw } = reply;
      const own = open.get(consent) ?? new Set();
      open.set(consent, own.add(raw));
      raw.once("close", () => {
        own.delete(raw);
        if (own.size === 0 && open.get(consent) === own) open.delete(consent);
      });
      return reply.send(body);
    },
    /** Breaks off what is on its way under a consent; what waits in the buffers of this machine is thrown away. Gives how many answers that were. */
    stop: (consent: string): number => {
      const own = [...(open.get(consent) ?? [])];
      for (const raw of own) raw.socket?.resetAndDestroy();
      open.delete(consent);
      return own.length;
    },
  };
}
