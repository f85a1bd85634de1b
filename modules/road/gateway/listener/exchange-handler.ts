import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { type CodedError, hearOut, retryLater } from "@troad/kernel";
import { writeFault } from "@troad/xroad";
import { roadFailure } from "../../domain/errors.ts";
import { type Answer, exchange, prepareExchange } from "../consumer.ts";
import type { Gateway } from "../gateway.ts";
import { readUpTo } from "../link/body-stream.ts";
import { type ListenerOptions, lateError, limitSender, paced } from "../listen.ts";
import { type Body, bytesOf, inMemory, sizeOf } from "../log/body.ts";
import { SpoolRefusal } from "../log/spool.ts";
import { bodyLimit, clientFault, hangUp, refusalOf } from "../refusals.ts";
import { awaitsContinue, isSoap } from "./http-form.ts";
import { requireRightForLargeBody, subjectOf } from "./request-rights.ts";

/**
 * One exchange over HTTP: everything that the head alone can decide is decided before the body is requested, so a client without rights
 * costs neither bandwidth nor disk.
 */
export async function handleExchange(
  gateway: Gateway,
  at: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const waits = awaitsContinue(request);
    const message = await prepareExchange(gateway, { method: request.method!, url: request.url!, headers: request.headers });
    gateway.offer.informationSystems.require(request.socket, message.client);
    const length = Number(request.headers["content-length"] ?? (request.headers["transfer-encoding"] ? Number.NaN : 0));
    if (length > gateway.messages.maxBody) throw tooLarge(gateway);
    if (length > bodyLimit) requireRightForLargeBody(gateway, message);
    if (waits) response.writeContinue();
    const body = await readBody(gateway, at, request, { length, mayBeLarge: () => requireRightForLargeBody(gateway, message) });
    // the client disconnected mid-body: nobody to answer
    if (body) sendAnswer(gateway, response, await exchange(gateway, message, body));
  } catch (error) {
    await refuseExchange(gateway, error, request, response);
  }
}

/** Answers with a failure in the form that the client understands. */
export async function refuseExchange(
  gateway: Gateway,
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const coded = clientFault(error);
  const { type, message, body } = refusalOf(gateway.ctx, coded, request.headers["accept-language"], subjectOf(gateway, request));
  await hearOut(request);
  // the rest of a body that was not read completely is not wanted
  if (!request.complete) response.setHeader("connection", "close");
  const soap = isSoap(request) && !request.url?.startsWith("/r1/");
  const bytes = soap ? writeFault({ code: type, text: message }) : Buffer.from(body);
  response.writeHead(soap ? 500 : coded.status, {
    "x-road-error": type,
    "content-type": soap ? "text/xml; charset=utf-8" : "application/json; charset=utf-8",
    "content-length": bytes.length,
    ...(!soap && coded.status === 503 ? retryLater : {}),
  });
  response.end(bytes);
}

const tooLarge = ({ messages: { maxBody } }: Pick<Gateway, "messages">): CodedError =>
  roadFailure("Client.ClientProxy.BodyTooLarge", { limit: maxBody });

type Expected = {
  length: number /** Called before a body of unknown length goes to the disk; throws where it may not. */;
  mayBeLarge(): void;
};

/** The whole body; undefined if the client disconnected before its end. */
async function readBody(
  gateway: Gateway,
  at: ListenerOptions,
  request: IncomingMessage,
  expected: Expected,
): Promise<Body | undefined> {
  if (expected.length <= bodyLimit) return readSmall(gateway, at, request);
  try {
    const held = await readUpTo(paced(request, at, false), bodyLimit);
    if ("bytes" in held) return inMemory(held.bytes);
    expected.mayBeLarge();
    return { in: "file", file: await gateway.messages.spool.take(held.stream, gateway.messages.maxBody) };
  } catch (error) {
    if (error instanceof SpoolRefusal)
      throw error.reason === "too-large" ? tooLarge(gateway) : roadFailure("Server.ClientProxy.NoSpace");
    if (error instanceof Error && "code" in error && String(error.code).startsWith("road.")) throw error;
    return undefined;
  }
}

/** The parser ensures that no more arrives than the head announced. */
function readSmall(gateway: Gateway, at: ListenerOptions, request: IncomingMessage): Promise<Body | undefined> {
  limitSender(request, at, () => hangUp(gateway.ctx, lateError(), request.socket));
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    request.on("data", (chunk: Buffer) => parts.push(chunk));
    request.once("end", () => resolve(inMemory(parts.length === 1 ? parts[0]! : Buffer.concat(parts))));
    request.once("close", () => resolve(undefined));
    request.once("error", () => resolve(undefined));
  });
}

function sendAnswer(gateway: Gateway, response: ServerResponse, { status, headers, body, transient }: Answer): void {
  const lines = headers.flat();
  const size = sizeOf(body);
  // only the service knows the length of an answer to HEAD (RFC 9110 section 8.6); it is among its headers
  const isHead = response.req.method === "HEAD";
  if (!isHead && (size > 0 || (status !== 204 && status !== 304))) lines.push("content-length", String(size));
  response.writeHead(status, lines);
  if (body.in !== "file") {
    response.end(bytesOf(body));
    return;
  }
  // verified and in the log: a client that disconnects midway asks again with the same id
  pipeline(gateway.messages.spool.read(body.file), response, () => {
    if (transient) void gateway.messages.spool.drop(body.file);
  });
}
