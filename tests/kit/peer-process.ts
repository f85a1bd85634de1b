import fs from "node:fs";
import path from "node:path";
import { issuePeerCertificate, systemClock } from "@troad/kernel";
import { Agent, request } from "undici";
import { type Government, scratch } from "./government.ts";

export type PeerCall = (
  module: string,
  method: string,
  args: unknown[],
) => Promise<{ status: number; code?: string; result?: unknown }>;

/** Calls apis as the process of an agency does whose software is not ours. The government has a PEER_PORT. */
export async function openPeerProcess(government: Government, agency: string): Promise<PeerCall> {
  const address = Object.values(government.running.endpoints().peers as Record<string, string>)[0]!;
  const authority = path.join(government.data, "peers");
  const folder = scratch(`peer-${agency}`);
  await issuePeerCertificate({ authority, folder, modules: ["registers", "road"], agencies: [agency], clock: systemClock });
  const read = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8");
  const connect = { key: read("peer.key"), cert: read("peer.crt"), ca: read("ca.crt"), checkServerIdentity: () => undefined };
  return async (module, method, args) => {
    const agent = new Agent({ connect });
    try {
      const reply = await request(`${address}/peer/${module}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ args }),
        dispatcher: agent,
      });
      return { status: reply.statusCode, ...((await reply.body.json()) as { code?: string; result?: unknown }) };
    } finally {
      await agent.destroy();
    }
  };
}
