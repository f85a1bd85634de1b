import type { KeyObject } from "node:crypto";
import { compactOf, encodeCompact } from "@troad/trust";
import type { FoundRow, OutcomeRow, RequestRow, Side } from "../store/messages.ts";
import { decryptAtRest, encryptAtRest } from "./log-key.ts";
import { type Seal, signerOf } from "./seal.ts";

/** Which message of an exchange a ciphertext is. */
export type About = { id: string; side: Side; part: "request" | "response" };
/** A body that was erased is empty here; its SHA-512 is what signatures and records are over. */
export type Message = { head: Buffer; body: Buffer; bodyDigest?: Buffer };

const about = ({ id, side, part }: About, kept: string): string => `${id} ${side} ${part}${kept}`;

/** A message as it is kept: one byte 0 (head and body are both here), the length of the head in four bytes, head, body; encrypted. */
export function sealMessage(key: KeyObject, of: About, { head, body }: Message): Buffer {
  const front = Buffer.alloc(5);
  front.writeUInt32BE(head.length, 1);
  return encryptAtRest(key, about(of, " message"), front, head, body);
}

/** The same without its body: one byte 2, the length of the head, head, SHA-512 of the body. */
export function sealErased(key: KeyObject, of: About, head: Buffer, bodyDigest: Buffer): Buffer {
  const front = Buffer.alloc(5, 0);
  front[0] = 2;
  front.writeUInt32BE(head.length, 1);
  return encryptAtRest(key, about(of, " message"), front, head, bodyDigest);
}

export function openMessage(key: KeyObject, of: About, sealed: Buffer): Message {
  const plain = decryptAtRest(key, about(of, " message"), sealed);
  if (plain[0] !== 0 && plain[0] !== 2) throw new Error(`kept message of ${of.id}: form ${plain[0]}`);
  const end = 5 + plain.readUInt32BE(1);
  if (plain[0] === 2) return { head: plain.subarray(5, end), body: Buffer.alloc(0), bodyDigest: plain.subarray(end) };
  return { head: plain.subarray(5, end), body: plain.subarray(end) };
}

type Row = FoundRow<RequestRow> | FoundRow<OutcomeRow>;

/** The message of a row, whichever form it has; undefined where there is none (a failure). */
export function messageIn(key: KeyObject, of: About, row: Row): Message | undefined {
  if (row.message) return openMessage(key, of, row.message);
  if (!("head" in row) || !row.head || !row.body) return undefined;
  return {
    head: decryptAtRest(key, about(of, ""), row.head),
    body: decryptAtRest(key, about(of, "-body"), row.body),
  };
}

/** Signature and signer of a row, whichever form it has. */
export function sealIn(row: Row): Seal | undefined {
  if (!row.signature) return undefined;
  if (row.signer)
    return { signature: row.signature, signer: { hash: row.signer, certificate: row.certificate, ocsp: row.signer_ocsp } };
  const former = compactOf(row.signature.toString());
  if (!former || !("ocsp" in row) || !row.ocsp) throw new Error(`kept signature of ${row.exchange_id}`);
  return { signature: encodeCompact(former.signature), signer: signerOf(former.certificate.der, row.ocsp) };
}
