import { openXroadLink, type XroadLink, type XroadPorts } from "./link.ts";
import { openOwnStatus } from "./own-status.ts";

/** What a gateway needs in addition to communicate with X-Road servers; inactive until it is used. */
export type XroadSide = { ownStatus(): Promise<Buffer>; link: XroadLink };

type Parts = Parameters<typeof openOwnStatus>[0] & Parameters<typeof openXroadLink>[0];

export const openXroadSide = (parts: Parts, ports: XroadPorts): XroadSide => ({
  ownStatus: openOwnStatus(parts),
  link: openXroadLink(parts, ports),
});
