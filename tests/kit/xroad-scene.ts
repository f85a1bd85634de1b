import { setTimeout } from "node:timers/promises";
import type { KeyKind } from "@troad/trust";
import { freePort, type Government, startGovernment } from "./government.ts";
import { enrolPeer, registerPeer, type XroadPeer } from "./xroad-peer.ts";
import { openXroadServer, type XroadServer } from "./xroad-server.ts";

const lookedLatelyMs = 1_100;

export type XroadScene = { government: Government; peer: XroadPeer; server: XroadServer; stop(): Promise<void> };

/** The government without the university's gateway, in whose place a registered server of X-Road stands; the ministry of the interior speaks with it. */
export async function startBesideXroad(env: Record<string, string>, kind?: KeyKind): Promise<XroadScene> {
  const ports = { messages: await freePort(), status: await freePort() };
  const both = `${ports.messages}:${ports.status}`;
  const government = await startGovernment({
    exceptAgencies: ["ndu"],
    env: { ROAD_XROAD_PORTS: `moi=${both}`, ROAD_XROAD_PEER_PORTS: both, ...env },
  });
  const open: { stop(): Promise<void> }[] = [government];
  const stop = async (): Promise<void> => {
    for (const one of open.toReversed()) await one.stop();
  };
  try {
    const peer = await enrolPeer(government, "EDU/NDU", "127.0.0.2", kind);
    const server = await openXroadServer(peer, ports);
    open.push({ stop: () => server.close() });
    const address = `https://127.0.0.2:${ports.messages}`;
    await registerPeer(government, peer, { server: "SS1", agency: "ndu", address, subsystems: ["AID"] });
    // a gateway that has read the configuration in the last second does not look again for a server that it does not know
    await setTimeout(lookedLatelyMs);
    return { government, peer, server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
