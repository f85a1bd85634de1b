import { hash } from "node:crypto";
import { instant } from "@troad/kernel";
import { type Certificate, canonicalSignatureValue, decodeCompact, imprintOf, parseCertificate } from "@troad/trust";
import { openSharedTree } from "@troad/xroad";
import type { LogKey } from "../../store/messages.ts";
import { certificatesOf, insertBatch, insertSeal, type SignerStatus, type UnstampedRow } from "../../store/seals.ts";
import type { Gateway } from "../gateway.ts";
import { readOutcome } from "../log/message-log.ts";
import { askStatus } from "./staple.ts";
import { stampSourceOf, timeStamp } from "./time-stamp.ts";

/** An answer to stamp. */
export type StampableRow = UnstampedRow & { signature: Buffer };

/** Exactly what a signature time stamp covers (ETSI EN 319 132-1 section 5.3); the signature was verified when it was logged. */
const signatureValueOf = (compact: Buffer): Buffer =>
  Buffer.from(canonicalSignatureValue(decodeCompact(compact).value.toString("base64")));

/** The exchange's own time stamp and a status proof made after it: everything its evidence needs to stand alone. */
export async function stampOne(gateway: Gateway, key: LogKey): Promise<void> {
  const outcome = await readOutcome(gateway, key);
  if (!outcome?.seal) throw new Error(`outcome ${key.exchange_id}: no signature to stamp`);
  const { signature, signer } = outcome.seal;
  const certificate = parseCertificate(signer.certificate);
  const token = await timeStamp(stampSourceOf(gateway), imprintOf(signatureValueOf(signature)));
  // revoked in the meantime: the answer says since when, for verifiers to compare; waiting for a good one could last for ever
  const status = await statusOf(gateway, certificate);
  if (status.status === "unknown") throw new Error(`certificate status: ${status.status}`);
  await insertSeal(gateway.db, key, instant(gateway.ctx.clock), { time_stamp: token, ocsp: status.der });
}

/** The hash tree of a batch over its digests (64 bytes each): one file per signature value. */
export const treeOfBatch = (digests: Buffer): ReturnType<typeof openSharedTree> =>
  openSharedTree(Array.from({ length: digests.length / 64 }, (_, index) => digests.subarray(index * 64, index * 64 + 64)));

/**
 * One time stamp for all of `rows`: under load the authority is asked once per run, whatever the traffic, and the responder once per
 * signer.
 */
export async function stampBatch(gateway: Gateway, rows: readonly StampableRow[]): Promise<void> {
  const values = rows.map((row) => signatureValueOf(row.signature));
  const digests = Buffer.concat(values.map((bytes) => hash("sha512", bytes, "buffer")));
  const { result } = treeOfBatch(digests);
  const token = await timeStamp(stampSourceOf(gateway), imprintOf(result, "sha512"));
  const statuses = await statusesAfter(gateway, rows);
  const batch = { digests, result, time_stamp: token, members: rows.map(({ seq }) => seq), statuses };
  await insertBatch(gateway.db, instant(gateway.ctx.clock), batch);
}

/** The current status of each signer. Without it the time stamp still counts, and evidence gets a stamp of its own. */
async function statusesAfter(gateway: Gateway, rows: readonly StampableRow[]): Promise<SignerStatus[]> {
  const signers = new Map(rows.flatMap(({ signer }) => (signer ? [[signer.toString("hex"), signer]] : [])));
  const statuses: SignerStatus[] = [];
  try {
    for (const { certificate } of await certificatesOf(gateway.db, [...signers.values()])) {
      const answer = await statusOf(gateway, parseCertificate(certificate));
      statuses.push({ certificate, ocsp: answer.der });
    }
  } catch (error) {
    gateway.ctx.log.warn({ err: error }, "a shared time stamp without the status of its signers");
  }
  return statuses;
}

const statusOf = (gateway: Gateway, certificate: Certificate) =>
  askStatus({
    url: gateway.trust.services.ocsp,
    certificate,
    issuer: gateway.trust.live.issuerOf(certificate),
    clock: gateway.ctx.clock,
    nonce: gateway.ctx.ids.random(32),
  });
