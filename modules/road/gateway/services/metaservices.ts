import { covers, type Endpoint, type StoredAgreement } from "@troad/directory";
import { registersApi } from "@troad/registers/api";
import { writeZip } from "@troad/zip";
import type { FastifyInstance } from "fastify";
import { request } from "undici";
import { roadFailure } from "../../domain/errors.ts";
import { type GlobalConf, rightsOf } from "../../domain/globalconf.ts";
import { type ClientId, formatClient, formatService, type ServiceId } from "../../domain/identifiers.ts";
import type { Gateway } from "../gateway.ts";
import { readUpTo } from "../link/body-stream.ts";
import { clientsJson, clientsXml } from "./metadata.ts";
import type { OfferedService, ServiceLookup } from "./services.ts";

/** Services that every gateway offers on behalf of its subsystems (PR-MREST sections 3 and 4). */
const names = new Set(["listMethods", "allowedMethods", "getOpenAPI"]);

/** The operations of registers. */
const registerEndpoints: Endpoint[] = [{ method: "POST", path: "/find" }];
const maxOpenApi = 1 << 20;

/** Everyone on the road may ask what is offered; the exchange is signed and logged like any other. */
export function metaserviceRight(client: ClientId, service: ServiceId, method: string): StoredAgreement | undefined {
  if (!names.has(service.service) || method !== "GET") return undefined;
  return {
    id: `metaservice-${service.service}`,
    consumer: formatClient(client),
    provider: formatService(service),
    endpoints: [],
    fields: [],
    purpose: service.service,
    legalBasis: "",
    consentRequired: false,
    validUntil: null,
  };
}

type Asked = { client: ClientId; service: ServiceId; path: string; today: string };
export type MetaAnswer = { status: number; headers: [string, string][]; body: Buffer };

/** The provider's side of a metaservice, or undefined if the service is not one. */
export async function answerMetaservice(gateway: Gateway, lookup: ServiceLookup, asked: Asked): Promise<MetaAnswer | undefined> {
  const { service } = asked;
  if (!names.has(service.service)) return undefined;
  if (service.service === "getOpenAPI") return openApi(gateway, lookup, asked);
  const offered = await offeredBy(gateway, lookup, service);
  const conf = gateway.directory.current();
  const listed =
    service.service === "listMethods"
      ? offered.map((one) => detailsOf(service, one))
      : offered.flatMap((one) => {
          const allowed = allowedOf(conf, asked, one);
          return allowed ? [detailsOf(service, { ...one, endpoints: allowed })] : [];
        });
  return jsonAnswer({ service: listed });
}

const jsonAnswer = (value: object): MetaAnswer => ({
  status: 200,
  headers: [["content-type", "application/json"]],
  body: Buffer.from(JSON.stringify(value)),
});

const detailsOf = (service: ServiceId, { code, type, endpoints }: OfferedService) => ({
  member_class: service.memberClass,
  member_code: service.memberCode,
  object_type: "SERVICE",
  service_code: code,
  service_type: type,
  subsystem_code: service.subsystem,
  xroad_instance: service.instance,
  endpoint_list: endpoints,
});

/** Services of `services.json` and of the agency's registers; if two have the same code, the first is the one that is called. */
async function offeredBy(gateway: Gateway, lookup: ServiceLookup, service: ServiceId): Promise<OfferedService[]> {
  const prefix = `${formatClient(service)}/`;
  const registers = await gateway.ctx.use(registersApi).registers();
  const configured = lookup.offered(service.subsystem);
  const ofRegisters = registers
    .filter(({ provider }) => provider.startsWith(prefix))
    .map(
      ({ provider }): OfferedService => ({ code: provider.slice(prefix.length), type: "OPENAPI", endpoints: registerEndpoints }),
    )
    .filter(({ code }) => !configured.some((one) => one.code === code));
  return [...configured, ...ofRegisters];
}

