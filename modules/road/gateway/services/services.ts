import type { Endpoint, ExternalService } from "@troad/directory";
import { Agent, type Dispatcher } from "undici";
import { type Networks, readNetworks } from "../../domain/networks.ts";
import type { Gateway } from "../gateway.ts";
import { tellingSent } from "../link/sent.ts";
import { guardedConnect } from "../outside.ts";

/** The address of a provider's information system, and how to call it. */
export type ServiceEndpoint = {
  url: string;
  /** Bearer token, for one of our own registers. */
  token?: string;
  timeoutMs: number;
  maxBytes: number;
  /** Whether the same request may reach the system twice. */
  repeatable: boolean;
  dispatcher: Dispatcher;
  /** The address of its OpenAPI document; `undefined` if there is none, and the gateway generates one from `endpoints`. */
  openapi?: string | undefined;
  endpoints?: Endpoint[];
};

/** A service as the metaservices describe it. */
export type OfferedService = { code: string; type: "OPENAPI" | "REST"; endpoints: Endpoint[] };

/** The systems behind the services of this gateway. */
export type ServiceLookup = {
  find(subsystem: string, service: string): Promise<ServiceEndpoint | undefined>;
  /** What is offered besides the agency's registers. */
  offered(subsystem: string): OfferedService[];
};

/** Our registers track message ids themselves: a repeated request does not use up another consent. */
const registerDefaults = { timeoutMs: 20_000, maxBytes: 4 * 1024 * 1024, repeatable: true };
/**
 * Addresses without information systems: metadata services of clouds, "this host" and broadcast addresses (RFC 6890). An agency's officer
 * enters a service's address, and must not reach these through the gateway.
 */
const forbidden = readNetworks("0.0.0.0/8,169.254.0.0/16,224.0.0.0/4,240.0.0.0/4,::/128,fe80::/10,ff00::/8", "services");

type Opened = { endpoint: ServiceEndpoint; agent: Agent };
type Open = Opened & { definition: ExternalService };

/**
 * Configured services come first, then those of the platform's own: the agency's registers, and what modules offer.
 * A changed service gets new connections.
 */
export function openServices(
  gateway: Pick<Gateway, "identity" | "offer">,
  ownOf: (subsystem: string, service: string) => Promise<{ url: string; token: string } | undefined>,
  networks: Networks | undefined,
): { lookup: ServiceLookup; close(): Promise<void> } {
  const may = (address: string): boolean => (networks ? networks.hold(address) : !forbidden.hold(address));
  const registers = new Agent();
  const registerDispatcher = tellingSent(registers);
  const open = new Map<string, Open>();
  const forget = (key: string): void => {
    // calls in progress end as they began
    void open.get(key)?.agent.close();
    open.delete(key);
  };
  const endpointFor = (key: string): ServiceEndpoint | undefined => {
    const definition = gateway.offer.offered.all().get(key);
    const present = open.get(key);
    if (present && present.definition === definition) return present.endpoint;
    if (present) forget(key);
    if (!definition) return undefined;
    const opened = endpointOf(gateway, definition, may);
    open.set(key, { definition, ...opened });
    return opened.endpoint;
  };
  const stopFollowing = gateway.identity.onRenewed(() => {
    for (const key of [...open.keys()]) forget(key);
  });
  return {
    lookup: {
      find: async (subsystem, service) => {
        const configured = endpointFor(`${subsystem}/${service}`);
        if (configured) return configured;
        const own = await ownOf(subsystem, service);
        return own && { ...registerDefaults, ...own, dispatcher: registerDispatcher, openapi: `${own.url}/openapi` };
      },
      offered: (subsystem) =>
        [...gateway.offer.offered.all().values()]
          .filter((one) => one.subsystem === subsystem)
          .map(({ service, openapi, endpoints = [] }) => ({ code: service, type: openapi ? "OPENAPI" : "REST", endpoints })),
    },
    close: async () => {
      stopFollowing();
      await Promise.all([registers, ...[...open.values()].map(({ agent }) => agent)].map((agent) => agent.destroy()));
    },
  };
}

function endpointOf(
  { identity }: Pick<Gateway, "identity">,
  service: ExternalService,
  may: (address: string) => boolean,
): Opened {
  const { tls } = service;
  const own = tls?.clientCertificate ? { key: identity.tls.keyPem, cert: identity.tls.chain.map(({ pem }) => pem).join("") } : {};
  const agent = new Agent({
    connections: 64,
    connect: guardedConnect(may, {
      ...own,
      ...(tls?.ca ? { ca: tls.ca } : {}),
      rejectUnauthorized: tls?.verify ?? true,
    }),
  });
  const endpoint: ServiceEndpoint = {
    url: service.url,
    openapi: service.openapi,
    endpoints: service.endpoints ?? [],
    timeoutMs: (service.timeoutSeconds ?? 20) * 1000,
    maxBytes: service.maxBytes ?? registerDefaults.maxBytes,
    repeatable: service.repeatable ?? false,
    dispatcher: tellingSent(agent),
  };
  return { endpoint, agent };
}
