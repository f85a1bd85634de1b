import { Agent, type Dispatcher } from "undici";
import { type Networks, readNetworks } from "../domain/networks.ts";
import { type ExternalService, readServices } from "../domain/service.ts";
import type { Gateway } from "./gateway.ts";
import { guardedConnect } from "./outside.ts";
import { tellingSent } from "./sent.ts";

/** Where a provider's information system answers, and how it is called. */
export type ServiceEndpoint = {
  url: string;
  /** Bearer token of a register of our own. */
  token?: string;
  timeoutMs: number;
  maxBytes: number;
  /** Whether the same request may reach the system twice. */
  repeatable: boolean;
  dispatcher: Dispatcher;
};

/** Finds the system behind a service of a subsystem. */
export type ServiceLookup = (subsystem: string, service: string) => Promise<ServiceEndpoint | undefined>;

/** Our registers keep message ids themselves: a repeated question uses no consent up again. */
const registerDefaults = { timeoutMs: 20_000, maxBytes: 4 * 1024 * 1024, repeatable: true };
/**
 * Where no information system is: metadata services of clouds, addresses that mean "this host" or "everybody" (RFC 6890). A service's
 * address comes from an agency's officer, and whoever writes it must not reach these through the gateway.
 */
const forbidden = readNetworks("0.0.0.0/8,169.254.0.0/16,224.0.0.0/4,240.0.0.0/4,::/128,fe80::/10,ff00::/8", "services");

/** What is configured comes first, then the agency's registers in this process. */
export function openServices(
  gateway: Pick<Gateway, "ctx" | "agency" | "identity">,
  registerOf: (service: string) => Promise<{ url: string; token: string } | undefined>,
  networks: Networks | undefined,
): { lookup: ServiceLookup /** SUBSYSTEM/service */; encrypted: string[]; close(): Promise<void> } {
  const may = (address: string): boolean => (networks ? networks.hold(address) : !forbidden.hold(address));
  const services = readServices(gateway.ctx.content, gateway.agency.id);
  const registers = new Agent();
  const registerDispatcher = tellingSent(registers);
  const open = new Map([...services].map(([key, service]) => [key, endpointOf(gateway, service, may)]));
  return {
    lookup: async (subsystem, service) => {
      const configured = open.get(`${subsystem}/${service}`);
      if (configured) return configured;
      const register = await registerOf(service);
      return register && { ...registerDefaults, ...register, dispatcher: registerDispatcher };
    },
    encrypted: [...services].filter(([, { encrypt }]) => encrypt).map(([key]) => key),
    close: async () => {
      await Promise.all([registers, ...[...open.values()].map(({ agent }) => agent)].map((agent) => agent.destroy()));
    },
  };
}

function endpointOf(
  { identity }: Pick<Gateway, "identity">,
  service: ExternalService,
  may: (address: string) => boolean,
): ServiceEndpoint & { agent: Agent } {
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
  return {
    url: service.url,
    timeoutMs: (service.timeoutSeconds ?? 20) * 1000,
    maxBytes: service.maxBytes ?? registerDefaults.maxBytes,
    repeatable: service.repeatable ?? false,
    agent,
    dispatcher: tellingSent(agent),
  };
}
