import type { ClientRecord, EidApi } from "@troad/eid/api";
import { bearerOf, exactly, uuidSchema } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import { caseFailure } from "../domain/errors.ts";
import type { Brought, BroughtRequest } from "./brought.ts";

export const base = "/cases/v1";
const body = exactly({
  /** Of the caller's own; the same request under it is the same application. */
  key: Type.String({ pattern: "^[A-Za-z0-9._~-]{8,100}$" }),
  service: Type.String({ maxLength: 100 }),
  answers: Type.Record(
    Type.String({ maxLength: 100 }),
    Type.Union([Type.String({ maxLength: 5_000 }), Type.Array(Type.String({ maxLength: 500 }), { maxItems: 50 })]),
    { maxProperties: 200 },
  ),
  returnTo: Type.Optional(Type.String({ maxLength: 500 })),
});
const params = exactly({ id: uuidSchema() });
type Parts = { brought: Brought; eid: Pick<EidApi, "provenClient">; origin: string };

/** The interface of pages that prepare applications. `Authorization: Bearer` carries an assertion of the client, good for one call. */
export function broughtRoutes(app: FastifyInstance, { brought, eid, origin }: Parts): void {
  const clientOf = async (request: FastifyRequest): Promise<ClientRecord> => {
    const assertion = bearerOf(request);
    const client = assertion === undefined ? null : await eid.provenClient({ assertion, audience: `${origin}${base}` });
    if (!client) throw caseFailure("case.client-unknown");
    return client;
  };
  const config = { dataOnly: true, nestedBody: true };
  app.post(
    `${base}/applications`,
    { schema: { tags: ["cases"], summary: "Prepare an application for a person", body }, config, bodyLimit: 65_536 },
    async (request, reply) => {
      const { id, expiresAt } = await brought.bring(await clientOf(request), request.body as BroughtRequest);
      return reply.code(201).send({ id, expiresAt, address: `${origin}/cases/brought/${id}` });
    },
  );
  app.get(
    `${base}/applications/:id`,
    { schema: { tags: ["cases"], summary: "How an application stands that was prepared", params }, config },
    async (request, reply) => {
      reply.header("cache-control", "no-store");
      return brought.standing(await clientOf(request), (request.params as Static<typeof params>).id);
    },
  );
}
