import { hash } from "node:crypto";

/** A body in an encrypted file of this gateway (`spool.ts`). */
export type SpooledFile = {
  /** Below the gateway's folder of bodies. */
  name: string;
  /** Bytes of the body. */
  size: number;
  /** SHA-512 of the body. */
  digest: Buffer;
  /** Key of the file alone: who erases the row that names it has erased the file. */
  key: Buffer;
};

/**
 * The body of a message: up to 1 MiB in memory, above in a file; or elsewhere, when it was not to be kept or was erased, and its hash
 * is what is left.
 */
export type Body =
  | { in: "memory"; bytes: Buffer }
  | { in: "file"; file: SpooledFile }
  | { in: "nowhere"; size: number; digest: Buffer };

export const sizeOf = (body: Body): number =>
  body.in === "memory" ? body.bytes.length : body.in === "file" ? body.file.size : body.size;

/** What is at hand to read in; empty for what is not in memory. */
export const bytesOf = (body: Body): Buffer => (body.in === "memory" ? body.bytes : noBytes);
const noBytes = Buffer.alloc(0);

/** SHA-512 of a body. */
export const digestOfBody = (body: Body): Buffer =>
  body.in === "memory" ? hash("sha512", body.bytes, "buffer") : body.in === "file" ? body.file.digest : body.digest;

export const isSameBody = (one: Body, other: Body): boolean =>
  sizeOf(one) === sizeOf(other) && digestOfBody(one).equals(digestOfBody(other));

export const inMemory = (bytes: Buffer): Body => ({ in: "memory", bytes });
