import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signatures of the application interface (specification 1.7 chapter 1 section 9): parameters sorted by name in ASCII order, joined as they
 * are before URL encoding, HMAC-SHA256 with the text of the API key, Base 64.
 */
export function signatureBase(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .filter((name) => name !== "signature")
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name}=${parameters[name]}`)
    .join("&");
}

const hmac = (text: string, apiKey: string): Buffer => createHmac("sha256", apiKey).update(text, "utf8").digest();

export const signParameters = (parameters: Readonly<Record<string, string>>, apiKey: string): string =>
  hmac(signatureBase(parameters), apiKey).toString("base64");

/** Whether `signature` belongs to these parameters; SHA-1, accepted until 2018, is refused. */
export function isSignature(parameters: Readonly<Record<string, string>>, apiKey: string, signature: string): boolean {
  const expected = hmac(signatureBase(parameters), apiKey);
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Shows the caller that the answer belongs to its request: the serial under the shared key. */
export const hashSerial = (serial: string, apiKey: string): string => hmac(serial, apiKey).toString("base64");
