import { randomBytes, randomUUID } from "node:crypto";
import Type from "typebox";
import type { Clock } from "./clock.ts";

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whether a text is a UUID as we write it (RFC 9562 section 4, lower case): an id has only one spelling, and anything else names nothing.
 */
export const isUuid = (text: string): boolean => uuidForm.test(text);

/** The same in a schema. */
export const uuidSchema = () => Type.String({ pattern: uuidForm.source });

/** Identifiers and randomness come from the context, never from a module's own call. */
export type Ids = {
  /** UUID version 7 (RFC 9562 section 5.7): sorts by time, and within a millisecond by the order of the calls. */
  uuid(): string;
  /** UUID version 4: does not reveal when it was made. */
  opaque(): string;
  /** `bytes` random bytes, base64url: for codes that must not be guessed. */
  secret(bytes?: number): string;
  random(bytes: number): Buffer;
};

export function systemIds(clock: Clock): Ids {
  let last = 0;
  let count = 0;
  return {
    uuid: () => {
      const now = clock.now().getTime();
      const random = randomBytes(10);
      count = now === last ? count + 1 : random.readUInt16BE(0) & 0x7ff;
      last = now;
      // the start leaves room for 2,048 ids of one millisecond; further ones begin anew, different still but without order
      random.writeUInt16BE(count & 0xfff, 0);
      return uuid7(now, random);
    },
    opaque: () => randomUUID(),
    secret: (bytes = 32) => randomBytes(bytes).toString("base64url"),
    random: (bytes) => randomBytes(bytes),
  };
}

/**
 * Lays out 48 bits of Unix milliseconds and 74 others as RFC 9562 section 5.7 has them; the first twelve of these are a counter
 * with a random start (section 6.2, method 1), so that what is written later in a millisecond is listed as later.
 */
export function uuid7(unixMs: number, random: Buffer): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(unixMs, 0, 6);
  random.copy(bytes, 6, 0, 10);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
