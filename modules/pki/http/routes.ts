import { kernelFailure, type ModuleContext } from "@troad/kernel";
import { answerOcsp, answerTimestamp, type Certificate, createCrl } from "@troad/trust";
import type { FastifyInstance } from "fastify";
import type { Authority, Generation } from "../authority/open.ts";
import type { Statuses } from "../status/statuses.ts";
import { revokedNow } from "../store/certificates.ts";

const ocspRequest = "application/ocsp-request";
const timestampQuery = "application/timestamp-query";
/** Our own arc for examples (RFC 7299 assigns none for time-stamp policies of small authorities). */
const timestampPolicy = "1.3.6.1.4.1.99999.7300.1";
const maxRequest = 16 * 1024;
const listMs = 86_400_000;

type Parts = { ctx: ModuleContext; authority: Authority; statuses: Statuses; validSeconds: number };

/** OCSP (RFC 6960, appendix A: POST and GET), time stamps (RFC 3161 section 3.4), the revocation lists and the certificates. */
export function pkiRoutes({ ctx, authority, statuses, validSeconds }: Parts): (app: FastifyInstance) => void {
  const answer = async (request: Buffer): Promise<Buffer> =>
    (await statuses.answer(request)) ??
    answerOcsp(
      request,
      authority.generations().map(({ issuing, ocsp }) => ({
        issuer: issuing.certificate,
        responder: ocsp,
        now: ctx.clock.now(),
        lookup: statuses.of,
        validSeconds,
        reusable: (serial, signed) => statuses.keep(request, serial, signed),
      })),
    );
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
      const { tsa, by } = authority.stamping();
      const service = {
        tsa,
        chain: [by.issuing.certificate, ...authority.above(by)],
        policy: timestampPolicy,
        now: ctx.clock.now(),
      };
      return reply.type("application/timestamp-reply").send(await answerTimestamp(bytesOf(request.body), service));
    });
    app.get<Named>("/pki/:file", hidden, async (request, reply) => {
      const { name, generation, kind } = fileNamed(request.params.file);
      const found = authority.of(generation);
      if (!found || (name === "root" && (kind === "crl" || found.root !== generation))) throw kernelFailure("request.not-found");
      if (kind === "crl") return reply.type("application/pkix-crl").send(await revocationList(ctx, found));
      const certificate = name === "root" ? found.rootCertificate : found.issuing.certificate;
      return reply.type("application/x-pem-file").send(certificate.pem);
    });
    // all that a verifier needs: the roots, then what stands below and between them
    app.get("/pki/roots.pem", hidden, async (_request, reply) =>
      reply.type("application/x-pem-file").send(pemOf(authority.roots())),
    );
    app.get("/pki/intermediates.pem", hidden, async (_request, reply) =>
      reply.type("application/x-pem-file").send(pemOf(authority.intermediates())),
    );
  };
}

type Named = { Params: { file: string } };

/** `issuing.crt`, `issuing-2.crl`, `root-2.crt`; anything else names generation 0, which is none. */
function fileNamed(file: string): { name: string; generation: number; kind: string } {
  const [, name = "", number = "1", kind = ""] = /^(root|issuing)(?:-(\d{1,3}))?\.(crt|crl)$/.exec(file) ?? [];
  return { name, generation: name === "" ? 0 : Number(number), kind };
}

async function revocationList(ctx: ModuleContext, { number: issuer, issuing }: Generation): Promise<Buffer> {
  const now = ctx.clock.now();
  const { number, entries } = await revokedNow(ctx.db, issuer, now.toISOString());
  return createCrl({
    issuer: issuing,
    revoked: entries.map(({ serial, reason, at }) => ({ serialHex: serial, reason, at: new Date(at) })),
    number,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + listMs),
  });
}

const pemOf = (certificates: Certificate[]): string => certificates.map(({ pem }) => pem).join("");
const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