/** The endpoints that a client may call; undefined if there are none. A service without endpoints of its own has those of the rights. */
function allowedOf(
  conf: GlobalConf,
  { client, service, today }: Asked,
  { code, endpoints }: OfferedService,
): Endpoint[] | undefined {
  const rights = rightsOf(conf, formatClient(client), formatService({ ...service, service: code }), today);
  if (rights.length === 0) return undefined;
  if (rights.some((right) => right.endpoints.length === 0)) return endpoints;
  const granted = rights.flatMap((right) => right.endpoints);
  if (endpoints.length === 0) return granted;
  const open = endpoints.filter(({ method, path }) =>
    granted.some((one) => covers(one, method, path.split("/").filter(Boolean))),
  );
  return open.length === 0 ? undefined : open;
}

async function openApi(gateway: Gateway, lookup: ServiceLookup, { service, path }: Asked): Promise<MetaAnswer> {
  const code = new URLSearchParams(path.split("?")[1] ?? "").get("serviceCode") ?? "";
  const offered = (await offeredBy(gateway, lookup, service)).some((one) => one.code === code);
  const endpoint = offered ? await lookup.find(service.subsystem, code) : undefined;
  if (!endpoint)
    throw roadFailure("Server.ServerProxy.UnknownService", { service: `${formatClient(service)}/${code.slice(0, 64)}` });
  if (!endpoint.openapi) return jsonAnswer(openApiOf(code, endpoint.endpoints ?? []));
  try {
    const reply = await request(endpoint.openapi, {
      headers: endpoint.token === undefined ? {} : { authorization: `Bearer ${endpoint.token}` },
      headersTimeout: 5_000,
      bodyTimeout: 5_000,
      ...(endpoint.dispatcher ? { dispatcher: endpoint.dispatcher } : {}),
    });
    const read = await readUpTo(reply.body, maxOpenApi);
    if ("stream" in read) reply.body.destroy();
    if (reply.statusCode !== 200 || "stream" in read)
      throw new Error(`HTTP ${reply.statusCode}, or more than ${maxOpenApi} bytes`);
    const type = String(reply.headers["content-type"] ?? "application/json");
    return { status: 200, headers: [["content-type", type]], body: Buffer.from(read.bytes) };
  } catch (error) {
    throw roadFailure("Server.ServerProxy.ServiceFailed", {}, (error as Error).message);
  }
}

/** What is known about a service without a document of its own. */
function openApiOf(code: string, endpoints: Endpoint[]): object {
  const responses = { default: { description: "The service has no description of its own." } };
  const plain = endpoints.filter(({ method, path }) => method !== "*" && !path.includes("*"));
  const paths = [...Map.groupBy(plain, ({ path }) => path)].map(([path, same]) => [
    path,
    Object.fromEntries(same.map(({ method }) => [method.toLowerCase(), { responses }])),
  ]);
  return { openapi: "3.1.0", info: { title: code, version: "1" }, paths: Object.fromEntries(paths) };
}

/** What the consumer's gateway answers itself: who is on the road (PR-META section 2), and the configuration for verifiers. */
export function metadataRoutes(app: FastifyInstance, gateway: Gateway): void {
  app.get<{ Querystring: { xRoadInstance?: string } }>("/listClients", async (request, reply) => {
    await gateway.directory.awake();
    const conf = gateway.directory.current();
    const instance = request.query.xRoadInstance ?? conf.instance;
    if (instance !== conf.instance && !conf.federated.some((one) => one.instance === instance))
      throw roadFailure("Client.ClientProxy.UnknownInstance", { instance: String(instance).slice(0, 60) });
    return (request.headers.accept ?? "").includes("application/json")
      ? reply.type("application/json").send(clientsJson(conf, instance))
      : reply.type("text/xml; charset=utf-8").send(clientsXml(conf, instance));
  });
  app.get("/verificationconf", async (_request, reply) => {
    await gateway.directory.awake();
    const { instance } = gateway.directory.current();
    const files = [{ name: "verificationconf/instance-identifier", data: Buffer.from(instance) }];
    for (const one of gateway.directory.sharedParams())
      files.push({ name: `verificationconf/${one.instance}/shared-params.xml`, data: Buffer.from(one.data) });
    return reply.type("application/zip").send(writeZip(files));
  });
}
