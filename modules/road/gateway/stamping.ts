import { createHash } from "node:crypto";
import { instant } from "@troad/kernel";
import { canonicalSignatureValue, decodeCompact, imprintOf, parseCertificate } from "@troad/trust";
import { openHashChains } from "@troad/xroad";
import type { Side } from "../store/messages.ts";
import { insertBatch, insertSeal, type UnstampedRow } from "../store/seals.ts";
import type { Gateway } from "./gateway.ts";
import { readOutcome } from "./message-log.ts";
import { askStatus } from "./staple.ts";
import { timeStamp } from "./time-stamp.ts";

/** Where the shared time stamp of a batch finds a signature: its canonical SignatureValue, as a stamp of its own would. */
export const signatureValueUri = "/META-INF/signatures.xml#signature-value";

/** An answer to stamp. */
export type StampableRow = UnstampedRow & { signature: Buffer };

/** Exactly what a signature time stamp is over (ETSI EN 319 132-1 section 5.3); of a signature that was verified when it was logged. */
const signatureValueOf = (compact: Buffer): Buffer =>
  Buffer.from(canonicalSignatureValue(decodeCompact(compact).value.toString("base64")));

/** A time stamp of the exchange's own and a status proof made after it: all that its evidence needs to stand alone. */
export async function stampOne(gateway: Gateway, { exchange_id: id, side }: { exchange_id: string; side: Side }): Promise<void> {
  const outcome = await readOutcome(gateway, id, side);
  if (!outcome?.seal) throw new Error(`outcome ${id}: no signature to stamp`);
  const { signature, signer } = outcome.seal;
  const certificate = parseCertificate(signer.certificate);
  const token = await timeStamp(gateway, imprintOf(signatureValueOf(signature)));
  // revoked meanwhile: the answer says since when, and whoever checks compares; waiting for a good one would wait for ever
  const status = await askStatus({ url: gateway.services.ocsp, certificate, issuer: gateway.issuing, clock: gateway.ctx.clock });
  if (status.status === "unknown") throw new Error(`certificate status: ${status.status}`);
  await insertSeal(gateway.db, id, side, instant(gateway.ctx.clock), { time_stamp: token, ocsp: status.der });
}

/** The hash tree of a batch, of its digests (64 bytes each): a file a signature value. */
export function treeOfBatch(digests: Buffer): ReturnType<typeof openHashChains> {
  const messages = Array.from({ length: digests.length / 64 }, (_, index) => [
    { uri: signatureValueUri, digest: digests.subarray(index * 64, index * 64 + 64) },
  ]);
  return openHashChains({ hash: "sha512", messages, chainUri: "/META-INF/ts-hashchain.xml" });
}

/** One time stamp for all of `rows`: under load the authority is asked once a round, whatever passes. */
export async function stampBatch(gateway: Gateway, rows: readonly StampableRow[]): Promise<void> {
  const values = rows.map((row) => signatureValueOf(row.signature));
  const digests = Buffer.concat(values.map((bytes) => createHash("sha512").update(bytes).digest()));
  const { result } = treeOfBatch(digests);
  const token = await timeStamp(gateway, imprintOf(result, "sha512"));
  await insertBatch(
    gateway.db,
    instant(gateway.ctx.clock),
    { digests, result, time_stamp: token },
    rows.map(({ seq }) => seq),
  );
}
