import { seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import type { Client } from "../requests/assertion.ts";
import { proof } from "../requests/routes.ts";
import type { Sending } from "../requests/sending.ts";
import type { Answer, DpSp } from "./service.ts";

const closed = { additionalProperties: false } as const;
const address = Type.String({ maxLength: 60, pattern: "^[0-9a-fA-F.:]{2,45}(/[0-9]{1,3})?$" });
const registration = Type.Object(
  {
    ...proof,
    notifyUrl: Type.String({ pattern: "^https://[^\\s#]{1,480}$" }),
    addresses: Type.Array(address, { minItems: 1, maxItems: 20, uniqueItems: true }),
  },
  closed,
);
const place = Type.Object({
  client: Type.String({ maxLength: 40 }),
  resources: Type.String({ maxLength: 1_000 }),
  tx: Type.String({ maxLength: 100 }),
});
const query = Type.Object({
  returnUrl: Type.String({ maxLength: 500 }),
  pid: Type.Optional(Type.String({ maxLength: 1_000 })),
});

/** The addresses of Taiwan's protocol, below `/mydata/tw`; answers are its numbers. */
export function dpSpRoutes(
  app: FastifyInstance,
  { dpSp, sending, clientOf }: { dpSp: DpSp; sending: Sending; clientOf: (request: FastifyRequest) => Promise<Client> },
): void {
  const headerOf = ({ headers }: FastifyRequest, name: string): string =>
    typeof headers[name] === "string" ? headers[name].slice(0, 200) : "";
  const described = (summary: string, more: object = {}) => ({ schema: { tags: ["mydata"], summary, ...more } });
  const open = { config: { dataOnly: true } };

  app.post(
    "/mydata/v1/dp-sp",
    { ...described("Register for Taiwan's DP/SP protocol", { body: registration }), ...open },
    async (request, reply) => {
      const { notifyUrl, addresses } = request.body as Static<typeof registration>;
      const registered = await dpSp.register(await clientOf(request), { notify: notifyUrl, addresses });
      return reply.code(201).header("cache-control", "no-store").send(registered);
    },
  );
  app.get(
    "/mydata/tw/service/:client/:resources/:tx",
    described("Send a person to be asked", { params: place, querystring: query }),
    async (request, reply) => {
      const { client: service, resources, tx } = request.params as Static<typeof place>;
      const asked = request.query as Static<typeof query>;
      return seeOther(reply, await dpSp.begin({ service, resources, tx, ...asked }));
    },
  );
  app.get("/mydata/tw/service/data", { ...described("Fetch what a ticket opens"), ...open }, async (request, reply) => {
    const [ticket, tx] = [headerOf(request, "permission_ticket"), headerOf(request, "tx_id")];
    const answer = ticket === "" || tx === "" ? { code: 400 } : await dpSp.fetch({ ticket, tx, from: request.ip });
    return answered(sending, reply, answer);
  });
  app.get("/mydata/tw/service/txid_status", { ...described("How a transaction stands"), ...open }, async (request, reply) => {
    const [, given = ""] = /^Basic (\S+)$/.exec(headerOf(request, "authorization")) ?? [];
    const [service = "", password = ""] = Buffer.from(given, "base64").toString("utf8").split(":");
    const { code } = await dpSp.status({ service, password, tx: headerOf(request, "tx_id") });
    return reply
      .code(code === 401 ? 401 : 200)
      .header("cache-control", "no-store")
      .send({ code: String(code) });
  });
}

function answered(sending: Sending, reply: FastifyReply, { code, sealed, retryAfter }: Answer): FastifyReply {
  reply.code(code).header("cache-control", "no-store");
  if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter));
  if (!sealed) return reply.send();
  return sending.send(reply.type("application/jwe; charset=UTF-8"), sealed.request, sealed.jwe);
}
