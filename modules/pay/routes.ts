import type { FastifyInstance } from "fastify";
import Type from "typebox";
import type { Payments } from "./payments.ts";

/** A compact JWS of a message is below 2 kB. */
const bodyLimit = 8_192;
const schema = {
  body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 4_096 }) }, { additionalProperties: false }),
  response: { 204: Type.Null() },
  summary: "A message of the payment service",
};

/** Where the payment service delivers its messages; from wherever they come, the signature decides. */
export function messageRoutes(app: FastifyInstance, payments: Payments): void {
  app.post("/pay/messages", { schema, bodyLimit, config: { dataOnly: true } }, async (request, reply) => {
    await payments.hear((request.body as { token: string }).token);
    return reply.code(204).send();
  });
}
