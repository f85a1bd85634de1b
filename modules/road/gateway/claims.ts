import { decodeJwt } from "jose";
import { type HeaderList, headerOf } from "../domain/message.ts";
import { isText } from "../domain/record.ts";
import { type Body, bytesOf } from "./log/body.ts";

/** Only what the log can hold; anything else counts as absent. */
const isString = (value: unknown): value is string => typeof value === "string" && isText(value);
/** Field names, up to the number and length that a log needs to hold. */
const namesIn = (fields: unknown[]): string[] =>
  fields
    .filter(isString)
    .filter((field) => field.length <= 40)
    .slice(0, 60);
/** Truncated, but not in the middle of a character. */
const short = (text: string, length: number): string => text.slice(0, length).toWellFormed();

/** The consent that a request names in X-Troad-Consent; only read here, the provider's register verifies it. */
export function consentOf(headers: HeaderList): {
  id: string | null;
  purpose: string | null;
  fieldsFor(provider: string): string[];
} {
  const token = headerOf(headers, "x-troad-consent");
  if (!token) return { id: null, purpose: null, fieldsFor: () => [] };
  try {
    const claims = decodeJwt(token) as { jti?: unknown; purpose?: unknown; requests?: unknown };
    const requests = Array.isArray(claims.requests) ? (claims.requests as { provider?: unknown; fields?: unknown }[]) : [];
    return {
      id: isString(claims.jti) ? short(claims.jti, 100) : null,
      purpose: isString(claims.purpose) ? short(claims.purpose, 200) : null,
      fieldsFor: (provider) => {
        const fields = requests.find((one) => one.provider === provider)?.fields;
        return Array.isArray(fields) ? namesIn(fields) : [];
      },
    };
  } catch {
    return { id: null, purpose: null, fieldsFor: () => [] };
  }
}

/** The fields that a register request asks for: the record states what was requested, not what was allowed. */
export function fieldsAsked(body: Body): string[] | undefined {
  if (body.in !== "memory" || body.bytes.length === 0) return undefined;
  try {
    const { fields } = JSON.parse(body.bytes.toString("utf8")) as { fields?: unknown };
    return Array.isArray(fields) ? namesIn(fields) : undefined;
  } catch {
    return undefined;
  }
}

/** The code of a problem document (RFC 9457) with which a service answered. */
export function codeIn(body: Body): string | null {
  try {
    const { code } = JSON.parse(bytesOf(body).toString("utf8")) as { code?: unknown };
    return typeof code === "string" && /^[a-z][a-zA-Z0-9.-]{0,80}$/.test(code) ? code : null;
  } catch {
    return null;
  }
}
