import { instant } from "@troad/kernel";
import { type FoundRow, findOutcome, findRequest, type OutcomeRow, type RequestRow, type Side } from "../store/messages.ts";
import { type Body, digestOfBody, sizeOf } from "./body.ts";
import type { Gateway } from "./gateway.ts";
import { messageIn, sealIn, sealMessage } from "./kept-message.ts";
import type { LoggedOutcome, LoggedRequest, Proof } from "./logged.ts";

/** After this time without an outcome a request counts as interrupted; longer than any time-out between gateways. */
export const settleMs = 120_000;

/** What is kept of a body: nothing but its hash where content says so. */
const keptOf = (gateway: Gateway, provider: string, body: Body): Body =>
  gateway.keepsBodies(provider) || sizeOf(body) === 0 ? body : { in: "nowhere", size: sizeOf(body), digest: digestOfBody(body) };

/** Writes the request to disk before it goes anywhere. False when this id was logged before. */
export async function logRequest(gateway: Gateway, side: Side, request: LoggedRequest): Promise<boolean> {
  const { head, seal, ...row } = request;
  const body = keptOf(gateway, request.provider, request.body);
  if (body.in === "file") await gateway.spool.keep(body.file);
  const about = { id: request.exchange_id, side, part: "request" } as const;
  return gateway.log.request(
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

/** `request`: as this process has just logged it. */
type Exchange = { id: string; provider: string; request?: LoggedRequest | undefined };

/** Writes the outcome; only then may it be told to anybody. The first outcome counts. Record and time stamp follow along the log. */
export async function logOutcome(
  gateway: Gateway,
  side: Side,
  { id, provider, request }: Exchange,
  outcome: LoggedOutcome,
): Promise<boolean> {
  const { head, seal } = outcome;
  const body = outcome.body && keptOf(gateway, provider, outcome.body);
  if (body?.in === "file") await gateway.spool.keep(body.file);
  const about = { id, side, part: "response" } as const;
  const row = {
    exchange_id: id,
    side,
    at: instant(gateway.ctx.clock),
    outcome: outcome.outcome,
    code: outcome.code,
    status: outcome.status,
    response_hash: outcome.hash,
    message: head && body && sealMessage(gateway.identity.logKey, about, { head, body }),
    signature: seal ? seal.signature : null,
    signer: seal ? seal.signer.hash : null,
  };
  const seq = await gateway.log.outcome(row, seal?.signer);
  if (seq !== undefined && request) noteFresh(gateway, { seq, row }, request, outcome.proof);
  gateway.sealing.wake();
  return seq !== undefined;
}

/** Hands on what its record and its time stamp are made of. */
function noteFresh(
  { fresh }: Gateway,
  { seq, row }: { seq: number; row: OutcomeRow },
  request: LoggedRequest,
  proof: Proof | undefined,
): void {
  const { exchange_id, side, at, signature, signer, outcome, code, response_hash } = row;
  const { consumer, provider, agreement, consent, purpose, fields, request_hash } = request;
  const asked = { at: request.at, consumer, provider, agreement, consent, purpose, fields, request_hash };
  fresh.untold.add({ seq, exchange_id, side, ...asked, outcome, code, response_hash, proof });
  fresh.unstamped.add({ seq, exchange_id, side, at, signature, signer });
}

/** Writes the outcome and gives the one that counts: another may have come first (the same message twice at once, or the settling of an interrupted one). */
export async function concludeExchange(
  gateway: Gateway,
  side: Side,
  of: Exchange,
  outcome: LoggedOutcome,
): Promise<LoggedOutcome> {
  if (await logOutcome(gateway, side, of, outcome)) return outcome;
  if (outcome.body?.in === "file") await gateway.spool.drop(outcome.body.file);
  return (await readOutcome(gateway, of.id, side))!;
}

/** What is logged of an exchange that got no answer. */
export const failedOutcome = (code: string): LoggedOutcome => ({
  outcome: "failed",
  code,
  status: 500,
  head: null,
  body: null,
  hash: null,
  seal: null,
});

export function requestIn(gateway: Gateway, row: FoundRow<RequestRow>): LoggedRequest {
  const message = messageIn(gateway.identity.logKey, { id: row.exchange_id, side: row.side, part: "request" }, row);
  const seal = sealIn(row);
  if (!message || !seal) throw new Error(`request ${row.exchange_id} is not whole in the log`);
  return { ...row, ...message, seal };
}

export function outcomeIn(gateway: Gateway, row: FoundRow<OutcomeRow>): LoggedOutcome {
  const message = messageIn(gateway.identity.logKey, { id: row.exchange_id, side: row.side, part: "response" }, row);
  return {
    outcome: row.outcome,
    code: row.code,
    status: row.status,
    hash: row.response_hash,
    head: message?.head ?? null,
    body: message?.body ?? null,
    seal: sealIn(row) ?? null,
  };
}

export async function readRequest(gateway: Gateway, id: string, side: Side): Promise<LoggedRequest | undefined> {
  const row = await findRequest(gateway.db, id, side);
  return row && requestIn(gateway, row);
}

export async function readOutcome(gateway: Gateway, id: string, side: Side): Promise<LoggedOutcome | undefined> {
  const row = await findOutcome(gateway.db, id, side);
  return row && outcomeIn(gateway, row);
}
