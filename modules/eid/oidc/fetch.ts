import type { ModuleContext } from "@troad/kernel";
import type { Clients } from "../clients/clients.ts";

type Fetch = typeof fetch;

/**
 * Requests that the provider makes. Keys of clients are read from their records, whatever name they have there. Everything else is a notice to
 * a client; outside the demonstration the provider's own dispatcher keeps it away from addresses of our network.
 */
export const providerFetch =
  (ctx: ModuleContext, clients: Pick<Clients, "inForce">): Fetch =>
  async (input, init) => {
    const url = new URL(String(input));
    if (url.hostname === "keys.invalid") {
      const row = await clients.inForce(url.pathname.split("/")[1] ?? "");
      const keys = row?.registration.keys ?? [];
      return new Response(JSON.stringify({ keys }), { headers: { "content-type": "application/jwk-set+json" } });
    }
    const { dispatcher, ...rest } = (init ?? {}) as RequestInit & { dispatcher?: unknown };
    return fetch(url, { ...rest, ...(ctx.demo ? {} : { dispatcher }) } as RequestInit);
  };
