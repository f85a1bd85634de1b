export type Manifest = { apiVersion: string; kind: string; metadata: Record<string, unknown>; [key: string]: unknown };

/** Public pages, calls of other processes, and health, readiness and metrics. */
export const ports = { pages: 8080, peers: 7000, metrics: 9090 } as const;
/** Ports of the gateways of agencies, in the order of their ids: information systems, other gateways. */
export const gatewayPorts = { systems: 5580, gateways: 5680 } as const;
