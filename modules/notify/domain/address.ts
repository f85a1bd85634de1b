import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import { parseEmail, parseMobile } from "@troad/forms";

/** What `parse` reads of a text, or undefined. */
function readBy(parse: typeof parseEmail, text: string): string | undefined {
  const read = parse(text);
  return "error" in read ? undefined : read.value;
}
export const mailAddress = (text: string): string | undefined => readBy(parseEmail, text);
/** A mobile telephone of Taiwan as E.164, from the forms in which people write it. */
export const mobileNumber = (text: string): string | undefined => readBy(parseMobile, text)?.replace(/^0/, "+886");

export const codeMinutes = 10;
export const mostTries = 5;
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");

/** A code is stored only as this; six digits are guessed at once by anyone who has the table, but not without the secret. */
export const hashCode = (secret: string, address: string, code: string): string =>
  createHmac("sha256", secret).update(`code ${address} ${code}`).digest("hex");
export const isSameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
