import { TrustError } from "../../codes.ts";

/** Where a key is: which module drives the token, which token, which object, and where the PIN is read from. */
export interface Pkcs11Address {
  readonly modulePath: string;
  readonly token: string;
  readonly object: string;
  readonly id?: Buffer;
  readonly pinSource: { readonly file: string } | { readonly env: string };
}

const maxLength = 2000;

/**
 * Reads a PKCS#11 URI (RFC 7512 §2.3): `pkcs11:token=..;object=..;id=%01?module-path=..&pin-source=file:/..`. `pin-source=env:NAME`
 * is ours. A PIN in the URI itself (`pin-value`) is refused, since URIs end up in process lists and logs. Throws `token.uri`.
 */
export function parsePkcs11Uri(text: string): Pkcs11Address {
  const match = /^pkcs11:([^?]*)\?(.*)$/.exec(text.length > maxLength ? "" : text);
  if (!match) throw new TrustError("token.uri", "pkcs11:token=...;object=...?module-path=...&pin-source=...");
  const where = attributes(match[1]!, ";");
  const query = attributes(match[2]!, "&");
  if (query.has("pin-value")) throw new TrustError("token.uri", "pin-value is not accepted, use pin-source");
  const needed = (map: Map<string, Buffer>, name: string): string => {
    const value = map.get(name)?.toString("utf8");
    if (!value) throw new TrustError("token.uri", `${name} is missing`);
    return value;
  };
  const modulePath = needed(query, "module-path");
  // A bare name would be looked for in the folders of LD_LIBRARY_PATH.
  if (!modulePath.startsWith("/")) throw new TrustError("token.uri", "module-path is not absolute");
  const id = where.get("id");
  return {
    modulePath,
    token: needed(where, "token"),
    object: needed(where, "object"),
    pinSource: pinSource(needed(query, "pin-source")),
    ...(id ? { id } : {}),
  };
}

function pinSource(text: string): Pkcs11Address["pinSource"] {
  const [, scheme, rest = ""] = /^(file|env):(.+)$/.exec(text) ?? [];
  if (scheme === "env") return { env: rest };
  const file = rest.replace(/^\/\/(?=\/)/, "");
  if (scheme !== "file" || !file.startsWith("/")) throw new TrustError("token.uri", "pin-source is file:/... or env:NAME");
  return { file };
}

/** Values are percent-encoded bytes, not always text: `id` rarely is. A name may stand once (RFC 7512 §2.3). */
function attributes(text: string, separator: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const pair of text.split(separator).filter((one) => one !== "")) {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at);
    if (at < 1 || found.has(name)) throw new TrustError("token.uri", "an attribute is malformed or given twice");
    found.set(name, percentDecoded(pair.slice(at + 1)));
  }
  return found;
}

function percentDecoded(text: string): Buffer {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw new TrustError("token.uri", "a percent sign without two digits");
  const parts = text.split(/(%[0-9A-Fa-f]{2})/);
  return Buffer.concat(parts.map((part) => (/^%..$/.test(part) ? Buffer.from(part.slice(1), "hex") : Buffer.from(part, "utf8"))));
}
