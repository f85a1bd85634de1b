import { createHash } from "node:crypto";
import { findingsOf, maxMessages, readMig } from "@troad/invoice-formats";
import { isDatabaseUnavailable, type ModuleContext } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { invoiceFailure } from "../domain/errors.ts";
import { parseInvoice } from "../domain/json-invoice.ts";
import { invoiceRow, rowsOf } from "../domain/message-rows.ts";
import { openSignedPackage } from "../domain/signed-package.ts";
import type { Admission } from "../intake/admission.ts";
import type { Entry, Intake } from "../intake/take.ts";
import { type Sender, senderByCertificate, senderByToken } from "../store/senders.ts";
import { processResultOf } from "./process-result.ts";

const bodyLimit = 32 * 1024 * 1024;
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

export type IntakeParts = { ctx: ModuleContext; intake: Intake; admission: Admission };

/** What shops send: invoices as JSON, messages of MIG in signed packages. */
export async function intakeRoutes(app: FastifyInstance, { ctx, intake, admission }: IntakeParts): Promise<void> {
  // The bytes as they came: they are hashed for the key of the request, and parsed once it is known who sent them.
  for (const type of ["application/json", "application/pkcs7-mime", "application/cms", "application/octet-stream"])
    app.addContentTypeParser(type, { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));

  // Whether there is room is asked before the body is read: bodies are what fills the memory.
  const leaving = new WeakMap<FastifyRequest, () => void>();
  app.addHook("onRequest", async (request) => void leaving.set(request, admission.enter("intake")));
  app.addHook("onResponse", async (request) => leaving.get(request)?.());
  app.addHook("onRequestAbort", async (request) => leaving.get(request)?.());

  app.post<{ Body: Buffer }>("/invoice/v1/invoices", { bodyLimit }, async (request) => {
    const sender = await senderOf(ctx, request);
    const digest = sha256(request.body);
    return intake.take({ sender, key: keyOf(request, digest), digest, kind: "json" }, () => jsonEntries(request.body));
  });

  app.post<{ Body: Buffer }>("/invoice/v1/messages", { bodyLimit }, async (request, reply) => {
    const signed = await openSignedPackage(request.body, ctx.clock.now());
    if (!signed) throw invoiceFailure("invoice.signature");
    const sender = await known(senderByCertificate(ctx.db, signed.certificateSha256));
    const file = readMig(signed.content);
    const digest = sha256(signed.content);
    const broken = file.is === "envelope" ? file.findings : findingsOf(file);
    if (file.is === "result" || (file.is === "envelope" && broken.length > 0))
      return reply
        .code(400)
        .type("application/xml; charset=utf-8")
        .send(processResultOf(file, digest, undefined, broken, request.t));
    const messages = file.is === "envelope" ? file.messages : [file.message];
    const answer = await intake.take({ sender, key: keyOf(request, digest), digest, kind: messages[0]?.kind?.code ?? "?" }, () =>
      messages.map(xmlEntry),
    );
    reply.header("x-troad-package", answer.package);
    if ((request.headers.accept ?? "").includes("application/json")) return answer;
    return reply.type("application/xml; charset=utf-8").send(processResultOf(file, digest, answer, [], request.t));
  });
}

/** Without a key of its own, the same bytes are the same request. */
function keyOf(request: FastifyRequest, digest: string): string {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return `sha256:${digest}`;
  if (typeof key !== "string" || key.length < 1 || key.length > 100) throw invoiceFailure("invoice.key-missing");
  return key;
}

async function senderOf(ctx: ModuleContext, request: FastifyRequest): Promise<Sender> {
  const token = /^Bearer ([\w.~+/=-]{16,200})$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) throw invoiceFailure("invoice.sender-unknown");
  return known(senderByToken(ctx.db, sha256(token)));
}

async function known(asked: Promise<Sender | undefined>): Promise<Sender> {
  const sender = await asked.catch((error: unknown) => {
    throw isDatabaseUnavailable(error) ? invoiceFailure("invoice.unavailable", {}, String(error)) : error;
  });
  if (!sender) throw invoiceFailure("invoice.sender-unknown");
  return sender;
}

const fatal = new TextDecoder("utf-8", { fatal: true });

function jsonEntries(body: Buffer): Entry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(fatal.decode(body));
  } catch {
    throw invoiceFailure("invoice.malformed");
  }
  const invoices = Array.isArray(parsed) ? parsed : (parsed as { invoices?: unknown } | null)?.invoices;
  if (!Array.isArray(invoices) || invoices.length === 0) throw invoiceFailure("invoice.malformed");
  if (invoices.length > maxMessages) throw invoiceFailure("invoice.too-many", { most: maxMessages });
  return invoices.map((value: unknown): Entry => {
    const read = parseInvoice(value);
    if ("invoice" in read) return { number: read.invoice.number, rows: [invoiceRow(read.invoice)], errors: [] };
    const number = (value as { number?: unknown } | null)?.number;
    return { number: typeof number === "string" ? number.slice(0, 20) : "", rows: [], errors: read.errors };
  });
}

function xmlEntry(message: Parameters<typeof rowsOf>[0]): Entry {
  const rows = message.findings.length === 0 ? rowsOf(message) : [];
  const number = message.invoice?.number ?? firstNumber(message.body);
  if (message.findings.length === 0 && rows.length === 0)
    return { number, rows, errors: [{ kind: "schema", code: "message.unknown", path: "/" }] };
  return { number, rows, errors: message.findings };
}

/** What a message calls itself, for the answer: the first of its fields that ends in Number. */
function firstNumber(body: unknown): string {
  const fields = (body ?? {}) as Record<string, unknown>;
  const main = (fields.Main ?? fields) as Record<string, unknown>;
  const found = Object.entries(main).find(([name, value]) => name.endsWith("Number") && typeof value === "string");
  return found ? String(found[1]).slice(0, 20) : "";
}
