import { createHash } from "node:crypto";
import { clientNetwork, isDatabaseUnavailable, kernelFailure, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import Value from "typebox/value";
import { invoiceFailure } from "../errors.ts";
import type { Admission } from "../intake/admission.ts";
import { openSignedPackage } from "../intake/signed-package.ts";
import { assignedDocuments } from "../numbers/downwards.ts";
import { dayResults } from "./day-results.ts";
import { type Sender, senderByCertificate, senderByToken } from "./senders-store.ts";

/** Days of results per answer, and how far back they go. */
const mostDays = 7;
const daysBack = 60;
/** How old, or ahead of time, a signed request may be. */
const freshMs = 5 * 60_000;

const question = Type.Object(
  {
    /** The time of a signed request. */
    at: Type.Optional(Type.String({ maxLength: 40 })),
    /** The last act of assignment fetched; from the beginning if absent. */
    numbersAfter: Type.Optional(Type.Integer({ minimum: 0 })),
    /** The last day whose results were fetched; if absent, yesterday's are returned. */
    resultsAfter: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" })),
  },
  { additionalProperties: false },
);
type Question = Static<typeof question>;

/** A document for download: file name, kind, content. */
export type Download = { name: string; kind: "E0501" | "SummaryResult"; xml: string };
export type Downloads = { documents: Download[]; numbersAfter: number; resultsAfter: string; more: boolean };

/**
 * What the platform has for a sender: assigned numbers and the results of past days. Requested with a token, or in a package that the shop
 * signed.
 */
export async function downloadRoutes(app: FastifyInstance, ctx: ModuleContext, admission: Admission): Promise<void> {
  const bodyLimit = 64 * 1024;
  for (const type of ["application/json", "application/pkcs7-mime", "application/cms", "application/octet-stream"])
    app.addContentTypeParser(type, { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));

  app.post<{ Body: Buffer }>("/invoice/v1/downloads", { bodyLimit }, (request, reply) =>
    admission.run("other", clientNetwork(request.ip), async () => {
      // a shop whose clock is off signs again with this time
      reply.header("date", ctx.clock.now().toUTCString());
      try {
        const [sender, asked] = await askedBy(ctx, request);
        reply.header("cache-control", "no-store");
        return await downloadsOf(ctx, sender, asked);
      } catch (error) {
        throw isDatabaseUnavailable(error) ? invoiceFailure("invoice.unavailable", {}, String(error)) : error;
      }
    }),
  );
}

async function askedBy(ctx: ModuleContext, request: FastifyRequest<{ Body: Buffer }>): Promise<[Sender, Question]> {
  const token = /^Bearer ([\w.~+/=-]{16,200})$/.exec(request.headers.authorization ?? "")?.[1];
  if (token !== undefined) {
    const sender = await senderByToken(ctx.db, createHash("sha256").update(token).digest("hex"));
    if (!sender) throw invoiceFailure("invoice.sender-unknown");
    return [sender, parsed(request.body)];
  }
  const signed = await openSignedPackage(request.body, ctx.clock.now());
  if (!signed) throw invoiceFailure("invoice.signature");
  const sender = await senderByCertificate(ctx.db, signed.certificateSha256);
  if (!sender) throw invoiceFailure("invoice.sender-unknown");
  const asked = parsed(signed.content);
  const age = ctx.clock.now().getTime() - Date.parse(asked.at ?? "");
  if (!(Math.abs(age) <= freshMs)) throw invoiceFailure("invoice.signature");
  return [sender, asked];
}

function parsed(bytes: Buffer): Question {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw kernelFailure("request.invalid", { reason: "downloads" });
  }
  if (!Value.Check(question, value)) throw kernelFailure("request.invalid", { reason: "downloads" });
  return value;
}

async function downloadsOf(ctx: ModuleContext, sender: Sender, asked: Question): Promise<Downloads> {
  const numbers = await assignedDocuments(ctx.db, sender.sellers, asked.numbersAfter ?? 0);
  const documents: Download[] = numbers.documents.map(({ no, seller, xml }) => ({
    name: `E0501-${no}-${seller}.xml`,
    kind: "E0501",
    xml,
  }));
  const today = taipeiDate(ctx.clock.now());
  const yesterday = dayPlus(today, -1);
  const oldest = dayPlus(today, -daysBack);
  const after = asked.resultsAfter ?? dayPlus(yesterday, -1);
  let last = [after, oldest].sort().at(-1)!;
  // an agent has a name of its own, a shop is identified by its number
  const [only] = sender.sellers;
  const party = sender.sellers.length === 1 && only !== "*" ? only! : sender.id;
  for (let days = 0; days < mostDays && last < yesterday; days++) {
    last = dayPlus(last, 1);
    for (const { term, xml } of await dayResults(ctx.db, { id: sender.id, party }, last))
      documents.push({ name: `SummaryResult-day-${last.replaceAll("-", "")}-${term}.xml`, kind: "SummaryResult", xml });
  }
  return { documents, numbersAfter: numbers.last, resultsAfter: last, more: numbers.more || last < yesterday };
}

const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
