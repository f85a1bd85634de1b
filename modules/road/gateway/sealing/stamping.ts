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

/** Exactly what a signature time stamp is over (ETSI EN 319 132-1 section 5.3); of a signature that was verified when it was logged. */
const signatureValueOf = (compact: Buffer): Buffer =>
  Buffer.from(canonicalSignatureValue(decodeCompact(compact).value.toString("base64")));

/** A time stamp of the exchange's own and a status proof made after it: all that its evidence needs to stand alone. */
export async function stampOne(gateway: Gateway, key: LogKey): Promise<void> {
  const outcome = await readOutcome(gateway, key);
  if (!outcome?.seal) throw new Error(`outcome ${key.exchange_id}: no signature to stamp`);
  const { signature, signer } = outcome.seal;
  const certificate = parseCertificate(signer.certificate);
  const token = await timeStamp(stampSourceOf(gateway), imprintOf(signatureValueOf(signature)));
  // revoked meanwhile: the answer says since when, and anyone who checks compares; waiting for a good one would wait for ever
  const status = await statusOf(gateway, certificate);
  if (status.status === "unknown") throw new Error(`certificate status: ${status.status}`);
  await insertSeal(gateway.db, key, instant(gateway.ctx.clock), { time_stamp: token, ocsp: status.der });
}

/** The hash tree of a batch, of its digests (64 bytes each): a file a signature value. */
export const treeOfBatch = (digests: Buffer): ReturnType<typeof openSharedTree> =>
  openSharedTree(Array.from({ length: digests.length / 64 }, (_, index) => digests.subarray(index * 64, index * 64 + 64)));

/** One time stamp for all of `rows`: under load the authority is asked once a round, whatever passes, and the responder once a signer. */
export async function stampBatch(gateway: Gateway, rows: readonly StampableRow[]): Promise<void> {
  const values = rows.map((row) => signatureValueOf(row.signature));
  const digests = Buffer.concat(values.map((bytes) => hash("sha512", bytes, "buffer")));
  const { result } = treeOfBatch(digests);
  const token = await timeStamp(stampSourceOf(gateway), imprintOf(result, "sha512"));
  const statuses = await statusesAfter(gateway, rows);
  const batch = { digests, result, time_stamp: token, members: rows.map(({ seq }) => seq), statuses };
  await insertBatch(gateway.db, instant(gateway.ctx.clock), batch);
}

/** What the responder says of each signer now. Without its answer the time stamp counts all the same, and evidence gets a stamp of its own. */
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
  askStatus({ url: gateway.trust.services.ocsp, certificate, issuer: gateway.trust.issuing, clock: gateway.ctx.clock });
