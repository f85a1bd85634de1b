import { isUuid, type ModuleContext } from "@troad/kernel";
import { createLocalJWKSet, decodeJwt, type JWK, jwtVerify } from "jose";
import type { ClientRecord } from "../api.ts";
import { useOnce } from "../store/once.ts";
import type { Clients } from "./clients.ts";

/** How far ahead an assertion may expire, and how much clocks may differ, in seconds. */
const longest = 300;
const tolerance = 10;

/**
 * The client that an assertion proves (private_key_jwt, RFC 7523 section 3): signed by one of the keys of its version in force, made out to `audience`,
 * for minutes, used once. Null for anything else, without a word on what was wrong; the log of the caller has none of it either.
 */
export async function provenClient(
  { db, clock }: Pick<ModuleContext, "db" | "clock">,
  clients: Pick<Clients, "standing">,
  { assertion, audience }: { assertion: string; audience: string },
): Promise<ClientRecord | null> {
  let id: string | undefined;
  try {
    id = decodeJwt(assertion).sub;
  } catch {
    return null;
  }
  const client = id !== undefined && isUuid(id) ? await clients.standing(id) : null;
  if (client?.registration.auth !== "private_key_jwt") return null;
  const keys = client.registration.keys.filter(({ use }) => use !== "enc") as JWK[];
  const now = clock.now();
  const payload = await jwtVerify(assertion, createLocalJWKSet({ keys }), {
    ...{ issuer: client.client, subject: client.client, audience, currentDate: now, clockTolerance: tolerance },
    ...{ algorithms: ["ES256", "PS256"], requiredClaims: ["exp", "jti", "iat"] },
  }).then(
    (verified) => verified.payload,
    () => undefined,
  );
  const { exp = 0, jti } = payload ?? {};
  if (exp > Math.floor(now.getTime() / 1000) + longest + tolerance) return null;
  if (typeof jti !== "string" || !/^[\x21-\x7e]{1,200}$/.test(jti)) return null;
  const until = new Date((exp + 2 * tolerance) * 1000).toISOString();
  return (await useOnce(db, "proven", `${client.client} ${jti}`, until)) ? client : null;
}
