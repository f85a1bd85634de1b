import type { KeyObject } from "node:crypto";
import { compactOf, encodeCompact } from "@troad/trust";
import type { FoundRow, OutcomeRow, RequestRow, Side } from "../../store/messages.ts";
import { type Seal, signerOf } from "../sealing/seal.ts";
import { type Body, digestOfBody, inMemory, sizeOf } from "./body.ts";
import { decryptAtRest, encryptAtRest } from "./log-key.ts";

/** Which message of an exchange a ciphertext contains. */
export type About = { id: string; side: Side; namespace: string; part: "request" | "response" };
export type Message = { head: Buffer; body: Body };

const about = ({ id, side, namespace, part }: About, kept: string): string =>
  `${namespace === "" ? "" : `${namespace} `}${id} ${side} ${part}${kept}`;

/** First byte of a stored message: where its body is. */
const forms = { memory: 0, nowhere: 1, file: 2 } as const;
const digestBytes = 64;
const keyBytes = 32;

/**
 * A message as it is kept, encrypted: one byte for the form, the length of the head in four, the head, then the body (form 0); or its size
 * in eight bytes and its SHA-512 (form 1), with the key and the name of its file behind (form 2).
 */
export function sealMessage(key: KeyObject, of: About, { head, body }: Message): Buffer {
  const front = Buffer.alloc(5);
  front[0] = forms[body.in];
  front.writeUInt32BE(head.length, 1);
  return encryptAtRest(key, about(of, " message"), front, head, ...keptBody(body));
}

function keptBody(body: Body): Buffer[] {
  if (body.in === "memory") return [body.bytes];
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(sizeOf(body)));
  const proof = [size, digestOfBody(body)];
  return body.in === "file" ? [...proof, body.file.key, Buffer.from(body.file.name)] : proof;
}

export function openMessage(key: KeyObject, of: About, sealed: Buffer): Message {
  const plain = decryptAtRest(key, about(of, " message"), sealed);
  const end = 5 + plain.readUInt32BE(1);
  return { head: plain.subarray(5, end), body: bodyIn(plain[0]!, plain.subarray(end)) };
}

function bodyIn(form: number, rest: Buffer): Body {
  if (form === forms.memory) return { in: "memory", bytes: rest };
  const size = Number(rest.readBigUInt64BE());
  const digest = rest.subarray(8, 8 + digestBytes);
  if (form === forms.nowhere) return { in: "nowhere", size, digest };
  if (form !== forms.file) throw new Error(`kept message: form ${form}`);
  const key = rest.subarray(8 + digestBytes, 8 + digestBytes + keyBytes);
  return { in: "file", file: { size, digest, key, name: rest.toString("utf8", 8 + digestBytes + keyBytes) } };
}

type Row = FoundRow<RequestRow> | FoundRow<OutcomeRow>;

/** The message of a row, in whichever form; undefined if there is none (a failure). */
export function messageIn(key: KeyObject, of: About, row: Row): Message | undefined {
  if (row.message) return openMessage(key, of, row.message);
  if (!("head" in row) || !row.head || !row.body) return undefined;
  return {
    head: decryptAtRest(key, about(of, ""), row.head),
    body: inMemory(decryptAtRest(key, about(of, "-body"), row.body)),
  };
}

/** Signature and signer of a row, in whichever form. */
export function sealIn(row: Row): Seal | undefined {
  if (!row.signature) return undefined;
  if (row.signer)
    return { signature: row.signature, signer: { hash: row.signer, certificate: row.certificate, ocsp: row.signer_ocsp } };
  const former = compactOf(row.signature.toString());
  if (!former || !("ocsp" in row) || !row.ocsp) throw new Error(`kept signature of ${row.exchange_id}`);
  return { signature: encodeCompact(former.signature), signer: signerOf(former.certificate.der, row.ocsp) };
}
