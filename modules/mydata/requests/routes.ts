import { asCoded, failures, problemOf, uuidSchema } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import { type Client, clientOfAssertion } from "./assertion.ts";
import type { Delivered, Deliveries } from "./deliveries.ts";
import { type Claimed, compared, type DeliveredSet } from "./items.ts";
import type { Requests } from "./requests.ts";
import type { Sending } from "./sending.ts";
import type { Standing } from "./standing.ts";

const fail = failures({ "mydata.sets-failed": 503, "mydata.not-ours": 422 });
const bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
export const proof = {
  client_assertion_type: Type.Literal(bearer),
  client_assertion: Type.String({ minLength: 1, maxLength: 8_000 }),
};
const closed = { additionalProperties: false } as const;
const token = (least: number, most: number) => Type.String({ minLength: least, maxLength: most, pattern: "^[A-Za-z0-9._~-]+$" });
const name = Type.String({ minLength: 1, maxLength: 60 });
const params = Type.Object({ id: uuidSchema() });

const startBody = Type.Object(
  {
    ...proof,
    key: token(8, 100),
    sets: Type.Array(
      Type.Object(
        { set: name, fields: Type.Optional(Type.Array(name, { minItems: 1, maxItems: 60, uniqueItems: true })) },
        closed,
      ),
      { minItems: 1, maxItems: 30 },
    ),
    standing: Type.Optional(Type.Boolean()),
    of: Type.Optional(Type.Union([Type.Literal("person"), Type.Literal("business")])),
    redirectUri: Type.String({ minLength: 1, maxLength: 500 }),
    state: token(16, 200),
    challenge: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
  },
  closed,
);
const redeemBody = Type.Object({ ...proof, code: token(1, 200), verifier: token(43, 128) }, closed);
const proofBody = Type.Object(proof, closed);
const compareBody = Type.Object(
  {
    ...proof,
    delivered: Type.String({ minLength: 1, maxLength: 900_000 }),
    values: Type.Array(
      Type.Object(
        { set: name, field: name, record: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })), value: Type.Unknown() },
        closed,
      ),
      { minItems: 1, maxItems: 200 },
    ),
  },
  closed,
);

type Parts = {
  requests: Requests;
  deliveries: Deliveries;
  standing: Standing;
  eid: Parameters<typeof clientOfAssertion>[0]["eid"];
  /** What people open, and what assertions are made out to. */
  addressOf(id: string): string;
  audience: string;
  sending: Sending;
  /** The payload of a delivery that we sealed for this client; undefined for anything else. */
  readOwn(jws: string): Promise<{ aud?: unknown; data?: unknown } | undefined>;
};

/** The interface of recipients: what they ask for, what they get, and what they say of it. */
export function requestRoutes(app: FastifyInstance, parts: Parts): (request: FastifyRequest) => Promise<Client> {
  const { requests, deliveries, standing, eid, audience } = parts;
  const clientOf = (request: FastifyRequest): Promise<Client> =>
    clientOfAssertion({ eid, audience }, (request.body as { client_assertion: string }).client_assertion);
  const described = (summary: string, body: object, more: object = {}) => ({
    schema: { tags: ["mydata"], summary, body, ...more },
    config: { dataOnly: true },
  });
  const idIn = (request: FastifyRequest): string => (request.params as Static<typeof params>).id;

  app.post("/mydata/v1/requests", described("Ask a person for data", startBody), async (request, reply) => {
    const client = await clientOf(request);
    const { client_assertion: _proof, client_assertion_type: _type, ...body } = request.body as Static<typeof startBody>;
    const started = await requests.start(client, body);
    return reply.code(201).send({ ...started, address: parts.addressOf(started.id) });
  });
  app.post(
    "/mydata/v1/requests/:id/data",
    described("Fetch the data by code", redeemBody, { params }),
    async (request, reply) => {
      const client = await clientOf(request);
      return sent(
        parts.sending,
        request,
        reply,
        await deliveries.redeem(client, idIn(request), request.body as Static<typeof redeemBody>),
      );
    },
  );
  app.post(
    "/mydata/v1/consents/:id/data",
    described("Fetch the data again under a standing consent", proofBody, { params }),
    async (request, reply) =>
      sent(parts.sending, request, reply, await deliveries.further(await clientOf(request), idIn(request))),
  );
  app.post(
    "/mydata/v1/consents/:id/erased",
    described("Say that what was given has been erased", proofBody, { params }),
    async (request, reply) => {
      await standing.erased(await clientOf(request), idIn(request));
      return reply.code(204).send();
    },
  );
  app.post("/mydata/v1/compare", described("Compare values with those that were delivered", compareBody), async (request) => {
    const client = await clientOf(request);
    const { delivered, values } = request.body as Static<typeof compareBody>;
    const own = await parts.readOwn(delivered);
    if (own?.aud !== client.client) throw fail("mydata.not-ours");
    return { same: compared(own.data as Record<string, DeliveredSet>, values as Claimed[]) };
  });
  return clientOf;
}

/** The data as a JWE; if one set could not be had, which and why, and nothing of the others. */
function sent(sending: Sending, request: FastifyRequest, reply: FastifyReply, delivered: Delivered): FastifyReply {
  reply.header("cache-control", "no-store");
  if ("jwe" in delivered)
    return sending.send(reply.type("application/jose"), (request.params as Static<typeof params>).id, delivered.jwe);
  const error = asCoded(fail("mydata.sets-failed"));
  const sets = delivered.failed.map(({ id: set, code, reason }) => ({ set, code, reason }));
  return reply
    .code(error.status)
    .type("application/problem+json")
    .send({ ...problemOf(error, request.t), sets });
}
