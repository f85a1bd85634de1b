import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type TProperties, type TSchema } from "typebox";
import type { Agreements } from "./agreements.ts";
import { type Caller, type CallerParts, callerOf } from "./caller.ts";
import type { Policies } from "./policies.ts";
import type { Records } from "./records.ts";
import { idText, slice } from "./schemas.ts";

/** Where the interface begins; the rest of each address is the specification's. */
export const base = "/mydata/consent/v1";
/** More than any object of it; what is larger is not read to its end. */
const bodyLimit = 256 * 1024;

export type GovstackParts = CallerParts & { agreements: Agreements; policies: Policies; records: Records };
type Method = "get" | "post" | "put" | "delete";
type Called<C, B> = {
  caller: C;
  request: FastifyRequest;
  body: B;
  params: Record<string, string>;
  query: { offset: number; limit: number; revisionId?: string; individualId: string; dataAgreementId: string };
};
type Operation<K extends Caller["kind"], B> = {
  /** The operation's id in the specification. */
  id: string;
  for: readonly K[];
  query?: TProperties;
  body?: TSchema;
  answer(called: Called<Extract<Caller, { kind: K }>, B>): Promise<object | undefined>;
};

/** Adds operations of the specification: who may call each, what it takes, and what it answers. */
export function operationsOn(app: FastifyInstance, parts: CallerParts) {
  return <K extends Caller["kind"], B = undefined>(method: Method, place: string, operation: Operation<K, B>): void => {
    const { id, query, body, answer } = operation;
    const params = [...place.matchAll(/:(\w+)/g)].map(([, name]) => [name!, idText] as const);
    const schema = {
      ...{ tags: ["consent"], summary: `GovStack Consent: ${id}`, operationId: id },
      ...(params.length > 0 ? { params: Type.Object(Object.fromEntries(params)) } : {}),
      ...(query ? { querystring: Type.Object(query) } : {}),
      ...(body ? { body } : {}),
    };
    app.route({
      ...{ method: method.toUpperCase(), url: `${base}${place}`, schema, bodyLimit, config: { dataOnly: true } },
      handler: async (request, reply) => {
        const caller = await callerOf(parts, request, operation.for);
        const called = { caller, request, body: request.body as B, params: request.params, query: request.query } as never;
        const answered = await answer(called);
        return reply
          .header("cache-control", "no-store")
          .type("application/json")
          .send(JSON.stringify(answered ?? {}));
      },
    });
  };
}

export const revisionQuery = { revisionId: Type.Optional(idText) };
export { slice };
