import { writeZip } from "@troad/zip";
import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";
import { roadFailure } from "../../domain/errors.ts";
import { formatClient, messageId, parseClient } from "../../domain/identifiers.ts";
import type { Gateway } from "../gateway.ts";
import { readKept } from "../log/read-kept.ts";
import { buildEvidence } from "../sealing/evidence.ts";

const part = Type.String({ minLength: 1, maxLength: 64 });
const query = Type.Object({
  xRoadInstance: part,
  memberClass: part,
  memberCode: part,
  subsystemCode: part,
  queryId: Type.String({ pattern: messageId.source }),
});

/**
 * `/asic`, as on X-Road's security servers: the signed container of an exchange sent by one of the member's own systems, by the id that the
 * system gave. Every system that may speak for the subsystem may have it.
 */
export function asicRoute(app: FastifyInstance, gateway: Gateway): void {
  app.get<{ Querystring: Static<typeof query> }>("/asic", { schema: { querystring: query } }, async (request, reply) => {
    const { xRoadInstance, memberClass, memberCode, subsystemCode, queryId } = request.query;
    const client = parseClient([xRoadInstance, memberClass, memberCode, subsystemCode].join("/"));
    const name = formatClient(client);
    if (client.instance !== gateway.instance || `${memberClass}/${memberCode}` !== gateway.agency.member)
      throw roadFailure("Client.ClientProxy.AccessDenied", { client: name, service: "asic" });
    gateway.offer.informationSystems.require(request.raw.socket, client);
    const evidence = await buildEvidence(gateway, await readKept(gateway, { id: queryId, side: "consumer", consumer: name }));
    if (evidence.state === "sealing") return reply.code(503).header("retry-after", "2").send();
    if (evidence.state !== "sealed") return reply.code(404).send();
    const { request: asked, container, fileName } = evidence;
    if (!asked)
      return reply
        .type("application/vnd.etsi.asic-e+zip")
        .header("content-disposition", `attachment; filename="${fileName}"`)
        .send(container);
    const both = [asked, { fileName, container }].map((one) => ({ name: one.fileName, data: one.container, stored: true }));
    return reply.type("application/zip").send(writeZip(both));
  });
}
