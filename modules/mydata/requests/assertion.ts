import type { ClientRecord } from "@troad/eid/api";
import { failures, isUuid, type ModuleContext } from "@troad/kernel";
import { createLocalJWKSet, decodeJwt, type JWK, jwtVerify } from "jose";
import { useAssertion } from "../store/deliveries.ts";

const fail = failures({ "mydata.client-unknown": 401 });
/** How far ahead an assertion may expire, and how much clocks may differ, in seconds. */
const longest = 300;
const tolerance = 10;

export type Client = Pick<ClientRecord, "client" | "sector" | "registration">;
type Parts = Pick<ModuleContext, "db" | "clock"> & {
  /** What an assertion is made out to: the address of this interface. */
  audience: string;
  clientOf(id: string): Promise<Client | null>;
};

/**
 * The client that an assertion proves (private_key_jwt, RFC 7523 section 3): signed by one of the keys of its version in force, made out to us,
 * for minutes, used once. Throws `mydata.client-unknown` without saying what was wrong.
 */
export async function clientOfAssertion({ db, clock, audience, clientOf }: Parts, assertion: string): Promise<Client> {
  const refused = (detail: string) => fail("mydata.client-unknown", {}, detail);
  let id: string | undefined;
  try {
    id = decodeJwt(assertion).sub;
  } catch {
    throw refused("no JWT");
  }
  const client = id !== undefined && isUuid(id) ? await clientOf(id) : null;
  if (client?.registration.auth !== "private_key_jwt") throw refused("no such client with a key");
  const keys = client.registration.keys.filter(({ use }) => use !== "enc") as JWK[];
  const now = clock.now();
  const options = {
    ...{ issuer: client.client, subject: client.client, audience, currentDate: now, clockTolerance: tolerance },
    ...{ algorithms: ["ES256", "PS256"], requiredClaims: ["exp", "jti", "iat"] },
  };
  const payload = await jwtVerify(assertion, createLocalJWKSet({ keys }), options).then(
    (verified) => verified.payload,
    (error: unknown) => {
      throw refused(error instanceof Error ? error.message : "not valid");
    },
  );
  const { exp = 0, jti } = payload;
  if (exp > Math.floor(now.getTime() / 1000) + longest + tolerance) throw refused("it lives too long");
  if (typeof jti !== "string" || !/^[\x21-\x7e]{1,200}$/.test(jti)) throw refused("no jti");
  const until = new Date((exp + 2 * tolerance) * 1000).toISOString();
  if (!(await useAssertion(db, client.client, jti, until))) throw refused("used before");
  return client;
}
