import { createHash } from "node:crypto";
import { instant } from "@troad/kernel";
import { canonicalSignatureValue, imprintOf, readXades } from "@troad/trust";
import { hashChainResult } from "@troad/xroad";
import type { Side } from "../store/messages.ts";
import { insertBatch, insertSeal, type UnstampedRow } from "../store/seals.ts";
import type { Gateway } from "./gateway.ts";
import { fetchOcsp } from "./staple.ts";
import { timeStamp } from "./time-stamp.ts";

/** Where the shared time stamp of a batch finds a signature: its canonical SignatureValue, as a stamp of its own would. */
export const signatureValueUri = "/META-INF/signatures.xml#signature-value";

/** Exactly what a signature time stamp is over (ETSI EN 319 132-1 section 5.3); of a signature that was verified when it was logged. */
function signatureValueOf(id: string, signature: string): Buffer {
  const [, value] = /<ds:SignatureValue Id="signature-value">([A-Za-z0-9+/=]+)</.exec(signature) ?? [];
  if (value === undefined) throw new Error(`stored signature of ${id}: no value`);
  return Buffer.from(canonicalSignatureValue(value));
}

/** A time stamp of the exchange's own and a status proof made after it: all that its evidence needs to stand alone. */
export async function stampOne(gateway: Gateway, id: string, side: Side, signature: string): Promise<void> {
  const read = readXades(signature);
  if (!read.ok) throw new Error(`stored signature of ${id}: ${read.code}`);
  const { certificate } = read.value;
  const token = await timeStamp(gateway, imprintOf(signatureValueOf(id, signature)));
  const ocsp = await fetchOcsp({ url: gateway.services.ocsp, certificate, issuer: gateway.issuing, clock: gateway.ctx.clock });
  await insertSeal(gateway.db, id, side, instant(gateway.ctx.clock), { time_stamp: token, ocsp: ocsp.der });
}

/** The files of a batch's hash tree: one signature value each. */
export const batchMessages = (digests: Buffer): { uri: string; digest: Buffer }[][] =>
  Array.from({ length: digests.length / 64 }, (_, index) => [
    { uri: signatureValueUri, digest: digests.subarray(index * 64, index * 64 + 64) },
  ]);

/** One time stamp for all of `rows`: under load the authority is asked once a round, whatever passes. */
export async function stampBatch(gateway: Gateway, rows: readonly UnstampedRow[]): Promise<void> {
  const values = rows.map((row) => signatureValueOf(row.exchange_id, row.signature.toString()));
  const digests = Buffer.concat(values.map((bytes) => createHash("sha512").update(bytes).digest()));
  const result = hashChainResult({ hash: "sha512", messages: batchMessages(digests), chainUri: "/META-INF/ts-hashchain.xml" });
  const token = await timeStamp(gateway, imprintOf(result, "sha512"));
  await insertBatch(gateway.db, instant(gateway.ctx.clock), { digests, result, time_stamp: token }, rows);
}
