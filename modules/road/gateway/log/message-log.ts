import { instant } from "@troad/kernel";
import { isUnknown, type RoadErrorType } from "../../domain/errors.ts";
import {
  type FoundRow,
  findOutcome,
  findRequest,
  insertTry,
  type LogKey,
  lastAttempt,
  type OutcomeRow,
  type RequestRow,
  type Side,
} from "../../store/messages.ts";
import type { Gateway } from "../gateway.ts";
import { type Body, digestOfBody, sizeOf } from "./body.ts";
import { messageIn, sealIn, sealMessage } from "./kept-message.ts";
import type { LoggedOutcome, LoggedRequest, Proof } from "./logged.ts";

/** After this time without an outcome a request counts as interrupted; longer than any time-out between gateways. */
export const settleMs = 120_000;

/** What is kept of a body: only its hash, if content says so. */
const keptOf = (gateway: Gateway, provider: string, body: Body): Body =>
  gateway.messages.keepsBodies(provider) || sizeOf(body) === 0
    ? body
    : { in: "nowhere", size: sizeOf(body), digest: digestOfBody(body) };

/** Writes the request to disk before it is sent anywhere. False if this id was logged before. */
export async function logRequest(gateway: Gateway, side: Side, request: LoggedRequest): Promise<boolean> {
  const { head, seal, ...row } = request;
  const body = keptOf(gateway, request.provider, request.body);
  if (body.in === "file") await gateway.messages.spool.keep(body.file);
  const about = { id: request.exchange_id, side, namespace: request.namespace, part: "request" } as const;
  return gateway.messages.log.request(
    {
      ...row,
      side,
      message: sealMessage(gateway.identity.logKey, about, { head, body }),
      signature: seal.signature,
      signer: seal.signer.hash,
    },
    seal.signer,
  );
}

/** An attempt of an exchange. `request`: as this process has just logged it. */
export type Attempt = { key: LogKey; attempt: number; provider: string; request?: LoggedRequest | undefined };

/**
 * Writes the outcome of an attempt; only then may anyone learn it. The first outcome counts. Record and time stamp follow along the log.
 */
export async function logOutcome(
  gateway: Gateway,
  { key, attempt, provider, request }: Attempt,
  outcome: LoggedOutcome,
): Promise<boolean> {
  const { exchange_id: id, side, namespace } = key;
  const { head, seal } = outcome;
  const body = outcome.body && keptOf(gateway, provider, outcome.body);
  if (body?.in === "file") await gateway.messages.spool.keep(body.file);
  const about = { id, side, namespace, part: "response" } as const;
  const row = {
    ...key,
    attempt,
    sent: outcome.sent,
    at: instant(gateway.ctx.clock),
    outcome: outcome.outcome,
    code: outcome.code,
    status: outcome.status,
    response_hash: outcome.hash,
    message: head && body && sealMessage(gateway.identity.logKey, about, { head, body }),
    signature: seal ? seal.signature : null,
    signer: seal ? seal.signer.hash : null,
  };
  const seq = await gateway.messages.log.outcome(row, seal?.signer);
  if (seq !== undefined && request) noteFresh(gateway, { seq, row }, request, outcome.proof);
  gateway.messages.sealing.wake();
  return seq !== undefined;
}

/** Passes on the data for its record and its time stamp. */
function noteFresh(
  { messages: { fresh } }: Pick<Gateway, "messages">,
  { seq, row }: { seq: number; row: OutcomeRow },
  request: LoggedRequest,
  proof: Proof | undefined,
): void {
  const { exchange_id, side, namespace, at, signature, signer, outcome, code, response_hash } = row;
  const key = { exchange_id, side, namespace };
  const { consumer, provider, agreement, consent, purpose, fields, request_hash } = request;
  const asked = { at: request.at, consumer, provider, agreement, consent, purpose, fields, request_hash };
  fresh.pending.add({ seq, ...key, ...asked, outcome, code, response_hash, proof });
  fresh.unstamped.add({ seq, ...key, at, signature, signer });
}

/**
 * Writes the outcome and gives the one that counts: another may have come first (the same message twice at once, or the settling of an
 * interrupted one).
 */
export async function concludeExchange(gateway: Gateway, of: Attempt, outcome: LoggedOutcome): Promise<LoggedOutcome> {
  if (await logOutcome(gateway, of, outcome)) return outcome;
  if (outcome.body?.in === "file") await gateway.messages.spool.drop(outcome.body.file);
  return (await readOutcome(gateway, of.key))!;
}

/** The log entry of an exchange without an answer; `sent`: whether the target may have acted on it. */
export const failedOutcome = (code: RoadErrorType, sent: boolean): LoggedOutcome => ({
  outcome: isUnknown(code) ? "unknown" : "failed",
  code,
  sent,
  status: 500,
  head: null,
  body: null,
  hash: null,
  seal: null,
});

export function requestIn(gateway: Gateway, row: FoundRow<RequestRow>): LoggedRequest {
  const message = messageIn(
    gateway.identity.logKey,
    { id: row.exchange_id, side: row.side, namespace: row.namespace, part: "request" },
    row,
  );
  const seal = sealIn(row);
  if (!message || !seal) throw new Error(`request ${row.exchange_id} is not whole in the log`);
  return { ...row, ...message, seal };
}

export function outcomeIn(gateway: Gateway, row: FoundRow<OutcomeRow>): LoggedOutcome {
  const message = messageIn(
    gateway.identity.logKey,
    { id: row.exchange_id, side: row.side, namespace: row.namespace, part: "response" },
    row,
  );
  return {
    outcome: row.outcome,
    code: row.code,
    sent: row.sent,
    status: row.status,
    hash: row.response_hash,
    head: message?.head ?? null,
    body: message?.body ?? null,
    seal: sealIn(row) ?? null,
  };
}

/** The request of a consumer with an id. */
export async function readRequest(
  gateway: Gateway,
  of: { id: string; side: Side; consumer: string },
): Promise<LoggedRequest | undefined> {
  const row = await findRequest(gateway.db, of);
  return row && requestIn(gateway, row);
}

/** The outcome of the last attempt that has one. */
export async function readOutcome(gateway: Gateway, key: LogKey): Promise<LoggedOutcome | undefined> {
  const row = await findOutcome(gateway.db, key);
  return row && outcomeIn(gateway, row);
}

/** The state of the last attempt: without an outcome it is in progress in another process, or was interrupted. */
export async function readStanding(
  gateway: Gateway,
  key: LogKey,
): Promise<{ attempt: number; outcome: LoggedOutcome | undefined }> {
  const [attempt, row] = await Promise.all([lastAttempt(gateway.db, key), findOutcome(gateway.db, key)]);
  return { attempt, outcome: row && row.attempt >= attempt ? outcomeIn(gateway, row) : undefined };
}

/** Records that another attempt begins, before it does. False if it began elsewhere. */
export const beginTry = (gateway: Gateway, key: LogKey, attempt: number): Promise<boolean> =>
  insertTry(gateway.db, key, attempt, instant(gateway.ctx.clock));
