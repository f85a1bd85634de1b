import { hash } from "node:crypto";

/** A body in an encrypted file of this gateway (`spool.ts`). */
export type SpooledFile = {
  /** Path below the gateway's folder of bodies. */
  name: string;
  /** Bytes of the body. */
  size: number;
  /** SHA-512 of the body. */
  digest: Buffer;
  /** Key of this file alone: erasing the row with the key erases the file. */
  key: Buffer;
};

/**
 * The body of a message: up to 1 MiB in memory, otherwise in a file; or gone, if it was not to be kept or was erased, and only its hash is
 * left.
 */
export type Body =
  | { in: "memory"; bytes: Buffer }
  | { in: "file"; file: SpooledFile }
  | { in: "nowhere"; size: number; digest: Buffer };

export const sizeOf = (body: Body): number =>
  body.in === "memory" ? body.bytes.length : body.in === "file" ? body.file.size : body.size;

/** The bytes at hand; empty if they are not in memory. */
export const bytesOf = (body: Body): Buffer => (body.in === "memory" ? body.bytes : noBytes);
const noBytes = Buffer.alloc(0);

/** SHA-512 of a body. */
export const digestOfBody = (body: Body): Buffer =>
  body.in === "memory" ? hash("sha512", body.bytes, "buffer") : body.in === "file" ? body.file.digest : body.digest;

export const isSameBody = (one: Body, other: Body): boolean =>
  sizeOf(one) === sizeOf(other) && digestOfBody(one).equals(digestOfBody(other));

export const inMemory = (bytes: Buffer): Body => ({ in: "memory", bytes });
