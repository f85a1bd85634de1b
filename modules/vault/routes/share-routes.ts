import { exactly, uuidSchema } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import { secretText } from "../domain/change.ts";
import { linkBase, type VaultParts } from "../pages/parts.ts";

const hide = true;
const config = { dataOnly: true };
const params = exactly({ id: uuidSchema() });
const access = exactly({ access: secretText() });
const wanted = exactly({ ticket: secretText(), seq: Type.Integer({ minimum: 0, maximum: 100_000 }) });
type ById = { Params: { id: string } };

/** What the page of a link asks with its script. Its secret opens it; of that the server gets a value from which the key cannot be found. */
export function shareRoutes(app: FastifyInstance, { shares }: VaultParts): void {
  app.post<ById & { Body: { access: string } }>(
    `${linkBase}/:id/look`,
    { config, schema: { hide, params, body: access } },
    async ({ params: { id }, body }, reply) => reply.header("cache-control", "no-store").send(await shares.look(id, body.access)),
  );
  app.post<ById & { Body: { access: string } }>(
    `${linkBase}/:id/open`,
    { config, schema: { hide, params, body: access } },
    async ({ params: { id }, body }, reply) =>
      reply.header("cache-control", "no-store").send({ ticket: await shares.open(id, body.access) }),
  );
  app.post<ById & { Body: { ticket: string; seq: number } }>(
    `${linkBase}/:id/piece`,
    { config, schema: { hide, params, body: wanted } },
    async ({ params: { id }, body }, reply) => {
      const bytes = await shares.piece(id, body.ticket, body.seq);
      return reply.header("cache-control", "no-store").type("application/octet-stream").send(bytes);
    },
  );
}
