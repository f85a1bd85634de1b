import { createHash, randomBytes, randomUUID } from "node:crypto";
import { eidApi } from "@troad/eid/api";
import { compactDecrypt, compactVerify, importX509, SignJWT } from "jose";
import { both, newKey, registrationOf } from "../../modules/eid/test/clients.ts";
import type { Government } from "./government.ts";

type Keys = { own: Awaited<ReturnType<typeof newKey>>; encrypting: Awaited<ReturnType<typeof newKey>> };
export type Reply = { status: number; code: string | undefined; body: Record<string, unknown>; text: string };
export type Asked = { id: string; address: string; state: string; verifier: string };
type Item = {
  value?: unknown;
  unavailable?: true;
  source: string;
  classification: string;
  special: boolean;
  lastupdated: string;
};
export type Delivered = {
  [name: string]: unknown;
  data: Record<string, { provider: string; purpose: string; records: Record<string, Item>[] }>;
};
export const redirectUri = "https://bank.example/back";

/** A recipient of data outside the government: an HTTP client with keys of its own, which shares nothing with what it talks to. */
export class Recipient {
  readonly #portal: string;
  readonly #now: () => Date;
  readonly id: string;
  readonly #keys: Keys;
  constructor(portal: string, now: () => Date, id: string, keys: Keys) {
    this.#portal = portal;
    this.#now = now;
    this.id = id;
    this.#keys = keys;
  }

  /** A client of the eID, applied for by one person and approved by another. */
  static async of(
    { running, portal }: Government,
    { by, name, now }: { by: string; name: string; now: () => Date },
  ): Promise<Recipient> {
    const [own, encrypting] = await Promise.all([newKey(), newKey("ECDH-ES+A256KW")]);
    const keys = [own.jwk, { ...encrypting.jwk, use: "enc" }] as Record<string, string>[];
    const registration = registrationOf({
      organisation: { kind: "business", id: `bank-${name.toLowerCase()}`, name: both(`${name} Ltd`) },
      ...{ name: both(name), auth: "private_key_jwt", keys, redirectUris: [redirectUri] },
    });
    const eid = running.use(eidApi);
    const { client, version } = await eid.applyForClient({ client: null, by, registration });
    await eid.decideClient({ client, version, decision: "approved", by: "reviewer", reason: "fits" });
    return new Recipient(portal, now, client, { own, encrypting });
  }

  assertion(change: Record<string, unknown> = {}): Promise<string> {
    const at = Math.floor(this.#now().getTime() / 1000);
    const claims = {
      iss: this.id,
      sub: this.id,
      aud: `${this.#portal}/mydata/v1`,
      jti: randomUUID(),
      iat: at,
      exp: at + 60,
      ...change,
    };
    return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: this.#keys.own.jwk.kid! }).sign(this.#keys.own.privateKey);
  }

  /** Calls API v2 of cloud invoices. */
  async invoices(
    method: "GET" | "POST",
    place: string,
    { body, key, assertion }: { body?: object; key?: string; assertion?: string } = {},
  ): Promise<Reply> {
    const base = `${this.#portal}/invoice/v2`;
    const proof = assertion ?? (await this.assertion({ aud: base }));
    const response = await fetch(`${base}${place}`, {
      ...{ method, ...(body ? { body: JSON.stringify(body) } : {}) },
      headers: {
        authorization: `Bearer ${proof}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
    });
    const text = await response.text();
    const read = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, code: read.code as string | undefined, body: read, text };
  }

  /** What `post` sends, for who sends it otherwise. */
  async message(place: string, body: object): Promise<{ url: string; body: object }> {
    const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const proof = { client_assertion_type: type, client_assertion: await this.assertion() };
    return { url: `${this.#portal}/mydata/v1${place}`, body: { ...proof, ...body } };
  }

  async post(place: string, body: object, assertion?: string): Promise<Reply> {
    const proof = {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion ?? (await this.assertion()),
    };
    const response = await fetch(`${this.#portal}/mydata/v1${place}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...proof, ...body }),
    });
    const text = await response.text();
    const read = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, code: read.code as string | undefined, body: read, text };
  }

  /** Starts a request, with a secret of this recipient's own that its code is bound to. */
  async start(sets: object[], more: object = {}): Promise<Asked> {
    const [verifier, state] = [randomBytes(32).toString("base64url"), randomBytes(16).toString("base64url")];
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const reply = await this.post("/requests", { key: randomUUID(), sets, redirectUri, state, challenge, ...more });
    if (reply.status !== 201) throw new Error(reply.text);
    return { id: String(reply.body.id), address: String(reply.body.address), state, verifier };
  }

  fetch({ id, verifier }: Asked, code: string): Promise<Reply> {
    return this.post(`/requests/${id}/data`, { code, verifier });
  }

  /** Opens what was delivered: decrypts it with the own key and verifies the seal. */
  async open(jwe: string): Promise<Delivered & { jws: string }> {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, this.#keys.encrypting.privateKey);
    if (protectedHeader.alg !== "ECDH-ES+A256KW" || protectedHeader.cty !== "JWT")
      throw new Error(JSON.stringify(protectedHeader));
    const jws = Buffer.from(plaintext).toString();
    const [leaf] = JSON.parse(Buffer.from(jws.split(".")[0]!, "base64url").toString()).x5c as [string];
    const pem = `-----BEGIN CERTIFICATE-----\n${leaf}\n-----END CERTIFICATE-----`;
    const { payload } = await compactVerify(jws, await importX509(pem, "ES256"));
    return { ...(JSON.parse(Buffer.from(payload).toString()) as Delivered), jws };
  }
}
