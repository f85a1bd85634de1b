import { decodeJwt } from "jose";
import { type HeaderList, headerOf } from "../domain/message.ts";
import { type Body, bytesOf } from "./body.ts";

/** The consent that a request names in X-Troad-Consent; only read here, verified by the provider's register. */
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
      id: typeof claims.jti === "string" ? claims.jti.slice(0, 100) : null,
      purpose: typeof claims.purpose === "string" ? claims.purpose.slice(0, 200) : null,
      fieldsFor: (provider) => {
        const fields = requests.find((one) => one.provider === provider)?.fields;
        return Array.isArray(fields) ? fields.filter((field): field is string => typeof field === "string").slice(0, 60) : [];
      },
    };
  } catch {
    return { id: null, purpose: null, fieldsFor: () => [] };
  }
}

/** The fields that the body of a register request asks for: what a record says about an exchange is what was asked, not what was allowed. */
export function fieldsAsked(body: Body): string[] | undefined {
  if (body.in !== "memory" || body.bytes.length === 0) return undefined;
  try {
    const { fields } = JSON.parse(body.bytes.toString("utf8")) as { fields?: unknown };
    return Array.isArray(fields)
      ? fields.filter((field): field is string => typeof field === "string" && field.length <= 40).slice(0, 60)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The code of a problem document (RFC 9457) that a service answered with. */
export function codeIn(body: Body): string | null {
  try {
    const { code } = JSON.parse(bytesOf(body).toString("utf8")) as { code?: unknown };
    return typeof code === "string" && /^[a-z][a-zA-Z0-9.-]{0,80}$/.test(code) ? code : null;
  } catch {
    return null;
  }
}
