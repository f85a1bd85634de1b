import { createHmac, randomInt, timingSafeEqual } from "node:crypto";

/** A mail address as it is used, or undefined. Without quotes, comments or line breaks, so that one address is one recipient. */
export function mailAddress(text: string): string | undefined {
  const address = text.trim();
  const at = address.lastIndexOf("@");
  const isGood =
    address.length <= 254 &&
    at <= 64 &&
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/.test(address);
  return isGood ? address.slice(0, at) + address.slice(at).toLowerCase() : undefined;
}

/** A mobile telephone of Taiwan as E.164, from the forms in which people write it; undefined for anything else. */
export function mobileNumber(text: string): string | undefined {
  const digits = text.normalize("NFKC").replace(/[\s()-]/g, "");
  const [, own] = /^(?:\+886|00886|0)(9\d{8})$/.exec(digits) ?? [];
  return own === undefined ? undefined : `+886${own}`;
}

export const codeMinutes = 10;
export const mostTries = 5;
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");

/** A code is stored only as this; six digits are guessed at once by anyone who has the table, but not without the secret. */
export const hashCode = (secret: string, address: string, code: string): string =>
  createHmac("sha256", secret).update(`code ${address} ${code}`).digest("hex");
export const isSameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
