import type { ModuleContext } from "@troad/kernel";
import { answerOcsp, answerTimestamp, createCrl } from "@troad/trust";
import type { FastifyInstance } from "fastify";
import type { Authority } from "../domain/authority.ts";
import { revokedNow, statusOf } from "../store/certificates.ts";

const ocspRequest = "application/ocsp-request";
const timestampQuery = "application/timestamp-query";
/** Our own arc for examples (RFC 7299 assigns none for time-stamp policies of small authorities). */
const timestampPolicy = "1.3.6.1.4.1.99999.7300.1";
const maxRequest = 16 * 1024;

/** OCSP (RFC 6960, appendix A: POST and GET), time stamps (RFC 3161 section 3.4), the revocation list and the certificates. */
export function pkiRoutes(ctx: ModuleContext, authority: Authority, validSeconds: number): (app: FastifyInstance) => void {
  const lookup = async (serialHex: string) => {
    const found = await statusOf(ctx.db, serialHex);
    if (found.status !== "revoked") return { status: found.status };
    return { status: "revoked" as const, at: new Date(found.at!), reason: found.reason as "unspecified" };
  };
  const answer = (request: Buffer) =>
    answerOcsp(request, {
      issuer: authority.issuing.certificate,
      responder: authority.ocsp,
      now: ctx.clock.now(),
      lookup,
      validSeconds,
    });
  const hidden = { schema: { hide: true } };

  return (app) => {
    // DER only: anything parsed as JSON would not be bytes
    app.removeAllContentTypeParsers();
    for (const type of [ocspRequest, timestampQuery])
      app.addContentTypeParser(type, { parseAs: "buffer", bodyLimit: maxRequest }, (_request, body, done) => done(null, body));
    const ocspDocs = { tags: ["pki"], summary: "Online certificate status (RFC 6960), DER in and out", consumes: [ocspRequest] };
    app.post("/pki/ocsp", { schema: ocspDocs }, async (request, reply) =>
      reply.type("application/ocsp-response").send(await answer(bytesOf(request.body))),
    );
    app.get<{ Params: { "*": string } }>("/pki/ocsp/*", hidden, async (request, reply) =>
      reply.type("application/ocsp-response").send(await answer(Buffer.from(request.params["*"].slice(0, maxRequest), "base64"))),
    );
    const tsaDocs = { tags: ["pki"], summary: "Time stamp (RFC 3161), DER in and out", consumes: [timestampQuery] };
    app.post("/pki/tsa", { schema: tsaDocs }, async (request, reply) => {
      const service = {
        tsa: authority.tsa,
        chain: [authority.issuing.certificate],
        policy: timestampPolicy,
        now: ctx.clock.now(),
      };
      return reply.type("application/timestamp-reply").send(await answerTimestamp(bytesOf(request.body), service));
    });
    app.get("/pki/issuing.crl", hidden, async (_request, reply) => {
      const now = ctx.clock.now();
      const { number, entries } = await revokedNow(ctx.db, now.toISOString());
      const revoked = entries.map(({ serial, reason, at }) => ({ serialHex: serial, reason, at: new Date(at) }));
      const crl = await createCrl({
        issuer: authority.issuing,
        revoked,
        number,
        thisUpdate: now,
        nextUpdate: new Date(now.getTime() + 86_400_000),
      });
      return reply.type("application/pkix-crl").send(crl);
    });
    app.get("/pki/root.crt", hidden, async (_request, reply) => reply.type("application/x-pem-file").send(authority.root.pem));
    app.get("/pki/issuing.crt", hidden, async (_request, reply) =>
      reply.type("application/x-pem-file").send(authority.issuing.certificate.pem),
    );
  };
}

const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
