import type { EidApi } from "@troad/eid/api";
import type { Content } from "@troad/kernel";
import { asCoded, bearerOf, type Database } from "@troad/kernel";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static, type TSchema } from "typebox";
import type { Cards } from "../cards.ts";
import { isChanged, openCredentials } from "./credentials.ts";
import { Refused } from "./refused.ts";
import { openRequests } from "./requests.ts";
import { credentialChange, credentialRequest, expressions, parsed, reasonBody, statusBody } from "./schemas.ts";
import { credentialAttributes, meets, only, profileAttributes, profileView, requestAttributes } from "./views.ts";

export const osiaBase = "/osia/cms";
type Scope = "cms.request.read" | "cms.request.write" | "cms.credential.read" | "cms.credential.write" | "cms.profile.read";
/** `content/cards/<id>/osia.json`: which agencies may do what by their clients. */
const grantsSchema = Type.Object(
  {
    clients: Type.Record(
      Type.String(),
      Type.Array(Type.String({ pattern: "^cms\\.[a-z]+\\.(read|write)$" }), { uniqueItems: true }),
    ),
  },
  { additionalProperties: false },
);
type Parts = { db: Database; content: Content; cards: Cards; eid: Pick<EidApi, "provenClient">; audience: string };
type Call = { id: string; client: string; attributes: string[] | undefined; body: unknown };

/** OSIA's Credential Management 1.3: twelve operations on the real cards. The bearer is an assertion of a client (RFC 7523), good for one call. */
export function osiaRoutes(app: FastifyInstance, { db, content, cards, eid, audience }: Parts): void {
  const grants = content.read("cards", "osia.json", grantsSchema)[0]?.value.clients ?? {};
  const [requests, credentials] = [openRequests(db, cards), openCredentials(db, cards)];

  async function called(request: FastifyRequest, needed: Scope, known: readonly string[]): Promise<Call> {
    const assertion = bearerOf(request);
    const proven = assertion === undefined ? null : await eid.provenClient({ assertion, audience });
    if (!proven || !grants[proven.sector]?.includes(needed)) throw new Refused(403);
    const { transactionId, attributes } = request.query as Record<string, string | string[] | undefined>;
    if (typeof transactionId !== "string" || !/^.{1,100}$/.test(transactionId))
      throw new Refused(400, "transactionId is missing");
    const wanted = attributes === undefined ? undefined : [attributes].flat();
    if (wanted?.some((one) => !known.includes(one))) throw new Refused(400, "attributes has one that there is not");
    const id = (request.params as { id?: string }).id ?? "";
    if (id.length > 100) throw new Refused(404);
    return { id, client: proven.client, attributes: wanted, body: request.body };
  }
  const bodyOf = <S extends TSchema>(schema: S, body: unknown): Static<S> => {
    const read = parsed(schema, body);
    if (!read.ok) throw new Refused(400, read.why);
    return read.value;
  };
  const config = { dataOnly: true, nestedBody: true };
  type Method = "GET" | "POST" | "PUT";
  const route = (
    method: Method,
    path: string,
    of: { summary: string; scope: Scope; code: 200 | 201 | 204; known?: readonly string[]; bodyLimit?: number },
    work: (call: Call) => Promise<unknown>,
  ) =>
    app.route({
      ...{ method, url: `${osiaBase}/v1/${path}`, config, schema: { tags: ["osia"], summary: of.summary } },
      ...(of.bodyLimit === undefined ? {} : { bodyLimit: of.bodyLimit }),
      errorHandler,
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const answer = await work(await called(request, of.scope, of.known ?? []));
        reply.code(of.code);
        return of.code === 200 ? answer : reply.send();
      },
    });

  const picture = 10 * 2 ** 20;
  const always = ["personId", "biographicData", "requestData"];
  const ofCard = ["credentialId", "status", "personId", "credentialProfileId"];
  const one = "credentialRequests/:id";
  route(
    "POST",
    one,
    { summary: "Create a request for a credential", scope: "cms.request.write", code: 201, bodyLimit: picture },
    (c) => requests.create(c.id, bodyOf(credentialRequest, c.body), c.client),
  );
  route(
    "GET",
    one,
    { summary: "Read a credential request", scope: "cms.request.read", code: 200, known: requestAttributes },
    async (c) => only(await requests.read(c.id), c.attributes, always),
  );
  route("PUT", one, { summary: "Update a credential request", scope: "cms.request.write", code: 204, bodyLimit: picture }, (c) =>
    requests.update(c.id, bodyOf(credentialRequest, c.body), c.client),
  );
  route("POST", `${one}/cancel`, { summary: "Cancel a credential request", scope: "cms.request.write", code: 204 }, (c) =>
    requests.cancel(c.id, c.client),
  );
  route(
    "POST",
    "credentials",
    { summary: "Find credentials", scope: "cms.credential.read", code: 200, known: credentialAttributes },
    async (c) => (await credentials.find(bodyOf(expressions, c.body))).map((view) => only(view, c.attributes, ofCard)),
  );
  route(
    "GET",
    "credentials/:id",
    { summary: "Read a credential", scope: "cms.credential.read", code: 200, known: credentialAttributes },
    async (c) => only(await credentials.read(c.id), c.attributes, ofCard),
  );
  const write = { scope: "cms.credential.write", code: 204 } as const;
  route("PUT", "credentials/:id", { summary: "Update a credential", ...write }, (c) =>
    credentials.update(c.id, bodyOf(credentialChange, c.body)),
  );
  for (const [act, to] of [
    ["suspend", "SUSPENDED"],
    ["unsuspend", "ACTIVE"],
    ["revoke", "REVOKED"],
  ] as const)
    route("POST", `credentials/:id/${act}`, { summary: `Make a credential ${to}`, ...write }, (c) =>
      credentials.change(c.id, to, bodyOf(reasonBody, c.body ?? {}).reason ?? act, c.client),
    );
  route("POST", "credentials/:id/status", { summary: "Change the status of a credential", ...write }, (c) => {
    const { status, reason, comment } = bodyOf(statusBody, c.body);
    if (!isChanged(status)) throw new Refused(400, "status is ACTIVE, SUSPENDED or REVOKED");
    return credentials.change(c.id, status, reason ?? comment ?? status, c.client);
  });
  route(
    "POST",
    "credentialProfiles",
    { summary: "Find credential profiles", scope: "cms.profile.read", code: 200, known: profileAttributes },
    async (c) => {
      const wanted = bodyOf(expressions, c.body);
      if (wanted.some(({ attributeName }) => !profileAttributes.includes(attributeName)))
        throw new Refused(400, "attributeName is no attribute of a profile");
      const view = profileView(cards.content);
      if (!wanted.every((expression) => meets(view, expression))) throw new Refused(404);
      return [only(view, c.attributes, [])];
    },
  );
}

/** Answers as OSIA has them: a body for 400 alone, with a number and a message. What is no refusal of ours goes the way of every other failure. */
function errorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply): unknown {
  const status = error instanceof Refused ? error.status : (error.statusCode ?? asCoded(error).status);
  if (status === 400 || status === 413 || status === 415 || status === 422)
    return reply
      .code(400)
      .type("application/json")
      .send({ code: 400, message: error.message.slice(0, 300) });
  if (error instanceof Refused || status === 403 || status === 404) return reply.code(status).send();
  request.log.error({ err: error }, "an operation of OSIA failed");
  return reply.code(500).type("application/json").send({ code: 500, message: "unexpected error" });
}
