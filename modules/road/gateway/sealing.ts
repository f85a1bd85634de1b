import { createHmac } from "node:crypto";
import { instant, RetryLater } from "@troad/kernel";
import {
  buildTimestampRequest,
  type Certificate,
  canonicalSignatureValue,
  extendToLT,
  imprintOf,
  parseCertificate,
  readXades,
  tokenOfResponse,
  verifyTimestamp,
  writeAsice,
} from "@troad/trust";
import { request } from "undici";
import type { Evidence, RoadApi, TransferRecord } from "../api.ts";
import { decodePart, headerOf } from "../domain/message.ts";
import { findRecord, findSeal, insertRecord, insertSeal, type Side } from "../store/messages.ts";
import { exchangeFiles, requestFiles } from "./files.ts";
import type { Gateway } from "./gateway.ts";
import {
  failedOutcome,
  type LoggedOutcome,
  type LoggedRequest,
  logOutcome,
  readOutcome,
  readRequest,
  settleMs,
} from "./message-log.ts";
import { fetchOcsp } from "./staple.ts";

const retryMs = 3_000;
type Stored = NonNullable<Awaited<ReturnType<typeof readOutcome>>>;

/**
 * After an exchange: the record in the public log, then the time stamp over the provider's signature and a status proof made after it.
 * Each step is done once; the record comes first, so that the citizen sees what happened even while the time-stamping authority is away.
 */
export async function sealExchange(
  gateway: Gateway,
  road: Pick<RoadApi, "recordTransfer">,
  id: string,
  side: Side,
): Promise<void> {
  const [asked, outcome] = await Promise.all([readRequest(gateway, id, side), readOutcome(gateway, id, side)]);
  if (!asked || !outcome) throw new Error(`exchange ${id} is not in the message log`);
  if (!(await findRecord(gateway.db, id, side))) await publish(gateway, road, asked, side, outcome);
  if (outcome.signature && !(await findSeal(gateway.db, id, side))) await stamp(gateway, id, side, outcome.signature);
}

async function publish(
  gateway: Gateway,
  road: Pick<RoadApi, "recordTransfer">,
  asked: LoggedRequest,
  side: Side,
  outcome: Stored,
): Promise<void> {
  const id = asked.exchange_id;
  const record: TransferRecord = {
    exchangeId: id,
    side,
    at: asked.at,
    consumer: asked.consumer,
    provider: asked.provider,
    agreement: asked.agreement,
    consent: asked.consent,
    purpose: asked.purpose,
    fields: asked.fields,
    outcome: outcome.outcome,
    code: outcome.code,
    requestHash: asked.request_hash,
    responseHash: outcome.responseHash,
  };
  // derived, so that a try after a kill tells the same leaf again instead of another
  const salt = createHmac("sha256", gateway.identity.logKey).update(`salt ${id} ${side}`).digest();
  try {
    const { leafIndex } = await road.recordTransfer(record, salt.toString("base64"));
    await insertRecord(gateway.db, id, side, instant(gateway.ctx.clock), salt, leafIndex);
  } catch (error) {
    throw new RetryLater(retryMs, `transfer record: ${(error as Error).message}`);
  }
}

async function stamp(gateway: Gateway, id: string, side: Side, signature: string): Promise<void> {
  const { services, ctx, roots, issuing } = gateway;
  const read = readXades(signature);
  if (!read.ok) throw new Error(`stored signature of ${id}: ${read.code}`);
  const imprint = imprintOf(Buffer.from(canonicalSignatureValue(read.value.signatureValue.toString("base64"))));
  const nonce = ctx.ids.random(16);
  nonce[0]! &= 0x7f;
  nonce[0]! |= 0x40;
  try {
    const answer = await request(services.tsa, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query" },
      body: buildTimestampRequest({ imprint, nonce }),
      headersTimeout: 5_000,
      bodyTimeout: 5_000,
    });
    const token = tokenOfResponse(Buffer.from(await answer.body.arrayBuffer()));
    if (!token.ok) throw new Error(token.code);
    const checked = verifyTimestamp(token.value, { imprint, nonce, roots, intermediates: [issuing] });
    if (!checked.ok) throw new Error(checked.code);
    const ocsp = await fetchOcsp({ url: services.ocsp, certificate: read.value.certificate, issuer: issuing, clock: ctx.clock });
    await insertSeal(gateway.db, id, side, instant(ctx.clock), { time_stamp: token.value, ocsp: ocsp.der });
  } catch (error) {
    throw new RetryLater(retryMs, `seal: ${(error as Error).message}`);
  }
}

/** A request that never got an outcome (the program was killed) gets one: interrupted, and so the citizen's log tells the truth. */
export async function settleExchange(gateway: Gateway, id: string, side: Side): Promise<void> {
  const waited = gateway.ctx.clock.now().getTime() - gateway.openedAt;
  if (waited < settleMs) throw new RetryLater(settleMs - waited, "whoever was interrupted with us may ask again");
  const code = side === "consumer" ? "Server.ClientProxy.Interrupted" : "Server.ServerProxy.Interrupted";
  await logOutcome(gateway, side, id, failedOutcome(code));
}

/** The evidence of an exchange as one ASiC-E container (XAdES-B-LT), built from the message log. */
export async function buildEvidence(gateway: Gateway, id: string, side: Side): Promise<Evidence> {
  const [asked, outcome, seal] = await Promise.all([
    readRequest(gateway, id, side),
    readOutcome(gateway, id, side),
    findSeal(gateway.db, id, side),
  ]);
  if (!asked || !outcome?.signature) return { state: "none" };
  if (!seal) return { state: "sealing" };
  const container = writeAsice(
    containerFiles(asked, outcome),
    extendToLT(outcome.signature, {
      timestampToken: seal.time_stamp,
      ocspResponse: seal.ocsp,
      certificates: await authorities(gateway),
    }),
  );
  return {
    state: "sealed",
    fileName: `${id.replace(/[^A-Za-z0-9-]/g, "-")}-${side}.asice`,
    container: container.toString("base64"),
  };
}

function containerFiles(asked: LoggedRequest, outcome: LoggedOutcome) {
  const type = (part: Buffer): string | undefined => headerOf(decodePart(part).headers, "content-type");
  return exchangeFiles(requestFiles(asked.head, asked.body, type(asked.head)), asked.signature, asked.ocsp, {
    head: outcome.head!,
    body: outcome.body!,
    contentType: type(outcome.head!),
  });
}

const authorities = async (gateway: Gateway): Promise<Certificate[]> =>
  gateway.directory.current().trust.intermediates.map((pem) => parseCertificate(pem));
