import type { RoadContent } from "@troad/directory";
import type { Gateway } from "../gateway.ts";
import type { ListenerOptions } from "../listen.ts";
import type { ServiceLookup } from "../services/services.ts";
import { readXroadPorts, type XroadPorts } from "./link.ts";
import { openXroadListener } from "./listener.ts";
import { openStatusListener } from "./status-listener.ts";

/** `moi=5500:5577,...` of `ROAD_XROAD_PORTS`: which gateways have listeners for X-Road, and where. Throws RangeError on anything else. */
export function readXroadListeners(text: string, { agencies }: Pick<RoadContent, "agencies">): Map<string, XroadPorts> {
  const pairs = text.split(",").filter((one) => one.trim() !== "");
  return new Map(
    pairs.map((pair) => {
      const [, agency, ports] = /^\s*([a-z][a-z0-9-]{0,60})=(\S+)\s*$/.exec(pair) ?? [];
      if (!agency || !ports || !agencies.some(({ id }) => id === agency))
        throw new RangeError("ROAD_XROAD_PORTS: agency=MESSAGES:STATUS, comma-separated");
      return [agency, readXroadPorts(ports, "ROAD_XROAD_PORTS")];
    }),
  );
}

/** Opens both of a gateway's listeners for X-Road servers. */
export async function openXroadListeners(
  gateway: Gateway,
  lookup: ServiceLookup,
  at: Omit<ListenerOptions, "port"> & { ports: XroadPorts },
): Promise<{ messages: string; status: string; close(): Promise<void> }> {
  const messages = await openXroadListener(gateway, lookup, { ...at, port: at.ports.messages });
  const status = await openStatusListener(gateway, { ...at, port: at.ports.status });
  return {
    messages: messages.address,
    status: status.address,
    close: async () => {
      await Promise.all([messages.close(), status.close()]);
    },
  };
}
