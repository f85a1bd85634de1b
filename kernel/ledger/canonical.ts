import { hash } from "node:crypto";

/**
 * JSON Canonicalization Scheme (RFC 8785): names sorted by UTF-16 code units, no white space, numbers and strings as in ECMAScript. What
 * JSON.stringify omits is omitted here, because the database also stores it that way.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`);
  return `{${members.join(",")}}`;
}

export const sha256Hex = (text: string): string => hash("sha256", text);
