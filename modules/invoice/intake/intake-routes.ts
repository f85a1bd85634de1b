import { createHash } from "node:crypto";
import { type BanCheck, findingsOf, readMig } from "@troad/invoice-formats";
import { clientNetwork, isDatabaseUnavailable, type ModuleContext, problemOf } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { invoiceFailure } from "../errors.ts";
import { type Sender, senderByCertificate, senderByToken } from "../senders/senders-store.ts";
import type { Streaming } from "../stream/index.ts";
import { isUnjudged, type Unjudged } from "../stream/intake.ts";
import type { KnownSenders } from "../stream/known-senders.ts";
import type { Admission } from "./admission.ts";
import { jsonEntries, jsonList, xmlEntry } from "./entries.ts";
import { processResultOf } from "./process-result.ts";
import type { Receiving } from "./receiving.ts";
import { openSignedPackage } from "./signed-package.ts";
import type { Answer } from "./take.ts";

const bodyLimit = 32 * 1024 * 1024;
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

export type IntakeParts = {
  ctx: ModuleContext;
  streaming: Pick<Streaming, "intake" | "knownSenders">;
  admission: Admission;
  receiving: Receiving;
  isBan: BanCheck;
};

/** What shops send: invoices as JSON, messages of MIG in signed packages. */
export async function intakeRoutes(
  app: FastifyInstance,
  { ctx, streaming, admission, receiving, isBan }: IntakeParts,
): Promise<void> {
  const { intake, knownSenders } = streaming;
  // The raw bytes: they are hashed for the key of the request, and parsed once the sender is known.
  for (const type of ["application/json", "application/pkcs7-mime", "application/cms", "application/octet-stream"])
    app.addContentTypeParser(type, { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));

  // The sender is known before the body is read; a slot is taken when the body has arrived.
  const senders = new WeakMap<FastifyRequest, Sender>();
  const byToken: onRequestAsyncHookHandler = async (request, reply) => {
    const sender = await senderOf(ctx, request, knownSenders);
    senders.set(request, sender);
    request.subject = sender.id;
    receiving.begin(request.raw, { name: sender.id, isKnown: true }, () => hangUp(request, reply));
  };
  app.post<{ Body: Buffer }>("/invoice/v1/invoices", { bodyLimit, onRequest: byToken }, (request, reply) => {
    const sender = senders.get(request)!;
    return admission.run("intake", sender.id, async () => {
      const digest = sha256(request.body);
      const asked = { sender, key: keyOf(request, digest), digest, kind: "json" };
      const taken = await intake.throughStream(asked, "json", request.body, () => void jsonList(request.body));
      if (taken) return reply.code(isUnjudged(taken) ? 202 : 200).send(taken);
      return intake.direct(asked, () => jsonEntries(request.body, isBan));
    });
  });

  // The signer is known only once the body has arrived: until then its network counts.
  const bySignature: onRequestAsyncHookHandler = async (request, reply) =>
    receiving.begin(request.raw, { name: clientNetwork(request.ip), isKnown: false }, () => hangUp(request, reply));
  app.post<{ Body: Buffer }>("/invoice/v1/messages", { bodyLimit, onRequest: bySignature }, async (request, reply) => {
    const sender = await admission.run("intake", clientNetwork(request.ip), () => signerOf(ctx, request.body, knownSenders));
    request.subject = sender.id;
    return admission.run("intake", sender.id, () => takeMessages(request, reply, sender));
  });

  async function takeMessages(request: FastifyRequest, reply: FastifyReply, { content, ...sender }: Signer): Promise<unknown> {
    const digest = sha256(content);
    const asked = { sender, key: keyOf(request, digest), digest, kind: "?" };
    const early = await intake.throughStream(asked, "mig", content);
    // what was judged before is answered like the first time, below
    if (early && isUnjudged(early))
      return answered(request, reply.code(202), early, processResultOf(undefined, digest, early, [], request.t));
    const file = readMig(content, { isBan });
    const broken = file.is === "envelope" ? file.findings : findingsOf(file);
    if (file.is === "result" || (file.is === "envelope" && broken.length > 0))
      return reply
        .code(400)
        .type("application/xml; charset=utf-8")
        .send(processResultOf(file, digest, undefined, broken, request.t));
    const messages = file.is === "envelope" ? file.messages : [file.message];
    const kind = messages[0]?.kind?.code ?? "?";
    const answer = early ?? (await intake.direct({ ...asked, kind }, () => messages.map(xmlEntry)));
    return answered(request, reply, answer, processResultOf(file, digest, answer, [], request.t));
  }
}

/** As JSON for those who ask for it, otherwise as MIG has it. */
function answered(request: FastifyRequest, reply: FastifyReply, answer: Answer | Unjudged, result: string): FastifyReply {
  reply.header("x-troad-package", answer.package);
  if ((request.headers.accept ?? "").includes("application/json")) return reply.send(answer);
  return reply.type("application/xml; charset=utf-8").send(result);
}

type Signer = Sender & { readonly content: Buffer };

async function signerOf(ctx: ModuleContext, body: Buffer, keep?: KnownSenders): Promise<Signer> {
  const signed = await openSignedPackage(body, ctx.clock.now());
  if (!signed) throw invoiceFailure("invoice.signature");
  const ask = () => senderByCertificate(ctx.db, signed.certificateSha256);
  return { ...(await known(keep ? keep(`certificate ${signed.certificateSha256}`, ask) : ask())), content: signed.content };
}

/** RFC 9110 section 15.5.9: the answer to a body that does not arrive. */
function hangUp(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  const problem = problemOf(invoiceFailure("invoice.too-slow"), request.t);
  reply.hijack();
  const headers = { "content-type": "application/problem+json", connection: "close" };
  reply.raw.writeHead(problem.status, headers).end(JSON.stringify(problem), () => request.raw.socket.destroySoon());
}

/** Without a key, the same bytes count as the same request. */
function keyOf(request: FastifyRequest, digest: string): string {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return `sha256:${digest}`;
  if (typeof key !== "string" || key.length < 1 || key.length > 100) throw invoiceFailure("invoice.key-missing");
  return key;
}

async function senderOf(ctx: ModuleContext, request: FastifyRequest, keep?: KnownSenders): Promise<Sender> {
  const token = /^Bearer ([\w.~+/=-]{16,200})$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) throw invoiceFailure("invoice.sender-unknown");
  const ask = () => senderByToken(ctx.db, sha256(token));
  return known(keep ? keep(`token ${sha256(token)}`, ask) : ask());
}

async function known(asked: Promise<Sender | undefined>): Promise<Sender> {
  const sender = await asked.catch((error: unknown) => {
    throw isDatabaseUnavailable(error) ? invoiceFailure("invoice.unavailable", {}, String(error)) : error;
  });
  if (!sender) throw invoiceFailure("invoice.sender-unknown");
  return sender;
}
