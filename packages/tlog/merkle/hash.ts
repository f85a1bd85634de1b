/**
 * RFC 6962 §2.1 hashing on node:crypto. `crypto.hash` with a "binary" result is some five times faster than with a Buffer result
 * (no allocation of a backing store), and dominates what the log can take in: hence the scratch buffers and the writes in place.
 */
import { hash } from "node:crypto";
import { HASH_SIZE } from "./walk.ts";

/** The uint16 length prefix of entry bundles sets the limit (C2SP tlog-tiles, Log entries). */
export const MAX_ENTRY_BYTES = 65_535;
const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

// Filled and hashed within one synchronous call each, so that sharing them is safe.
const leafScratch = Buffer.alloc(1 + MAX_ENTRY_BYTES);
const nodeScratch = Buffer.alloc(1 + 2 * HASH_SIZE);
leafScratch[0] = LEAF_PREFIX;
nodeScratch[0] = NODE_PREFIX;

/** SHA-256 written into `out` at `at`. */
function sha256Into(bytes: Uint8Array, out: Buffer, at: number): void {
  out.write(hash("sha256", bytes, "binary"), at, HASH_SIZE, "latin1");
}

export const sha256 = (bytes: Uint8Array): Buffer => Buffer.from(hash("sha256", bytes, "binary"), "latin1");

/** SHA-256(0x00 || entry), written in place; the entry has at most 65,535 bytes. */
export function leafHashInto(entry: Uint8Array, out: Buffer, at: number): void {
  leafScratch.set(entry, 1);
  sha256Into(leafScratch.subarray(0, 1 + entry.length), out, at);
}

/** SHA-256(0x01 || left || right) of two neighbours that lie one after the other in `row`, written in place. */
export function pairHashInto(row: Buffer, pairAt: number, out: Buffer, at: number): void {
  row.copy(nodeScratch, 1, pairAt, pairAt + 2 * HASH_SIZE);
  sha256Into(nodeScratch, out, at);
}

/** The leaf hash of an entry of any length. */
export function leafHash(entry: Uint8Array): Buffer {
  if (entry.length <= MAX_ENTRY_BYTES) {
    const out = Buffer.alloc(HASH_SIZE);
    leafHashInto(entry, out, 0);
    return out;
  }
  return sha256(Buffer.concat([Buffer.of(LEAF_PREFIX), entry]));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeScratch.set(left, 1);
  nodeScratch.set(right, 1 + HASH_SIZE);
  return sha256(nodeScratch);
}
