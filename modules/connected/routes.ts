import { type CaseEvent, caseEvent, decided, longestPage, reference, serviceId } from "@troad/connect";
import type { EidApi } from "@troad/eid/api";
import { asCoded, bearerOf, exactly, monthStart, problemOf } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import type { Applications } from "./applications.ts";
import { fail } from "./errors.ts";
import type { Client, Services } from "./services.ts";

export const base = "/connected/v1";
const ofService = exactly({ service: serviceId });
const ofApplication = exactly({ service: serviceId, reference });
const ofEvent = exactly({ service: serviceId, reference, event: reference });
const month = exactly({ month: Type.String({ pattern: "^20\\d\\d-(0[1-9]|1[0-2])$" }) });
const config = { dataOnly: true, nestedBody: true };
type Parts = { services: Services; applications: Applications; eid: Pick<EidApi, "provenClient">; audience: string };

/** The interface of services that agencies run themselves. `Authorization: Bearer` carries an assertion of the client, good for one call. */
export function connectedRoutes(app: FastifyInstance, { services, applications, eid, audience }: Parts): void {
  const clientOf = async (request: FastifyRequest): Promise<Client> => {
    const assertion = bearerOf(request);
    const client = assertion === undefined ? null : await eid.provenClient({ assertion, audience });
    if (!client) throw fail("connected.client-unknown");
    return client;
  };
  const described = (summary: string, schema: object, more: object = {}) => ({
    schema: { tags: ["connected"], summary, ...schema },
    config,
    ...more,
  });

  app.get(
    `${base}/services`,
    described("Services that agencies run themselves, as they describe themselves", {}),
    async (_, reply) => {
      reply.header("cache-control", "max-age=10");
      return { services: (await services.open()).map(({ agency, version, page }) => ({ agency, version, page })) };
    },
  );
  app.put(
    `${base}/services/:service`,
    described("Describe a service", { params: ofService, body: Type.Unknown() }, { bodyLimit: longestPage }),
    async (request, reply) => {
      const put = await services.put(await clientOf(request), (request.params as Static<typeof ofService>).service, request.body);
      if (!("faults" in put)) return put;
      const error = asCoded(fail("connected.page-wrong"));
      return reply
        .code(error.status)
        .type("application/problem+json")
        .send({ ...problemOf(error, request.t), faults: put.faults });
    },
  );
  app.delete(`${base}/services/:service`, described("End a service", { params: ofService }), async (request, reply) => {
    await services.end(await clientOf(request), (request.params as Static<typeof ofService>).service);
    return reply.code(204).send();
  });
  app.put(
    `${base}/services/:service/applications/:reference/events/:event`,
    described("Tell what happened in an application", { params: ofEvent, body: caseEvent }, { bodyLimit: 4_096 }),
    async (request, reply) => {
      const told = await applications.tell(
        await clientOf(request),
        request.params as Static<typeof ofEvent>,
        request.body as CaseEvent,
      );
      return reply.code(told === "new" ? 201 : 200).send({ told });
    },
  );
  app.get(
    `${base}/services/:service/applications/:reference`,
    described("What the platform was told of an application", { params: ofApplication }),
    async (request) => {
      const { service, reference: of } = request.params as Static<typeof ofApplication>;
      return applications.standing(await clientOf(request), service, of);
    },
  );
  app.get(
    `${base}/services/:service/figures`,
    described("Figures of a month, from what was told", { params: ofService, querystring: month }),
    async (request) => {
      const { service } = request.params as Static<typeof ofService>;
      const found = await services.find(service);
      if (!found || found.suspended !== null) throw fail("connected.service-unknown");
      const { month: which } = request.query as Static<typeof month>;
      const [from, to] = [monthStart(which, 0), monthStart(which, 1)];
      return { month: which, states: decided, ...(await applications.figures(service, from, to)) };
    },
  );
}
