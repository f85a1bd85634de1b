/**
 * Checks what a wallet shows: an SD-JWT VC (RFC 9901, draft-ietf-oauth-sd-jwt-vc-15) with its key binding. Runs in browsers as it is, so that a counter
 * without a network checks by the same rules: it imports nothing and uses Web Crypto alone.
 */
export type PublicKey = { kty?: string; crv?: string; x?: string; y?: string; kid?: string };
export type PresentationRules = {
  /** Keys of an issuer that is trusted; undefined for every other. */
  keysOf(issuer: string): readonly PublicKey[] | undefined;
  types: readonly string[];
  /** What this verifier asked with, once, and who it said it is. Without a nonce nothing is accepted. */
  nonce: string | undefined;
  audience: string;
  now: Date;
};
export type PresentedStatus = { uri: string; idx: number };
export type Presentation =
  | { ok: true; type: string; issuer: string; claims: Record<string, unknown>; status: PresentedStatus | undefined }
  | { ok: false; code: string };

/** The holder signed a moment ago; clocks of phones differ by a little. */
const holderSeconds = 60;
const skewSeconds = 30;
const mostCharacters = 64 * 1024;
const mostDisclosures = 60;
const registered = new Set(["iss", "iat", "nbf", "exp", "cnf", "vct", "status", "_sd", "_sd_alg", "..."]);

type Part = Record<string, unknown>;
class Refused extends Error {}
const refuse = (code: string): never => {
  throw new Refused(`presentation.${code}`);
};

export async function verifyPresentation(text: string, rules: PresentationRules): Promise<Presentation> {
  try {
    return await checked(text.trim(), rules);
  } catch (error) {
    return { ok: false, code: error instanceof Refused ? error.message : "presentation.unreadable" };
  }
}

async function checked(text: string, { keysOf, types, nonce, audience, now }: PresentationRules): Promise<Presentation> {
  if (text.length > mostCharacters) refuse("unreadable");
  const at = now.getTime() / 1_000;
  const parts = text.split("~");
  const [token = "", holder = ""] = [parts[0], parts.at(-1)];
  const disclosures = parts.slice(1, -1);
  if (parts.length < 2 || disclosures.length > mostDisclosures) refuse("unreadable");
  const issued = readToken(token, "dc+sd-jwt");
  const issuer = String(issued.payload.iss);
  const keys = keysOf(issuer) ?? refuse("issuer");
  const named = keys.filter(({ kid }) => kid === issued.head.kid);
  if (!(await signedByOne(token, named))) refuse("signature");
  const { iat, nbf, exp, vct, _sd_alg: hash = "sha-256" } = issued.payload;
  if (typeof vct !== "string" || !types.includes(vct)) refuse("type");
  if (hash !== "sha-256") refuse("unreadable");
  if (typeof exp !== "number" || at >= exp) refuse("expired");
  if ([iat, nbf].some((from) => typeof from === "number" && from > at + skewSeconds)) refuse("early");
  const claims = await disclosed(issued.payload, disclosures);

  if (holder === "") refuse("unbound");
  const bound = readToken(holder, "kb+jwt");
  const key = (issued.payload.cnf as { jwk?: PublicKey } | undefined)?.jwk ?? refuse("unbound");
  if (!(await signedByOne(holder, [key]))) refuse("holder");
  if (typeof nonce !== "string" || nonce.length < 16) refuse("no-nonce");
  if (bound.payload.nonce === undefined || bound.payload.nonce === "") refuse("no-nonce");
  if (bound.payload.nonce !== nonce) refuse("nonce");
  if (bound.payload.aud !== audience) refuse("audience");
  const shown = text.slice(0, text.length - holder.length);
  if (bound.payload.sd_hash !== (await digestOf(shown))) refuse("other-content");
  const signedAt = bound.payload.iat;
  if (typeof signedAt !== "number" || signedAt < at - holderSeconds || signedAt > at + skewSeconds) refuse("old");
  return { ok: true, type: vct as string, issuer, claims, status: statusIn(issued.payload.status) };
}

/** Every disclosure belongs to the token, once, and names nothing that the issuer says openly. */
async function disclosed(payload: Part, disclosures: readonly string[]): Promise<Part> {
  const open = new Set(Array.isArray(payload._sd) ? (payload._sd as unknown[]) : []);
  const claims: Part = {};
  for (const one of disclosures) {
    const parsed: unknown = JSON.parse(textOf(one));
    if (!Array.isArray(parsed) || parsed.length !== 3 || typeof parsed[1] !== "string") refuse("disclosure");
    const [, name, value] = parsed as [unknown, string, unknown];
    if (!open.delete(await digestOf(one)) || registered.has(name) || Object.hasOwn(payload, name) || Object.hasOwn(claims, name))
      refuse("disclosure");
    claims[name] = value;
  }
  return claims;
}

function statusIn(status: unknown): PresentedStatus | undefined {
  if (status === undefined) return undefined;
  const { uri, idx } = (status as { status_list?: { uri?: unknown; idx?: unknown } }).status_list ?? {};
  if (typeof uri !== "string" || typeof idx !== "number" || !Number.isInteger(idx) || idx < 0) return refuse("status");
  return { uri, idx };
}

/** Head and payload of a compact JWS of this kind, signed with ES256; nothing of it is believed yet. */
export function readToken(token: string, typ: string): { head: Part; payload: Part } {
  const parts = token.split(".");
  const [head, payload] = parts.slice(0, 2).map((part) => JSON.parse(textOf(part)) as Part);
  if (parts.length !== 3 || head?.typ !== typ || head.alg !== "ES256" || "crit" in head || typeof payload !== "object")
    throw new Refused("presentation.unreadable");
  return { head, payload };
}

export async function signedByOne(token: string, keys: readonly PublicKey[]): Promise<boolean> {
  const end = token.lastIndexOf(".");
  const [signed, signature] = [new TextEncoder().encode(token.slice(0, end)), bytesOf(token.slice(end + 1))];
  for (const { kty = "", crv = "", x = "", y = "" } of keys) {
    if (kty !== "EC" || crv !== "P-256") continue;
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDSA", namedCurve: "P-256" }, false, [
      "verify",
    ]);
    if (await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signed)) return true;
  }
  return false;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new TypeError("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}
const textOf = (part: string): string => new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(part));
async function digestOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
