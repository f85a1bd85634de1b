import { createHash } from "node:crypto";
import { instant } from "@troad/kernel";
import { findOutcome, findRequest, type Outcome, type RequestRow, type Side } from "../store/messages.ts";
import type { Gateway } from "./gateway.ts";
import { decryptAtRest, encryptAtRest } from "./log-key.ts";

export type LoggedRequest = Omit<RequestRow, "signature" | "side"> & { signature: string };
export type LoggedOutcome = {
  outcome: Outcome;
  code: string | null;
  status: number;
  head: Buffer | null;
  body: Buffer | null;
  signature: string | null;
  ocsp: Buffer | null;
};

/** After this time without an outcome a request counts as interrupted; longer than any time-out between gateways. */
export const settleMs = 120_000;

const about = (id: string, side: Side, part: string): string => `${id} ${side} ${part}`;
/** Hash of a response as the transfer record has it. */
const hashOf = (head: Buffer, body: Buffer): string => createHash("sha512").update(head).update(body).digest("base64");

/** Writes the request to disk before it goes anywhere. False when this id was logged before. */
export function logRequest(gateway: Gateway, side: Side, request: LoggedRequest): Promise<boolean> {
  const key = gateway.identity.logKey;
  const id = request.exchange_id;
  return gateway.log.request({
    ...request,
    side,
    head: encryptAtRest(key, about(id, side, "request"), request.head),
    body: encryptAtRest(key, about(id, side, "request-body"), request.body),
    signature: Buffer.from(request.signature),
  });
}

/** Writes the outcome; only then may it be told to anybody. The first outcome counts. Record and time stamp follow along the log. */
export async function logOutcome(gateway: Gateway, side: Side, id: string, outcome: LoggedOutcome): Promise<boolean> {
  const key = gateway.identity.logKey;
  const { head, body } = outcome;
  const fresh = await gateway.log.outcome({
    exchange_id: id,
    side,
    at: instant(gateway.ctx.clock),
    outcome: outcome.outcome,
    code: outcome.code,
    status: outcome.status,
    response_hash: head && body ? hashOf(head, body) : null,
    head: head && encryptAtRest(key, about(id, side, "response"), head),
    body: body && encryptAtRest(key, about(id, side, "response-body"), body),
    signature: outcome.signature === null ? null : Buffer.from(outcome.signature),
    ocsp: outcome.ocsp,
  });
  gateway.sealing.wake();
  return fresh;
}

/** Writes the outcome and gives the one that counts: another may have come first (the same message twice at once, or the settling of an interrupted one). */
export async function concludeExchange(gateway: Gateway, side: Side, id: string, outcome: LoggedOutcome): Promise<LoggedOutcome> {
  if (await logOutcome(gateway, side, id, outcome)) return outcome;
  return (await readOutcome(gateway, id, side))!;
}

/** What is logged of an exchange that got no answer. */
export const failedOutcome = (code: string): LoggedOutcome => ({
  outcome: "failed",
  code,
  status: 500,
  head: null,
  body: null,
  signature: null,
  ocsp: null,
});

export async function readRequest(gateway: Gateway, id: string, side: Side): Promise<LoggedRequest | undefined> {
  const row = await findRequest(gateway.db, id, side);
  if (!row) return undefined;
  const key = gateway.identity.logKey;
  return {
    ...row,
    head: decryptAtRest(key, about(id, side, "request"), row.head),
    body: decryptAtRest(key, about(id, side, "request-body"), row.body),
    signature: row.signature.toString(),
  };
}

export async function readOutcome(
  gateway: Gateway,
  id: string,
  side: Side,
): Promise<(LoggedOutcome & { at: string; responseHash: string | null }) | undefined> {
  const row = await findOutcome(gateway.db, id, side);
  if (!row) return undefined;
  const key = gateway.identity.logKey;
  return {
    outcome: row.outcome,
    code: row.code,
    status: row.status,
    at: row.at,
    responseHash: row.response_hash,
    head: row.head && decryptAtRest(key, about(id, side, "response"), row.head),
    body: row.body && decryptAtRest(key, about(id, side, "response-body"), row.body),
    signature: row.signature?.toString() ?? null,
    ocsp: row.ocsp,
  };
}
