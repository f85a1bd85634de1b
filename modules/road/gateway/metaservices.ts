import { registersApi } from "@troad/registers/api";
import { writeZip } from "@troad/zip";
import type { FastifyInstance } from "fastify";
import { request } from "undici";
import type { StoredAgreement } from "../domain/agreement.ts";
import { covers } from "../domain/endpoints.ts";
import { roadFailure } from "../domain/errors.ts";
import { type GlobalConf, rightsOf } from "../domain/globalconf.ts";
import type { ClientId, ServiceId } from "../domain/identifiers.ts";
import { formatClient, formatService } from "../domain/identifiers.ts";
import type { Gateway } from "./gateway.ts";
import { clientsJson, clientsXml } from "./metadata.ts";
import type { ServiceLookup } from "./services.ts";

/** Services that every gateway offers in the name of its subsystems (PR-MREST sections 3 and 4). */
const names = new Set(["listMethods", "allowedMethods", "getOpenAPI"]);

/** What registers answer to. */
const endpoints = [{ method: "POST", path: "/find" }];
const maxOpenApi = 1 << 20;

/** Everybody on the road may ask what there is; the exchange is signed and logged like any other. */
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

/** The provider's side of a metaservice, or undefined where the service is none. */
export async function answerMetaservice(gateway: Gateway, lookup: ServiceLookup, asked: Asked): Promise<MetaAnswer | undefined> {
  const { service } = asked;
  if (!names.has(service.service)) return undefined;
  if (service.service === "getOpenAPI") return openApi(gateway, lookup, asked);
  const offered = await offeredBy(gateway, service);
  const conf = gateway.directory.current();
  const listed = offered.flatMap((code) => {
    const open = service.service === "listMethods" ? endpoints : allowed(conf, asked, code);
    return open.length === 0 ? [] : [detailsOf(service, code, open)];
  });
  return { status: 200, headers: [["content-type", "application/json"]], body: Buffer.from(JSON.stringify({ service: listed })) };
}

const detailsOf = (service: ServiceId, code: string, open: typeof endpoints) => ({
  member_class: service.memberClass,
  member_code: service.memberCode,
  object_type: "SERVICE",
  service_code: code,
  service_type: "OPENAPI",
  subsystem_code: service.subsystem,
  xroad_instance: service.instance,
  endpoint_list: open,
});

async function offeredBy(gateway: Gateway, service: ServiceId): Promise<string[]> {
  const prefix = `${formatClient(service)}/`;
  const registers = await gateway.ctx.use(registersApi).registers();
  return registers.map(({ provider }) => provider).flatMap((one) => (one.startsWith(prefix) ? [one.slice(prefix.length)] : []));
}

function allowed(conf: GlobalConf, { client, service, today }: Asked, code: string): typeof endpoints {
  const rights = rightsOf(conf, formatClient(client), formatService({ ...service, service: code }), today);
  const open = ({ method, path }: (typeof endpoints)[number]): boolean =>
    rights.some(
      (right) =>
        right.endpoints.length === 0 || right.endpoints.some((one) => covers(one, method, path.split("/").filter(Boolean))),
    );
  return endpoints.filter(open);
}

async function openApi(gateway: Gateway, lookup: ServiceLookup, { service, path }: Asked): Promise<MetaAnswer> {
  const code = new URLSearchParams(path.split("?")[1] ?? "").get("serviceCode") ?? "";
  const known = (await offeredBy(gateway, service)).includes(code);
  const endpoint = known ? await lookup(service.subsystem, code) : undefined;
  if (!endpoint)
    throw roadFailure("Server.ServerProxy.UnknownService", { service: `${formatClient(service)}/${code.slice(0, 64)}` });
  const reply = await request(`${endpoint.url}/openapi`, {
    headers: endpoint.token === undefined ? {} : { authorization: `Bearer ${endpoint.token}` },
    headersTimeout: 5_000,
    bodyTimeout: 5_000,
  });
  const body = Buffer.from(await reply.body.arrayBuffer());
  if (reply.statusCode !== 200 || body.length > maxOpenApi) throw roadFailure("Server.ServerProxy.ServiceFailed");
  return { status: 200, headers: [["content-type", "application/json"]], body };
}

/** What the consumer's gateway answers by itself: who is on the road (PR-META section 2), and the configuration for verifiers. */
export function metadataRoutes(app: FastifyInstance, gateway: Gateway): void {
  app.get<{ Querystring: { xRoadInstance?: string } }>("/listClients", async (request, reply) => {
    await gateway.directory.awake();
    const conf = gateway.directory.current();
    const instance = request.query.xRoadInstance ?? conf.instance;
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
