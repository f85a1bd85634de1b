import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { compactDecrypt, importJWK } from "jose";
import { TroadError } from "./errors.ts";
import { readSealed, type Trust } from "./sealed.ts";
import type { Settings, Transport } from "./transport.ts";

/** A datum with its source, in the form of Singapore's Myinfo. */
export type Item = { source: string; classification: string; special: boolean; lastupdated: string | null } & (
  | { value: unknown }
  | { unavailable: true }
);
export type Delivered = {
  /** The person, as this client knows them from the sign-in. */
  sub: string;
  request: string;
  kind: "once" | "standing";
  until: string;
  retentionDays: number;
  data: Record<string, { provider: string; purpose: string; records: Record<string, Item>[] }>;
  /** What was sealed, for `compare` and as proof. */
  jws: string;
};
export type AskSession = { id: string; state: string; verifier: string };
export type Asked = { id: string; address: string; expiresAt: string; session: AskSession };
export type Returned = { refused: true } | { refused: false; id: string; code: string };
export type Claimed = { set: string; field: string; record?: number; value: unknown };

const secret = (bytes: number): string => randomBytes(bytes).toString("base64url");
const longestAgeMs = 5 * 60_000;
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Asks people for data, and gets what they agreed to give. */
export function openData(settings: Settings, transport: Transport, trust: () => Promise<Trust>) {
  async function open(jwe: string, request: string): Promise<Delivered> {
    const { encryptionKey, clientId } = settings;
    let jws: string;
    try {
      const key = await importJWK(encryptionKey, encryptionKey.alg ?? "ECDH-ES+A256KW");
      const algorithms = { keyManagementAlgorithms: ["ECDH-ES+A256KW", "ECDH-ES"], contentEncryptionAlgorithms: ["A256GCM"] };
      jws = Buffer.from((await compactDecrypt(jwe, key, algorithms)).plaintext).toString("utf8");
    } catch (error) {
      throw new TroadError("sdk.not-for-us", error instanceof Error ? error.message : undefined);
    }
    const payload = await readSealed(jws, "troad-data+jwt", await trust());
    const age = transport.now().getTime() - Number(payload.iat) * 1000;
    if (payload.aud !== clientId || payload.iss !== `${settings.member}/MYDATA`) throw new TroadError("sdk.not-for-us");
    if (payload.request !== request) throw new TroadError("sdk.other-request");
    if (!(Math.abs(age) < longestAgeMs)) throw new TroadError("sdk.not-fresh");
    return { ...(payload as unknown as Omit<Delivered, "jws">), jws };
  }

  return {
    open,
    /** Starts a request: the browser goes to `address`; `session` stays here until it comes back. The same `key` is the same request. */
    ask: async (asked: {
      sets: readonly { set: string; fields?: readonly string[] }[];
      redirectUri: string;
      standing?: boolean;
      key?: string;
    }): Promise<Asked> => {
      const [state, verifier] = [secret(16), secret(32)];
      const challenge = createHash("sha256").update(verifier).digest("base64url");
      const { sets, redirectUri, standing = false, key = randomUUID() } = asked;
      const answer = await transport.post("/requests", { key, sets, standing, redirectUri, state, challenge });
      const { id, address, expiresAt } = JSON.parse(answer) as { id: string; address: string; expiresAt: string };
      return { id, address, expiresAt, session: { id, state, verifier } };
    },
    /** What the browser brought back. Throws `sdk.other-session` where it belongs to another session. */
    returned: (address: string | URL, { id, state }: AskSession): Returned => {
      const query = new URL(address).searchParams;
      if (!same(query.get("state") ?? "", state) || query.get("request") !== id) throw new TroadError("sdk.other-session");
      const code = query.get("code");
      return code === null ? { refused: true } : { refused: false, id, code };
    },
    /** Fetches what was agreed to: all of it, or a `TroadError` that names the sets that could not be had. */
    fetch: async ({ id, code }: { id: string; code: string }, { verifier }: AskSession): Promise<Delivered> =>
      open(await transport.post(`/requests/${encodeURIComponent(id)}/data`, { code, verifier }), id),
    /** Fetches again under a standing consent, or one that the person gave without being sent. */
    further: async (id: string): Promise<Delivered> =>
      open(await transport.post(`/consents/${encodeURIComponent(id)}/data`, {}), id),
    /** Says that what was given under a consent that ended has been erased. */
    erased: async (id: string): Promise<void> => {
      await transport.post(`/consents/${encodeURIComponent(id)}/erased`, {});
    },
    /** Which of these values are those that were delivered, each for itself. */
    compare: async ({ jws }: Pick<Delivered, "jws">, values: readonly Claimed[]): Promise<boolean[]> =>
      (JSON.parse(await transport.post("/compare", { delivered: jws, values })) as { same: boolean[] }).same,
  };
}
