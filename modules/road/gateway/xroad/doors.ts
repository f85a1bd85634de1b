import type { RoadContent } from "@troad/directory";
import type { Door } from "../door.ts";
import type { Gateway } from "../gateway.ts";
import type { ServiceLookup } from "../services/services.ts";
import { openXroadDoor } from "./door.ts";
import { readXroadPorts, type XroadPorts } from "./link.ts";
import { openStatusDoor } from "./status-door.ts";

/** `moi=5500:5577,...` of `ROAD_XROAD_PORTS`: which gateways have doors for X-Road, and where. Throws RangeError on anything else. */
export function readXroadDoors(text: string, { agencies }: Pick<RoadContent, "agencies">): Map<string, XroadPorts> {
  const pairs = text.split(",").filter((one) => one.trim() !== "");
  return new Map(
    pairs.map((pair) => {
      const [, agency, ports] = /^\s*([a-z][a-z0-9-]{0,60})=(\S+)\s*$/.exec(pair) ?? [];
      if (!agency || !ports || !agencies.some(({ id }) => id === agency))
        throw new RangeError("ROAD_XROAD_PORTS: agency=MESSAGES:STATUS, several apart by commas");
      return [agency, readXroadPorts(ports, "ROAD_XROAD_PORTS")];
    }),
  );
}

/** Opens both doors of a gateway for servers of X-Road. */
export async function openXroadDoors(
  gateway: Gateway,
  lookup: ServiceLookup,
  at: Omit<Door, "port"> & { ports: XroadPorts },
): Promise<{ messages: string; status: string; close(): Promise<void> }> {
  const messages = await openXroadDoor(gateway, lookup, { ...at, port: at.ports.messages });
  const status = await openStatusDoor(gateway, { ...at, port: at.ports.status });
  return {
    messages: messages.address,
    status: status.address,
    close: async () => {
      await Promise.all([messages.close(), status.close()]);
    },
  };
}
