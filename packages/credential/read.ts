import Type from "typebox";
import { Compile } from "typebox/compile";
import { decodeBase45 } from "./base45.ts";
import { readCose, type Sign1 } from "./cose.ts";
import { type CredentialClaims, claimKeys, compactPrefix, compactType, wholeType } from "./credential.ts";

const short = Type.String({ minLength: 1, maxLength: 300 });
const claimsSchema = Type.Object({
  iss: Type.String({ pattern: "^[A-Za-z0-9._-]{1,64}(/[A-Za-z0-9._-]{1,64}){2,3}$" }),
  jti: Type.String({ pattern: "^[A-Za-z0-9_-]{16,64}$" }),
  iat: Type.Integer({ minimum: 0, maximum: 100_000_000_000 }),
  exp: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000_000 })),
  ...{ service: short, agency: short, certificate: Type.Optional(short), holder: short },
  statements: Type.Record(Type.String({ maxLength: 100 }), Type.Union([Type.String({ maxLength: 2_000 }), Type.Number()]), {
    maxProperties: 50,
  }),
  status: Type.Optional(
    Type.Object({ status_list: Type.Object({ idx: Type.Integer({ minimum: 0 }), uri: Type.String({ maxLength: 500 }) }) }),
  ),
  left: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
});
const claimsCheck = Compile(claimsSchema);

/** A credential as it says of itself; nothing of it is believed yet. */
export type Read =
  | { form: "compact"; claims: CredentialClaims; sign1: Sign1 }
  | { form: "whole"; claims: CredentialClaims; token: string };

const mostCharacters = 64 * 1024;

/** Reads either form, with or without a line end; undefined for what is neither. */
export function readCredential(given: string): Read | undefined {
  const text = given.replace(/^[\s\uFEFF]+|[\r\n\t]+$/g, "");
  if (text.length > mostCharacters) return undefined;
  return text.startsWith(compactPrefix) ? readCompact(text.slice(compactPrefix.length)) : readWhole(text.trim());
}

function readCompact(text: string): Read | undefined {
  // a space is a character of base45; one at the end is lost where a page trims what was typed
  const bytes = decodeBase45(text) ?? decodeBase45(`${text} `);
  const sign1 = bytes && readCose(bytes);
  if (!sign1 || sign1.type !== compactType) return undefined;
  const jti = sign1.claims.get(claimKeys.jti);
  const keyed = Object.fromEntries(
    [...Object.entries(claimKeys), ...Object.keys(claimsSchema.properties).map((name) => [name, name] as const)].flatMap(
      ([name, key]) => (sign1.claims.has(key) ? [[name, plain(sign1.claims.get(key))]] : []),
    ),
  );
  const claims = { ...keyed, jti: jti instanceof Uint8Array ? Buffer.from(jti).toString("base64url") : "" };
  return claimsCheck.Check(claims) ? { form: "compact", claims: claims as CredentialClaims, sign1 } : undefined;
}

/** Maps with words as keys become objects, whatever the word. */
const plain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, one]) => [String(key), plain(one)])) : value;

function readWhole(token: string): Read | undefined {
  try {
    const [head, claims] = token.split(".").map((part) => Buffer.from(part, "base64url").toString("utf8"));
    if ((JSON.parse(head!) as { typ?: unknown }).typ !== wholeType) return undefined;
    const parsed: unknown = JSON.parse(claims!);
    return claimsCheck.Check(parsed) ? { form: "whole", claims: parsed as CredentialClaims, token } : undefined;
  } catch {
    return undefined;
  }
}
