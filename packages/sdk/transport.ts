import { randomUUID } from "node:crypto";
import { importJWK, type JWK, SignJWT } from "jose";
import { TroadError } from "./errors.ts";

export type Settings = {
  /** The address of the portal, such as `https://portal.example`. */
  portal: string;
  /** The issuer of the eID; by default the one of this portal. */
  issuer?: string;
  clientId: string;
  /** Private key of use `sig`, whose public half was registered. */
  signingKey: JWK;
  /** Private key of use `enc`. */
  encryptionKey: JWK;
  /** SHA-256 of the root certificate of T-Road, in hexadecimal: what everything that is read leads to. */
  root: string;
  /** The member that seals for people, such as `TWDEMO/GOV/MODA`. */
  member: string;
  now?: () => Date;
};
const timeoutMs = 60_000;
const mostBytes = 8 * 1024 * 1024;
const assertionSeconds = 60;

export type Transport = ReturnType<typeof openTransport>;

/** Calls of the platform, each proved by an assertion of its own (private_key_jwt, RFC 7523), used once. */
export function openTransport({ portal, clientId, signingKey, now = () => new Date() }: Settings) {
  const origin = new URL(portal).origin;
  const assertion = async (audience: string): Promise<string> => {
    const at = Math.floor(now().getTime() / 1000);
    const claims = { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), iat: at, exp: at + assertionSeconds };
    const alg = signingKey.alg ?? "ES256";
    const header = { alg, ...(signingKey.kid === undefined ? {} : { kid: signingKey.kid }) };
    return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(signingKey, alg));
  };
  return {
    origin,
    now,
    /** A file that everybody may read. */
    text: async (place: string): Promise<string> =>
      read(await fetch(`${origin}${place}`, { signal: AbortSignal.timeout(timeoutMs) })),
    /** Asks the interface of data. */
    post: async (place: string, body: object): Promise<string> =>
      read(
        await fetch(`${origin}/mydata/v1${place}`, {
          ...{ method: "POST", headers: { "content-type": "application/json" }, signal: AbortSignal.timeout(timeoutMs) },
          body: JSON.stringify({
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: await assertion(`${origin}/mydata/v1`),
            ...body,
          }),
        }),
      ),
    /** Calls the interface of services that agencies run themselves, or of another `part`; `key` makes the same call again the same act. */
    service: async (
      method: "GET" | "PUT" | "POST" | "DELETE",
      place: string,
      body?: unknown,
      part = "connected",
      { version = "v1", key }: { version?: string; key?: string } = {},
    ): Promise<unknown> => {
      const base = `${origin}/${part}/${version}`;
      const text = await read(
        await fetch(`${base}${place}`, {
          ...{ method, signal: AbortSignal.timeout(timeoutMs) },
          headers: {
            authorization: `Bearer ${await assertion(base)}`,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            ...(key === undefined ? {} : { "idempotency-key": key }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      return text === "" ? undefined : JSON.parse(text);
    },
    /** Asks the interface of consents. */
    get: async (place: string): Promise<unknown> => {
      const base = `${origin}/mydata/consent/v1`;
      const headers = { authorization: `Bearer ${await assertion(base)}` };
      return JSON.parse(await read(await fetch(`${base}${place}`, { headers, signal: AbortSignal.timeout(timeoutMs) })));
    },
  };
}

/** The text of an answer, up to a limit; a failure as its code. */
async function read(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > mostBytes) throw new TroadError("sdk.answer-too-large");
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString("utf8");
  if (response.ok) return text;
  const problem = problemIn(text);
  throw new TroadError(problem.code ?? "sdk.answer-unknown", problem.title, {
    status: response.status,
    ...(problem.sets ? { sets: problem.sets } : {}),
    ...(problem.faults ? { faults: problem.faults } : {}),
  });
}

function problemIn(text: string): { code?: string; title?: string; sets?: TroadError["sets"]; faults?: TroadError["faults"] } {
  try {
    return JSON.parse(text) as ReturnType<typeof problemIn>;
  } catch {
    return {};
  }
}
