import type { Log, Queryable } from "@troad/kernel";
import { Client } from "undici";
import { isOfSameKey } from "../domain/same-key.ts";
import { allServers, type ServerRow } from "../store/members.ts";

export type Change = { members: string[]; denied: string[] };
type Identity = { key: string; cert: string; ca: string[] };

const patienceMs = 4_000;

/**
 * Tells the gateways of the members concerned that the configuration changed, all at once, and waits for their answers: when a
 * revocation returns, the gateways that could be reached refuse already. One that cannot be reached fetches it in its next round.
 */
export async function pushChange(options: { db: Queryable; identity: Identity; log: Log }, change: Change): Promise<void> {
  const servers = (await allServers(options.db)).filter(
    // servers of X-Road fetch the configuration in their own time
    ({ owner, enabled, profile }) => enabled && profile === "troad" && change.members.includes(owner),
  );
  await Promise.all(
    servers.map((server) =>
      tell(server, options.identity, change.denied).catch((error: unknown) =>
        options.log.warn({ err: error, gateway: `${server.owner}/${server.code}` }, "a gateway was not told of a change"),
      ),
    ),
  );
}

async function tell(server: ServerRow, identity: Identity, denied: string[]): Promise<void> {
  const client = new Client(server.address, {
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
    connect: {
      ...identity,
      minVersion: "TLSv1.3",
      timeout: patienceMs,
      checkServerIdentity: (_host, peer) =>
        isOfSameKey(peer.raw, server.tls_certificate) ? undefined : new Error("another certificate"),
    },
  });
  try {
    const headers = { "content-type": "application/json" };
    const reply = await client.request({
      method: "POST",
      path: "/configuration-changed",
      headers,
      body: JSON.stringify({ denied }),
    });
    await reply.body.dump();
    if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}`);
  } finally {
    await client.destroy();
  }
}
