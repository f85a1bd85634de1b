import { exactly, uuidSchema } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import type { Admission } from "../intake/admission.ts";
import type { Shop } from "../shop/access.ts";
import type { ShopRecords } from "../shop/records.ts";
import { programFailure } from "./errors.ts";
import { base, type Programs } from "./programs.ts";
import type { OwnReading } from "./reading.ts";
import type { Results } from "./results.ts";
import type { Asked, Writes } from "./writes.ts";

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const cursor = Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: "^[A-Za-z0-9_-]+$" }));
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 }));
const ban = Type.String({ pattern: "^\\d{8}$" });
const term = Type.String({
  pattern: "^\\d{5}$",
  description: "Year of the Republic and the even month of a period, such as 11512.",
});
const number = Type.String({ pattern: "^[A-Z]{2}\\d{8}$" });
const ofShop = exactly({ ban });
const ofInvoice = exactly({ ban, term, number });
const ownQuery = exactly({ consent: uuidSchema(), cursor, limit });
const pages = exactly({ cursor, limit });
const listQuery = exactly({ term, cursor, limit });
const whole = Type.String({ pattern: "^[1-9]\\d{0,8}$" });
const saleBody = exactly({
  lines: Type.Array(exactly({ description: text(256), quantity: whole, unitPrice: whole }), { minItems: 1, maxItems: 500 }),
  buyer: Type.Optional(ban),
  buyerName: Type.Optional(text(60)),
  carrier: Type.Optional(Type.String({ pattern: "^/[0-9A-Z.+-]{7}$" })),
  donation: Type.Optional(Type.String({ pattern: "^\\d{3,7}$" })),
});
const reasonBody = exactly({ reason: text(20) });
const amountBody = exactly({ amount: Type.String({ pattern: "^[1-9]\\d{0,10}$" }) });
const keyForm = /^[A-Za-z0-9._~-]{8,100}$/;

export type ProgramParts = {
  programs: Pick<Programs, "clientOf" | "need">;
  own: OwnReading;
  writes: Writes;
  records: Pick<ShopRecords, "state">;
  results: Results;
  admission: Admission;
};

/**
 * API v2, for programs of people and of shops. `Authorization: Bearer` carries an assertion of the client (RFC 7523), good for one call; what a
 * person agreed to stands behind `consent`, what a business lets a program do behind its number.
 */
export function programRoutes(app: FastifyInstance, { programs, own, writes, records, results, admission }: ProgramParts): void {
  const described = (summary: string, schema: object) => ({
    schema: { tags: ["invoice"], summary, ...schema },
    ...{ config: { dataOnly: true, nestedBody: true }, bodyLimit: 256 * 1024 },
  });
  /** Who calls, and for which business. */
  const asked = async (request: FastifyRequest, rights: "reader" | "clerk"): Promise<{ client: string; shop: Shop }> => {
    const { client } = await programs.clientOf(request);
    return { client, shop: await programs.need(client, (request.params as Static<typeof ofShop>).ban, rights) };
  };
  const writing = async (request: FastifyRequest): Promise<Asked> => {
    const key = request.headers["idempotency-key"];
    const who = await asked(request, "clerk");
    if (typeof key !== "string" || !keyForm.test(key)) throw programFailure("program.key-missing");
    return { ...who, key };
  };
  const named = (request: FastifyRequest) => {
    const { term: of, number: one } = request.params as Static<typeof ofInvoice>;
    return { term: of, number: one };
  };

  app.get(
    `${base}/invoices`,
    described("The invoices of a person who agreed to it, newest first", { querystring: ownQuery }),
    async (request, reply) => {
      const { client } = await programs.clientOf(request);
      const { consent, cursor: from, limit: most = 100 } = request.query as Static<typeof ownQuery>;
      reply.header("cache-control", "no-store");
      return admission.run("query", client, () => own({ client, consent, cursor: from, limit: most }));
    },
  );
  app.post(
    `${base}/shops/:ban/invoices`,
    described("Issue an invoice under the next number of a shop", { params: ofShop, body: saleBody }),
    async (request, reply) => {
      const who = await writing(request);
      const done = await admission.run("intake", who.client, () => writes.issue(who, request.body as Static<typeof saleBody>));
      return reply.code(201).send(done);
    },
  );
  for (const [act, summary] of [
    ["cancel", "Cancel an invoice"],
    ["void", "Void an invoice, to issue it again"],
  ] as const)
    app.post(
      `${base}/shops/:ban/invoices/:term/:number/${act}`,
      described(summary, { params: ofInvoice, body: reasonBody }),
      async (request, reply) => {
        const who = await writing(request);
        const { reason } = request.body as Static<typeof reasonBody>;
        return reply.code(201).send(await admission.run("intake", who.client, () => writes[act](who, named(request), reason)));
      },
    );
  app.post(
    `${base}/shops/:ban/invoices/:term/:number/allowances`,
    described("Allow a part of an invoice, with tax", { params: ofInvoice, body: amountBody }),
    async (request, reply) => {
      const who = await writing(request);
      const { amount } = request.body as Static<typeof amountBody>;
      return reply.code(201).send(await admission.run("intake", who.client, () => writes.allow(who, named(request), amount)));
    },
  );
  app.get(
    `${base}/shops/:ban/invoices`,
    described("The invoices of a shop in a period, newest first", { params: ofShop, querystring: listQuery }),
    async (request, reply) => {
      const { client, shop } = await asked(request, "reader");
      reply.header("cache-control", "no-store");
      return admission.run("query", client, () => results.sold(shop, request.query as Static<typeof listQuery>));
    },
  );
  app.get(
    `${base}/shops/:ban/messages`,
    described("What became of the messages of a shop, in the order of their arrival", { params: ofShop, querystring: pages }),
    async (request, reply) => {
      const { client, shop } = await asked(request, "reader");
      reply.header("cache-control", "no-store");
      return admission.run("query", client, () => results.packages(shop, request.query as Static<typeof pages>));
    },
  );
  app.get(
    `${base}/shops/:ban/messages/:term/:number`,
    described("How the last message with a number stands: C taken, G waiting, E refused", { params: ofInvoice }),
    async (request, reply) => {
      const { client, shop } = await asked(request, "reader");
      const { term: of, number: one } = named(request);
      const state = await admission.run("query", client, () => records.state(shop.ban, of, one));
      if (state === null) throw programFailure("program.message-unknown");
      reply.header("cache-control", "no-store");
      return { term: of, number: one, state };
    },
  );
}
